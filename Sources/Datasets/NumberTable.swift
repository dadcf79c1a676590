/// Numbers in rows and columns under a header, read from comma-separated text (RFC 4180 without quotes).
///
/// A first line that is not made of numbers is the header. Empty lines are skipped, spaces around a number too; every
/// row has as many columns as the first.
public struct NumberTable: Sendable, Equatable {
    /// The names in the header; empty without one.
    public private(set) var header: [String] = []
    public private(set) var rows: [[Double]] = []
    /// The line of the text, counted from 1, that each row stands on.
    public private(set) var lines: [Int] = []

    /// Reads `text`; `file` is only named in errors.
    public init(parsing text: String, file: String) throws(MalformedData) {
        var width: Int?
        for (index, line) in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .enumerated()
        {
            let content = NumberTable.trimmed(line)
            if content.isEmpty { continue }
            let fields = content.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
            if let width, width != fields.count {
                throw MalformedData(
                    file: file, line: index + 1, column: 1,
                    reason: "\(fields.count) columns where the lines before have \(width)")
            }
            if width == nil && fields.contains(where: { NumberTable.number($0) == nil }) {
                header = fields.map { String(Substring(NumberTable.trimmed($0))) }
            } else {
                lines.append(index + 1)
                rows.append(
                    try NumberTable.numbers(fields, in: text, from: line.startIndex, line: index + 1, file: file))
            }
            width = fields.count
        }
    }

    private static func numbers(
        _ fields: [Substring.UTF8View], in text: String, from start: String.Index, line: Int, file: String
    ) throws(MalformedData) -> [Double] {
        var row: [Double] = []
        row.reserveCapacity(fields.count)
        for field in fields {
            guard let value = number(field) else {
                throw MalformedData(
                    file: file, line: line, column: text.utf8.distance(from: start, to: field.startIndex) + 1,
                    reason: "'\(String(Substring(trimmed(field))))' is not a number")
            }
            row.append(value)
        }
        return row
    }

    private static func trimmed(_ field: Substring.UTF8View) -> Substring.UTF8View {
        func isSpace(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 || byte == 13 }
        var field = field
        while let first = field.first, isSpace(first) { field = field.dropFirst() }
        while let last = field.last, isSpace(last) { field = field.dropLast() }
        return field
    }

    /// A decimal number such as `-12.5e3`: read here because Embedded Swift has no reader of its own. Numbers of up to
    /// 15 digits are exact to the last bit, as in any reader.
    static func number(_ field: Substring.UTF8View) -> Double? {
        var rest = trimmed(field)
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
        var (mantissa, digits, exponent) = (0.0, 0, 0)
        var seenPoint = false
        while let byte = rest.first {
            if byte == UInt8(ascii: "."), !seenPoint {
                seenPoint = true
            } else if byte >= 48 && byte <= 57 {
                mantissa = mantissa * 10 + Double(byte - 48)
                digits += 1
                if seenPoint { exponent -= 1 }
            } else {
                break
            }
            rest = rest.dropFirst()
        }
        if digits == 0 { return nil }
        if let byte = rest.first {
            guard byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E"), let power = integer(rest.dropFirst()) else {
                return nil
            }
            exponent += power
        }
        var scale = 1.0
        for _ in 0..<min(exponent.magnitude, 400) { scale *= 10 }
        let magnitude = exponent < 0 ? mantissa / scale : mantissa * scale
        return isNegative ? -magnitude : magnitude
    }

    private static func integer(_ field: Substring.UTF8View) -> Int? {
        let isNegative = field.first == UInt8(ascii: "-")
        let digits = isNegative || field.first == UInt8(ascii: "+") ? field.dropFirst() : field
        if digits.isEmpty || digits.count > 4 { return nil }
        var value = 0
        for byte in digits {
            guard byte >= 48 && byte <= 57 else { return nil }
            value = value * 10 + Int(byte - 48)
        }
        return isNegative ? -value : value
    }
}

/// A file of data is not what it should be.
public struct MalformedData: Error, Sendable, Equatable, CustomStringConvertible {
    public let file: String
    /// Counted from 1; the column in bytes.
    public let line: Int, column: Int
    public let reason: String

    public init(file: String, line: Int, column: Int, reason: String) {
        (self.file, self.line, self.column, self.reason) = (file, line, column, reason)
    }

    public var description: String { "\(file):\(line):\(column): \(reason)" }
}
