import Testing
import Training

@testable import Datasets

@Suite struct NumberTableTests {
    struct Malformed: Sendable, CustomTestStringConvertible {
        let text: String, message: String
        init(_ text: String, _ message: String) { (self.text, self.message) = (text, message) }
        var testDescription: String { message }
    }

    @Test(arguments: [
        Malformed(
            "a,b\n1,2\n3,x\n", "t.csv:3:3: 'x' is not a number; write digits with a point, or leave the column out"),
        Malformed(
            "1,2\n\n3\n",
            "t.csv:3:1: 1 columns where the lines before have 2; fill in what is missing, or leave the line out"),
        Malformed(
            "1,2\n3,4,5",
            "t.csv:2:1: 3 columns where the lines before have 2; a comma inside a field needs double quotes around the field"
        ),
        Malformed("a,b\n1, \n", "t.csv:2:4: an empty field; write a number, or choose one with emptyFields:"),
        Malformed("a,b\n,1\n", "t.csv:2:1: an empty field; write a number, or choose one with emptyFields:"),
        Malformed("1\n1e\n", "t.csv:2:1: '1e' is not a number; write digits with a point, or leave the column out"),
        Malformed("1\n0x10\n", "t.csv:2:1: '0x10' is not a number; write digits with a point, or leave the column out"),
        Malformed(
            "year,1990\n1,2\n", "t.csv:1:1: 'year' is not a number; if this line holds names, say hasHeader: true"),
        Malformed("\u{FEFF}1,x\r\n", "t.csv:1:3: 'x' is not a number; if this line holds names, say hasHeader: true"),
        Malformed(
            "a\n\"1\n",
            "t.csv:2:1: a quote that is not closed on its line; write a quote inside a field twice, and a field on one line"
        ),
        Malformed(
            "a,b\n1,\"2\"3\n",
            "t.csv:2:3: text behind a quoted field; write a quote inside a field twice, and a field on one line"),
    ]) func malformed(_ example: Malformed) {
        let error = #expect(throws: MalformedData.self) { try NumberTable(parsing: example.text, file: "t.csv") }
        #expect(error?.description == example.message)
    }

    @Test(arguments: [
        "0", "-12.5", "1e3", "+2.5E-3", ".5", "3.", "123456.789", "0.1", "1e22", "1e-22", "0e999", "1e-400", "-1e400",
        "4.35",
    ]) func numbers(_ text: String) {
        let standard = Double(text.hasSuffix(".") ? text + "0" : text.hasPrefix(".") ? "0" + text : text)
        #expect(Number.parse(Array(text.utf8)[...]) == standard)
    }

    @Test func aSeparatorOfSeveralBytesStops() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = try NumberTable(parsing: "1；2", file: "t.csv", separator: "；")
        }
        let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(message.contains("the separator '；' is not an ASCII character"))
    }

    @Test func windowsLinesMarksAndQuotes() throws {
        let table = try NumberTable(
            parsing: "\u{FEFF}x, \"y, in \"\"cm\"\"\" \r\n1, \"2\"\r\n\r\n3,4", file: "t.csv")
        #expect(table.header == ["x", "y, in \"cm\""])
        #expect(table.rows == [[1, 2], [3, 4]] && table.lines == [2, 4])
    }

    @Test func otherSeparatorsHeadersAndEmptyFields() throws {
        #expect(try NumberTable(parsing: "a;b\n1;2\n", file: "t.csv", separator: ";").rows == [[1, 2]])
        #expect(try NumberTable(parsing: "1\t2\n", file: "t.csv", separator: "\t").rows == [[1, 2]])
        let years = try NumberTable(parsing: "year,1990\n1,\n", file: "t.csv", hasHeader: true, emptyFields: -1)
        #expect(years.header == ["year", "1990"] && years.rows == [[1, -1]])
        #expect(try years.column("1990") == [-1])
        let error = #expect(throws: MalformedData.self) { try years.column("1991") }
        #expect(error?.description == "t.csv:1:1: no column is called '1991'; there are year, 1990")
    }

    @Test func tensors() throws {
        #expect(try NumberTable(parsing: "a,b\n1,2\n3,4\n", file: "t.csv").tensor == Tensor([[1, 2], [3, 4]]))
        #expect(try NumberTable(parsing: "", file: "t.csv").tensor.shape == [0, 0])
    }
}
