/// A file of data is not what it should be: where, why, and what helps.
public struct MalformedData: Error, Sendable, Equatable, CustomStringConvertible {
    /// A place in a file.
    public enum Place: Sendable, Equatable {
        /// In a text: the line counted from 1, and the column in bytes, also from 1.
        case line(Int, column: Int)
        /// In a binary file: how many bytes stand before.
        case byte(Int)
    }

    /// The file, as it was named to the reader.
    public let file: String
    /// Where in the file.
    public let place: Place
    /// What is wrong there.
    public let reason: String
    /// What the reader of the error can do about it.
    public let advice: String

    /// An error of a reader; the parts are joined as in ``description``.
    public init(file: String, at place: Place, reason: String, advice: String) {
        (self.file, self.place, self.reason, self.advice) = (file, place, reason, advice)
    }

    /// The line of a text, counted from 1; nil in a binary file.
    public var line: Int? {
        guard case .line(let line, _) = place else { return nil }
        return line
    }

    /// Such as `wine.csv:3:7: 'x' is not a number; write digits with a point`.
    public var description: String {
        switch place {
        case .line(let line, let column): "\(file):\(line):\(column): \(reason); \(advice)"
        case .byte(let offset): "\(file): byte \(offset): \(reason); \(advice)"
        }
    }
}
