/// What running a cell left: its outputs in the order in which they happened, and whether it came to its end.
public struct Outcome: Hashable, Codable, Sendable {
    public enum State: String, Codable, Sendable {
        /// It ran to its end.
        case succeeded
        /// It did not compile, or stopped before its end; the last output says why.
        case failed
        /// It was not run, because something it needs failed.
        case skipped
    }

    public var state: State
    public var outputs: [Output]
    /// What the compiler warned of; shown in the terminal whenever the outcome is used, never on the page.
    public var warnings: [Diagnostic]

    public init(state: State, outputs: [Output] = [], warnings: [Diagnostic] = []) {
        self.state = state
        self.outputs = outputs
        self.warnings = warnings
    }

    /// What went wrong, in the order in which it did.
    public var errors: [Diagnostic] {
        outputs.compactMap { if case .error(let diagnostic) = $0 { diagnostic } else { nil } }
    }
}

public enum Output: Hashable, Codable, Sendable {
    case text(TextStream, String)
    case display(Display)
    case error(Diagnostic)
}

public enum TextStream: String, Codable, Sendable {
    case stdout, stderr
}

/// One thing shown, in as many forms as it has, by MIME type, as in Jupyter. `text/plain` is always there; binary
/// forms such as `image/png` are in Base64.
public struct Display: Hashable, Codable, Sendable {
    public var data: [String: String]

    public init(data: [String: String]) { self.data = data }

    public var plainText: String { data["text/plain"] ?? "" }
}
