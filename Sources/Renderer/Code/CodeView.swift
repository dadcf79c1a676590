/// A block of source code.
public struct CodeView: Sendable {
    public var source: String
    /// The first word of the fence's info string: `swift`, `python`; empty if there is none.
    public var language: String

    public init(source: String, language: String = "swift") {
        self.source = source
        self.language = language
    }

    /// `<pre class="code"><code class="language-swift">…`, which scrolls and so can be reached by keyboard.
    public var html: String {
        let text = source.hasSuffix("\n") ? String(source.dropLast()) : source
        let code = language == "swift" ? SwiftHighlighter.html(text) : text.htmlEscaped
        let name = language.isEmpty ? "" : " class=\"language-\(language.htmlEscaped)\""
        return "<pre class=\"code\" tabindex=\"0\"><code\(name)>\(code)</code></pre>\n"
    }

    /// The code behind a disclosure that starts closed.
    public var foldedHTML: String {
        "<details class=\"code\"><summary>Code</summary>\n\(html)</details>\n"
    }
}
