import Training

/// Numbers in rows and columns under a header, read from comma-separated text (RFC 4180).
///
///     let table = try NumberTable(parsing: "x,y\n1,2\n3,4\n", file: "points.csv")
///     table.rows                  // [[1, 2], [3, 4]]
///     try table.column("y")       // [2, 4]
///
/// A byte order mark, empty lines, and spaces around a field are skipped; lines end as on Unix or on Windows; a field
/// may stand in double quotes. Every row has as many columns as the first line.
public struct NumberTable: Sendable, Equatable {
    /// The names in the header; empty without one.
    public private(set) var header: [String] = []
    /// The numbers, one inner array a row; all are equally long.
    public private(set) var rows: [[Double]] = []
    /// The line of the text, counted from 1, that each row stands on.
    public private(set) var lines: [Int] = []
    private let file: String

    /// Reads `text`.
    ///
    /// - Parameters:
    ///   - text: What the file holds.
    ///   - file: Only named in errors.
    ///   - separator: What stands between the fields, an ASCII character: `,`, `;` or a tab. Another one stops the program.
    ///   - hasHeader: Whether the first line holds names; nil: it does when none of its fields is a number.
    ///   - emptyFields: The number that an empty field stands for; nil: it is an error.
    /// - Throws: ``MalformedData`` with line and column of a field that is no number, or of a row of another length.
    public init(
        parsing text: String, file: String, separator: Unicode.Scalar = ",", hasHeader: Bool? = nil,
        emptyFields: Double? = nil
    ) throws(MalformedData) {
        if !separator.isASCII { fatalError("NumberTable: the separator '\(separator)' is not an ASCII character") }
        self.file = file
        var reader = FieldReader(text, separator: UInt8(truncatingIfNeeded: separator.value), file: file)
        var width: Int?
        while let line = try reader.nextLine() {
            if let width, width != line.fields.count {
                throw MalformedData(
                    file: file, at: .line(line.number, column: 1),
                    reason: "\(line.fields.count) columns where the lines before have \(width)",
                    advice: line.fields.count > width
                        ? "a comma inside a field needs double quotes around the field"
                        : "fill in what is missing, or leave the line out")
            }
            if width == nil, hasHeader ?? line.fields.allSatisfy({ Number.parse($0.bytes) == nil }) {
                header = line.fields.map { String(decoding: $0.bytes, as: UTF8.self) }
            } else {
                rows.append(try numbers(line, emptyFields, mayBeHeader: width == nil && hasHeader == nil))
                lines.append(line.number)
            }
            width = line.fields.count
        }
    }

    private func numbers(
        _ line: FieldReader.Line, _ emptyFields: Double?, mayBeHeader: Bool
    ) throws(MalformedData) -> [Double] {
        var row: [Double] = []
        row.reserveCapacity(line.fields.count)
        for field in line.fields {
            if let number = Number.parse(field.bytes) {
                row.append(number)
            } else if field.bytes.isEmpty, let emptyFields {
                row.append(emptyFields)
            } else {
                let advice =
                    if mayBeHeader { "if this line holds names, say hasHeader: true" } else if field.bytes.isEmpty {
                        "write a number, or choose one with emptyFields:"
                    } else { "write digits with a point, or leave the column out" }
                throw MalformedData(
                    file: file, at: .line(line.number, column: field.column),
                    reason: field.bytes.isEmpty
                        ? "an empty field" : "'\(String(decoding: field.bytes, as: UTF8.self))' is not a number",
                    advice: advice)
            }
        }
        return row
    }

    /// The numbers under the name `name`; throws ``MalformedData`` with the names there are when that is none of them.
    public func column(_ name: String) throws(MalformedData) -> [Double] {
        guard let index = header.firstIndex(of: name) else {
            throw MalformedData(
                file: file, at: .line(1, column: 1), reason: "no column is called '\(name)'",
                advice: header.isEmpty ? "the table has no header" : "there are \(header.joined(separator: ", "))")
        }
        return rows.map { $0[index] }
    }

    /// The numbers as a matrix, `[rows, columns]`, rounded to single precision.
    public var tensor: Tensor {
        Tensor(shape: [rows.count, rows.first?.count ?? 0], rows.flatMap { row in row.map { Float($0) } })
    }
}
