import Notebook

/// A diagnostic on a page: what is wrong, where, the line itself with a caret, then its notes likewise.
public struct DiagnosticView: Sendable {
    public var diagnostic: Diagnostic
    /// Whether the lesson means to show this error, so that it must not alarm.
    public var isExpected: Bool

    public init(_ diagnostic: Diagnostic, isExpected: Bool = false) {
        self.diagnostic = diagnostic
        self.isExpected = isExpected
    }

    /// `<div class="diagnostic error">`, with `expected` if the lesson means to show it.
    public var html: String {
        var html = "<div class=\"diagnostic \(diagnostic.severity.rawValue)\(isExpected ? " expected" : "")\">\n"
        html += Self.body(diagnostic)
        html += Self.notes(diagnostic.notes)
        return html + "</div>\n"
    }

    private static func body(_ diagnostic: Diagnostic) -> String {
        var html = "<p class=\"message\"><strong>\(diagnostic.severity.title)</strong> "
        html += "\(diagnostic.message.htmlEscaped)</p>\n"
        let place = diagnostic.place
        if !place.isEmpty { html += "<p class=\"place\">\(place.htmlEscaped)</p>\n" }
        if let excerpt = diagnostic.excerpt {
            html += "<pre class=\"excerpt\" tabindex=\"0\"><code>\(excerpt.htmlEscaped)"
            if diagnostic.column > 0 {
                html += "\n\(diagnostic.caretPadding(under: excerpt))<span class=\"caret\">^</span>"
            }
            html += "</code></pre>\n"
        }
        return html
    }

    private static func notes(_ notes: [Diagnostic]) -> String {
        guard !notes.isEmpty else { return "" }
        return "<ul class=\"notes\">\n"
            + notes.map { "<li>\(body($0))\(Self.notes($0.notes))</li>\n" }.joined() + "</ul>\n"
    }
}

extension Diagnostic {
    /// `lessons/dropout.md:43:9`, as far as it is known.
    fileprivate var place: String {
        guard !file.isEmpty, line > 0 else { return file }
        return column > 0 ? "\(file):\(line):\(column)" : "\(file):\(line)"
    }
}

extension Diagnostic.Severity {
    fileprivate var title: String {
        switch self {
        case .error: "Error"
        case .warning: "Warning"
        case .note: "Note"
        }
    }
}
