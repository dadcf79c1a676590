import Markdown
import Notebook

/// Writes a lesson's Markdown with what pages add to it: anchors, code in colour.
public final class MarkdownProse: ProseWriter {
    private let file: String
    /// What was found wrong while writing.
    public private(set) var diagnostics: [Diagnostic] = []

    public init(file: String) { self.file = file }

    public func prose(of lesson: Lesson, replacing replacement: [Tree.ID: String]) -> Prose {
        let writer = HTMLWriter(lesson.tree) { id, node in
            if let html = replacement[id] { return html }
            if case .codeBlock(let info, let text) = node.kind { return self.code(text, info: info) }
            return nil
        }
        let words = lesson.tree.plainText(of: lesson.tree.root).split(whereSeparator: \.isWhitespace).count
        return Prose(html: writer.html(), headings: [], hasMath: false, wordCount: words)
    }

    public func inline(_ markdown: String) -> String {
        let tree = Tree(markdown: markdown)
        let writer = HTMLWriter(tree)
        return tree[tree.root].children.flatMap { tree[$0].children }.map { writer.html(of: $0) }.joined()
    }

    private func code(_ text: String, info: String) -> String {
        let language = info.split(whereSeparator: \.isWhitespace).first.map(String.init) ?? ""
        return CodeView(source: text, language: language).html
    }
}
