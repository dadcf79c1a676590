import Markdown
import Notebook

/// Writes a lesson's Markdown with what a page adds to it: anchors at headings, formulas, code in colour, references.
public final class MarkdownProse: ProseWriter {
    /// Sets a formula: its TeX, and whether it stands by itself.
    public typealias Formula = (String, Bool) throws(MathError) -> String

    private let lesson: Lesson
    private let numbering: Numbering
    private let formula: Formula
    private let lines: [Substring]
    private var hasMath = false
    /// What was found wrong while writing.
    public private(set) var diagnostics: [Diagnostic] = []

    public init(_ lesson: Lesson, formula: @escaping Formula) {
        self.lesson = lesson
        self.formula = formula
        numbering = Numbering(lesson)
        lines = lesson.source.split(separator: "\n", omittingEmptySubsequences: false)
    }

    public func prose(of lesson: Lesson, replacing replacement: [Tree.ID: String]) -> Prose {
        let tree = withoutTitle(lesson.tree)
        let headings = headings(of: tree)
        let writer = HTMLWriter(tree) { id, node in
            replacement[id] ?? headings[id].map(self.html) ?? self.addition(tree, id, node)
        }
        let words = tree.plainText(of: tree.root).split(whereSeparator: \.isWhitespace).count
        let listed = tree[tree.root].children.compactMap { headings[$0] }.filter { (2...3).contains($0.level) }
        let html = writer.html()
        return Prose(html: html, headings: listed, hasMath: hasMath, wordCount: words)
    }

    public func inline(_ markdown: String) -> String {
        let tree = Tree(markdown: markdown, extensions: [.math, .smart, .strikethrough, .highlight])
        let writer = HTMLWriter(tree) { id, node in self.addition(tree, id, node) }
        return tree[tree.root].children.flatMap { tree[$0].children }.map { writer.html(of: $0) }.joined()
    }

    /// The page sets the title from the front matter; a lesson that also begins with it does not say it twice.
    private func withoutTitle(_ tree: Tree) -> Tree {
        guard lesson.frontMatter.title != nil, let first = tree[tree.root].children.first,
            case .heading(level: 1) = tree[first].kind
        else { return tree }
        var copy = tree
        copy[tree.root].children.removeFirst()
        return copy
    }

    private func addition(_ tree: Tree, _ id: Tree.ID, _ node: Tree.Node) -> String? {
        switch node.kind {
        case .codeBlock(let info, let text): code(text, info: info)
        case .math(let tex, let isDisplay): math(tex, isDisplay, tree, id)
        case .mathBlock(let tex, let label): equation(tex, label, tree, id)
        case .text(let text) where text.contains("@"): references(in: text, at: node.range.start)
        default: nil
        }
    }

    private func code(_ text: String, info: String) -> String {
        let language = info.split(whereSeparator: \.isWhitespace).first.map(String.init) ?? ""
        return CodeView(source: text, language: language).html
    }
}

// MARK: Headings

extension MarkdownProse {
    private func headings(of tree: Tree) -> [Tree.ID: Heading] {
        var result: [Tree.ID: Heading] = [:]
        for id in tree.descendants() {
            guard case .heading(let level) = tree[id].kind, let anchor = tree.attributes[id]?.id else { continue }
            let writer = HTMLWriter(tree) { id, node in self.addition(tree, id, node) }
            let html = tree[id].children.map { writer.html(of: $0) }.joined()
            result[id] = Heading(level: level, id: anchor, html: html)
        }
        return result
    }

    private func html(of heading: Heading) -> String {
        let id = heading.id.htmlEscaped
        return "<h\(heading.level) id=\"\(id)\">\(heading.html)"
            + "<a class=\"anchor\" href=\"#\(id)\" aria-label=\"Link to this section\">#</a></h\(heading.level)>\n"
    }
}

// MARK: Formulas

extension MarkdownProse {
    private func math(_ tex: String, _ isDisplay: Bool, _ tree: Tree, _ id: Tree.ID) -> String {
        hasMath = true
        do {
            return try formula(tex, isDisplay)
        } catch {
            let place = tree.position(ofByte: error.offset ?? 0, in: id)
            report("formula", place, "this formula cannot be set: \(error.message)")
            return "<code class=\"failed\">\(tex.htmlEscaped)</code>"
        }
    }

    private func equation(_ tex: String, _ label: String?, _ tree: Tree, _ id: Tree.ID) -> String {
        let html = math(tex, true, tree, id)
        guard let label, let entry = numbering[label] else { return html + "\n" }
        return "<div class=\"equation\" id=\"\(label.htmlEscaped)\">\(html)"
            + "<span class=\"number\">(\(entry.number))</span></div>\n"
    }
}

// MARK: References

extension MarkdownProse {
    /// `@fig-loss` in prose as "Figure 3", a link; the rest of the text as it is. Nil when there is no reference in it.
    private func references(in text: String, at start: Position) -> String? {
        var html = ""
        var rest = text[...]
        var isFound = false
        while let at = rest.firstIndex(of: "@") {
            html += String(rest[..<at]).htmlEscaped
            let label = rest[rest.index(after: at)...].prefix {
                $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_")
            }
            let isWord = html.last.map { $0.isLetter || $0.isNumber } ?? false
            if !isWord, Numbering.Kind(label: String(label)) != nil {
                let column = start.column + text.utf8.distance(from: text.startIndex, to: at)
                html += reference(String(label), Position(line: start.line, column: column))
                isFound = true
            } else {
                html += ("@" + label).htmlEscaped
            }
            rest = rest[label.endIndex...]
        }
        return isFound ? html + String(rest).htmlEscaped : nil
    }

    private func reference(_ label: String, _ place: Position) -> String {
        guard let entry = numbering[label] else {
            report(
                "unknown-label", place,
                "nothing in this lesson is labelled ‘\(label)’" + suggestion(for: label, among: numbering.labels))
            return "<span class=\"failed\">@\(label.htmlEscaped)</span>"
        }
        return "<a class=\"reference\" href=\"#\(entry.anchor.htmlEscaped)\">\(entry.title)</a>"
    }

    private func report(_ id: String, _ place: Position, _ message: String) {
        let diagnostic = Diagnostic(
            id: id, file: lesson.file, line: place.line, column: place.column, message: message
        ).withExcerpt(from: lines)
        if !diagnostics.contains(diagnostic) { diagnostics.append(diagnostic) }
    }
}
