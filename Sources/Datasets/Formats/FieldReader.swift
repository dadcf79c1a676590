/// Splits separated text into lines and fields, and keeps in mind where each stands.
struct FieldReader {
    struct Field {
        /// Without quotes, and without spaces around.
        let bytes: ArraySlice<UInt8>
        /// Counted in bytes from 1.
        let column: Int
    }

    struct Line {
        /// Counted from 1.
        let number: Int
        let fields: [Field]
    }

    private let bytes: [UInt8], separator: UInt8, file: String
    private var start = 0, number = 0

    init(_ text: String, separator: UInt8, file: String) {
        (bytes, self.separator, self.file) = (Array(text.utf8), separator, file)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { start = 3 }  // The byte order mark.
    }

    /// The next line that is not empty, or nil at the end.
    mutating func nextLine() throws(MalformedData) -> Line? {
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            let content = bytes[start..<end]
            start = end + 1
            number += 1
            if !trimmed(content).isEmpty { return Line(number: number, fields: try fields(content)) }
        }
        return nil
    }

    private func fields(_ line: ArraySlice<UInt8>) throws(MalformedData) -> [Field] {
        var fields: [Field] = []
        var rest = line
        while true {
            let field = try field(rest, line.startIndex)
            fields.append(Field(bytes: field.content, column: field.start - line.startIndex + 1))
            if field.end == line.endIndex { return fields }
            rest = line[(field.end + 1)...]
        }
    }

    /// The field at the head of `rest`: what it says, where that begins, and where the separator behind it is.
    private func field(
        _ rest: ArraySlice<UInt8>, _ lineStart: Int
    ) throws(MalformedData) -> (content: ArraySlice<UInt8>, start: Int, end: Int) {
        let first = rest.firstIndex { $0 == separator || !isSpace($0) } ?? rest.endIndex
        guard first < rest.endIndex, rest[first] == UInt8(ascii: "\"") else {
            let end = rest.firstIndex(of: separator) ?? rest.endIndex
            return (trimmed(rest[..<end]), first, end)
        }
        var content: [UInt8] = []
        var index = first + 1
        while index < rest.endIndex {
            if rest[index] == UInt8(ascii: "\"") {
                let isDoubled = index + 1 < rest.endIndex && rest[index + 1] == UInt8(ascii: "\"")
                if !isDoubled { break }
                index += 1
            }
            content.append(rest[index])
            index += 1
        }
        let behind = index < rest.endIndex ? rest[(index + 1)...].firstIndex { !isSpace($0) || $0 == separator } : nil
        guard index < rest.endIndex, (behind ?? rest.endIndex) == rest.endIndex || rest[behind!] == separator else {
            throw MalformedData(
                file: file, at: .line(number, column: first - lineStart + 1),
                reason: index < rest.endIndex ? "text behind a quoted field" : "a quote that is not closed on its line",
                advice: "write a quote inside a field twice, and a field on one line")
        }
        return (trimmed(content[...]), first, behind ?? rest.endIndex)
    }

    private func isSpace(_ byte: UInt8) -> Bool { byte == 32 || byte == 13 || (byte == 9 && separator != 9) }

    private func trimmed(_ field: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var field = field
        while let first = field.first, isSpace(first) { field = field.dropFirst() }
        while let last = field.last, isSpace(last) { field = field.dropLast() }
        return field
    }
}
