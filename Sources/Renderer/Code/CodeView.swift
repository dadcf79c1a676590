import Markdown

/// A block of source code.
public struct CodeView: Sendable {
    public var source: String
    /// The first word of the fence's info string: `swift`, `python`; empty if there is none.
    public var language: String
    /// Lines to mark, from 1.
    public var mark: [ClosedRange<Int>]

    public init(source: String, language: String = "swift", mark: [ClosedRange<Int>] = []) {
        self.source = source
        self.language = language
        self.mark = mark
    }

    /// `<pre class="code"><code class="language-swift">…`, which scrolls and so can be reached by keyboard, in a frame for
    /// what the page's script puts beside it: to move the code itself would have it drawn twice.
    public var html: String {
        let text = source.hasSuffix("\n") ? String(source.dropLast()) : source
        let code = language == "swift" ? SwiftHighlighter.html(text) : CodeHighlighter.html(text, language: language)
        let name = language.isEmpty ? "" : " class=\"language-\(language.htmlEscaped)\""
        let block = "<pre class=\"code\" tabindex=\"0\"><code\(name)>\(marked(code))</code></pre>"
        return "<div class=\"copyable\">\(block)</div>\n"
    }

    /// The code behind a disclosure that starts closed.
    public var foldedHTML: String {
        "<details class=\"code\"><summary>Code</summary>\n\(html)</details>\n"
    }

    /// No span of highlighted code crosses the end of a line, so that whole lines can be wrapped.
    private func marked(_ html: String) -> String {
        guard !mark.isEmpty else { return html }
        return html.lines.enumerated().map { index, line in
            mark.contains { $0.contains(index + 1) } ? "<mark class=\"line\">\(line)</mark>" : String(line)
        }.joined(separator: "\n")
    }
}
