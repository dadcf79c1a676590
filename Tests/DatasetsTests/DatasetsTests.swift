import Foundation
import Testing
import Training

@testable import Datasets

@Suite struct DatasetsTests {
    /// The course's data, found from this file.
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "lessons/data").path()

    @Test func wine() throws {
        let wine = try Wine(folder: Self.folder)
        #expect(wine.features.shape == [178, 13] && wine.featureNames.count == 13)
        #expect((0..<3).map { label in wine.labels.filter { $0 == label }.count } == [59, 71, 48])
        #expect(wine.featureNames[12] == "Proline" && wine.features[0, 12] == 1_065 && wine.features[177, 0] == 14.13)
        let mean = Standardizer(wine.features).mean
        #expect((mean[12] - 746.89).magnitude < 0.01 && (mean[7] - 0.3619).magnitude < 0.0001)
    }

    @Test func digits() throws {
        let digits = try Digits(folder: Self.folder)
        #expect(digits.features.shape == [1_797, 64] && digits.images.shape == [1_797, 1, 8, 8])
        #expect(digits.labels.prefix(10) == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
        #expect(digits.features.elements.max() == 16 && digits.features.elements.min() == 0)
    }

    @Test(arguments: [
        ("a,b\n1,2\n3,x\n", 3, 3, "'x' is not a number"),
        ("1,2\n\n3\n", 3, 1, "1 columns where the lines before have 2"),
        ("a,b\n1, \n", 2, 3, "'' is not a number"), ("1\n1e\n", 2, 1, "'1e' is not a number"),
    ]) func malformed(_ text: String, _ line: Int, _ column: Int, _ reason: String) {
        let error = #expect(throws: MalformedData.self) { try NumberTable(parsing: text, file: "t.csv") }
        #expect(error?.description == "t.csv:\(line):\(column): \(reason)")
    }

    @Test func labelsMustBeClasses() {
        let row = (1...13).map { "\($0)" }.joined(separator: ",")
        let error = #expect(throws: MalformedData.self) { try Wine(parsing: "\(row),0\n\(row),3\n") }
        #expect(error?.line == 2)
        #expect(throws: MalformedData.self) { try Wine(parsing: "1,2\n") }
        #expect(throws: MalformedData.self) { try Wine(parsing: "") }
    }

    @Test(arguments: ["0", "-12.5", "1e3", "+2.5E-3", ".5", "3.", "123456.789", "0.1"]) func numbers(_ text: String) {
        let number = NumberTable.number(Substring(text).utf8)
        #expect(number == Double(text.hasSuffix(".") ? text + "0" : text.hasPrefix(".") ? "0" + text : text))
    }

    @Test func readsWindowsLinesAndHeaders() throws {
        let table = try NumberTable(parsing: "x, y\r\n1, 2\r\n", file: "t.csv")
        #expect(table.header == ["x", "y"] && table.rows == [[1, 2]])
    }

    @Test func aMissingFileIsNamed() {
        let error = #expect(throws: UnreadableData.self) { try DataFile.path("none.csv", in: "/nowhere") }
        #expect(error?.description == "none.csv: not found in /nowhere")
    }
}
