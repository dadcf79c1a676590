import Foundation
import Testing
import Training

@testable import Datasets

@Suite struct CollectionTests {
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

    @Test func labelsMustBeClasses() {
        let row = (1...13).map { "\($0)" }.joined(separator: ",")
        let error = #expect(throws: MalformedData.self) { try Wine(parsing: "\(row),0\n\(row),3\n") }
        #expect(error?.line == 2)
        #expect(throws: MalformedData.self) { try Wine(parsing: "1,2\n") }
        #expect(throws: MalformedData.self) { try Wine(parsing: "") }
    }

    @Test func fashionFromDebiansPackage() throws {
        let fashion = try FashionMNIST(folder: FashionMNIST.systemFolder, trainingExamples: 100)
        #expect(fashion.train.features.shape == [100, 784] && fashion.test.features.shape == [10_000, 784])
        #expect(fashion.train.squareImages.shape == [100, 1, 28, 28])
        #expect(fashion.train.targets.prefix(5) == [9, 0, 0, 3, 0])
        #expect(FashionMNIST.classNames[fashion.train.targets[0]] == "Ankle boot")
        #expect((0..<10).allSatisfy { label in fashion.test.targets.filter { $0 == label }.count == 1_000 })
        #expect(fashion.test.features.elements.max() == 1 && fashion.test.features.elements.min() == 0)
    }

    @Test func fashionFromPlainFiles() throws {
        let folder = try TemporaryFolder()
        try folder.write("train-images-idx3-ubyte", IDX.header([2, 28, 28]) + [UInt8](repeating: 51, count: 1_568))
        try folder.write("train-labels-idx1-ubyte", IDX.header([2]) + [3, 9])
        try folder.write("t10k-images-idx3-ubyte", IDX.header([1, 28, 28]) + [UInt8](repeating: 255, count: 784))
        try folder.write("t10k-labels-idx1-ubyte", IDX.header([1]) + [0])
        let fashion = try FashionMNIST(folder: folder.path)
        #expect(fashion.train.targets == [3, 9] && fashion.train.features[1, 783] == 0.2)
        try folder.write("t10k-labels-idx1-ubyte", IDX.header([2]) + [0, 1])
        let error = #expect(throws: MalformedData.self) { try FashionMNIST(folder: folder.path) }
        #expect(error?.reason.hasPrefix("2 labels for the 1 images of") == true)
    }

    @Test func textIsUTF8() throws {
        let folder = try TemporaryFolder()
        try folder.write("latin.csv", Array("a\n1\n".utf8) + [0xE9, 0x0A])
        let error = #expect(throws: UnreadableData.self) { try NumberTable(file: "latin.csv", folder: folder.path) }
        #expect(error?.description == "\(folder.path)/latin.csv: not UTF-8 text; save it in that encoding")
        try folder.write("x.csv", Array("a\n1,5\n".utf8))
        let other = #expect(throws: MalformedData.self) { try NumberTable(file: "x.csv", folder: folder.path) }
        #expect(other?.description.hasPrefix("\(folder.path)/x.csv:2:1: 2 columns") == true)
    }

    @Test func missingFilesAreNamedWithTheWayOut() {
        let wine = #expect(throws: UnreadableData.self) { try DataFile.path("none.csv", in: "/nowhere") }
        #expect(wine?.description == "none.csv: not found in /nowhere; put it there, or name its folder")
        let fashion = #expect(throws: UnreadableData.self) { try FashionMNIST(folder: "/nowhere") }
        #expect(fashion?.description.contains("./setup installs it") == true)
    }
}

/// A folder that is gone with its owner.
final class TemporaryFolder {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "datasets-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path()
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ name: String, _ bytes: [UInt8]) throws { try Data(bytes).write(to: URL(filePath: "\(path)/\(name)")) }
}

enum IDX {
    /// The head of an IDX file.
    static func header(_ shape: [Int], type: UInt8 = 8) -> [UInt8] {
        [0, 0, type, UInt8(shape.count)]
            + shape.flatMap { extent in (0..<4).map { UInt8(truncatingIfNeeded: extent >> (24 - 8 * $0)) } }
    }
}
