import Markdown

/// Writes text with classes as HTML spans that never cross the end of a line, so that each line of the HTML stands
/// alone: it can be numbered, marked or cut out.
struct SpanWriter {
    private(set) var html = ""
    private var open = ""

    /// Adds text; neighbours of one class share a span. An empty class is plain text.
    mutating func add(_ text: String, class name: String = "") {
        var isFirst = true
        for line in text.lines {
            if !isFirst {
                close()
                html += "\n"
            }
            isFirst = false
            guard !line.isEmpty else { continue }
            enter(name)
            html += String(line).htmlEscaped
        }
    }

    /// Closes the last span, and gives what was written.
    mutating func finish() -> String {
        close()
        return html
    }

    private mutating func enter(_ name: String) {
        guard name != open else { return }
        close()
        if !name.isEmpty { html += "<span class=\"\(name)\">" }
        open = name
    }

    private mutating func close() {
        if !open.isEmpty { html += "</span>" }
        open = ""
    }
}
