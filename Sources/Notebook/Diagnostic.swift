/// Something wrong with a lesson, as a value: where it is, what it is, and the way out.
public struct Diagnostic: Hashable, Codable, Sendable {
    public enum Severity: String, Codable, Sendable {
        case error, warning, note
    }

    /// A stable name that programs can rely on, such as `compile-error` or `unknown-option`.
    public var id: String
    public var severity: Severity
    /// The file as a person would name it, relative to the course: `lessons/dropout.md`.
    public var file: String
    /// From 1; 0 when the whole file is meant.
    public var line: Int
    /// From 1, in UTF-8 bytes; 0 when the whole line is meant.
    public var column: Int
    public var message: String
    /// The line of the file at `line`, without its end, for the caret to stand under.
    public var excerpt: String?
    /// Further places or hints that belong to it: the compiler's notes, frames of a backtrace, "did you mean …".
    public var notes: [Diagnostic]

    public init(
        id: String, severity: Severity = .error, file: String, line: Int = 0, column: Int = 0, message: String,
        excerpt: String? = nil, notes: [Diagnostic] = []
    ) {
        self.id = id
        self.severity = severity
        self.file = file
        self.line = line
        self.column = column
        self.message = message
        self.excerpt = excerpt
        self.notes = notes
    }
}

extension Diagnostic {
    /// `lessons/dropout.md:43:9: error: …`, the source line and a caret, then the notes likewise.
    public var description: String {
        var text = file
        if line > 0 { text += ":\(line)" }
        if line > 0, column > 0 { text += ":\(column)" }
        text += ": \(severity.rawValue): \(message)"
        if let excerpt {
            text += "\n" + excerpt
            if column > 0 { text += "\n" + caretPadding(under: excerpt) + "^" }
        }
        for note in notes { text += "\n" + note.description }
        return text
    }

    /// White space as wide as what stands before the column: tabs stay tabs, so that the caret stands right.
    public func caretPadding(under excerpt: String) -> String {
        let before = String(decoding: excerpt.utf8.prefix(max(0, column - 1)), as: UTF8.self)
        return String(before.map { $0 == "\t" ? "\t" : " " })
    }
}
