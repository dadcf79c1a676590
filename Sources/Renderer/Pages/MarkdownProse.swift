import Markdown
import Notebook

/// Writes a lesson's Markdown with what a page adds to it: anchors at headings, formulas, code in colour, references.
public final class MarkdownProse: ProseWriter {
    /// Sets a formula: its TeX, and whether it stands by itself.
    public typealias Formula = (String, Bool) throws(MathError) -> String

    private let lesson: Lesson
    private let map: CourseMap
    private let numbering: Numbering
    private let formula: Formula
    private let lines: [Substring]
    private var hasMath = false
    private var mathFonts: Set<String> = []
    private var cited: [String] = []
    /// Where the text of a caption stands, whose own places count from its first letter.
    private var origin: Position?
    private var makesLinks = true
    /// What a reader sees of the nodes that are set otherwise than they are written.
    private var seen: [Tree.ID: String] = [:]
    /// The problems for which the page's author is told what may have been meant; no one mends more at once.
    static let mostProblems = 100
    /// What was reported, by its place: pieces are written more than once.
    private var reported: Set<String> = []
    /// What was found wrong while writing.
    public private(set) var diagnostics: [Diagnostic] = []

    /// - Parameter map: what the lesson can refer to; by default only itself.
    public init(_ lesson: Lesson, in map: CourseMap? = nil, formula: @escaping Formula) {
        self.lesson = lesson
        self.map = map ?? CourseMap(lessons: [lesson])
        self.formula = formula
        numbering = Numbering(lesson)
        lines = lesson.source.lines
    }

    public func prose(of lesson: Lesson, replacing replacement: [Tree.ID: Rendition]) -> Prose {
        seen = replacement.mapValues(\.text)
        var links = LinkPass(lesson, map)
        let tree = links.resolve(LessonPage.withoutTitle(lesson))
        for problem in links.diagnostics { report(problem) }
        let headings = headings(of: tree)
        let writer = writer(of: tree) { id in replacement[id]?.html }
        let html = writer.html()
        let listed = tree[tree.root].children.compactMap { headings[$0] }.filter { (2...3).contains($0.level) }
        var prose = Prose(html: html, headings: listed, hasMath: hasMath, wordCount: SearchText.wordCount(of: tree))
        prose.sections = SearchText.sections(of: tree, seen: seen)
        prose.files = links.files
        prose.cited = cited
        prose.mathFonts = mathFonts
        prose.pieces = pieces(of: tree, writer)
        if !cited.isEmpty {
            prose.html += "<section class=\"bibliography\" aria-labelledby=\"ref-list\">\n"
            prose.html += "<h2 id=\"ref-list\">References</h2>\n\(map.bibliography.list(cited))</section>\n"
            prose.headings.append(Heading(level: 2, id: "ref-list", html: "References"))
        }
        return prose
    }

    public func inline(_ markdown: String, at place: Position) -> Rendition {
        origin = place
        seen = [:]
        defer { origin = nil }
        let tree = Tree(markdown: markdown, extensions: [.math, .smart, .strikethrough, .highlight, .autolinks])
        let writer = writer(of: tree)
        let html = tree[tree.root].children.flatMap { tree[$0].children }.map { writer.html(of: $0) }.joined()
        return Rendition(html: html, text: SearchText.text(of: tree.root, in: tree, seen: seen))
    }

    private func writer(of tree: Tree, replacing replacement: @escaping (Tree.ID) -> String? = { _ in nil })
        -> HTMLWriter
    {
        HTMLWriter(tree, allowsRawHTML: map.course.allowsRawHTML) { id, node in
            replacement(id) ?? self.addition(tree, id, node, replacement)
        }
    }

    private func addition(
        _ tree: Tree, _ id: Tree.ID, _ node: Tree.Node, _ replacement: @escaping (Tree.ID) -> String?
    ) -> String? {
        switch node.kind {
        case .heading(let level): heading(level, tree, id, replacement)
        case .caption(let label): caption(label, tree, id, replacement)
        case .codeBlock(let info, let text): code(text, info: info, node.range.start)
        case .math(let tex, let isDisplay): math(tex, isDisplay, tree, id)
        case .mathBlock(let tex, let label): equation(tex, label, tree, id)
        case .text(let text) where text.utf8.contains(UInt8(ascii: "@")): references(in: text, id, at: node.range.start)
        case .footnoteReference where !makesLinks: ""
        case .link where !makesLinks:
            node.children.map { writer(of: tree, replacing: replacement).html(of: $0) }.joined()
        default: nil
        }
    }

    /// `python {2,4-6}` names a language and the lines to mark.
    private func code(_ text: String, info: String, _ place: Position) -> String {
        let words = info.split(whereSeparator: \.isWhitespace).map(String.init)
        let rest = words.dropFirst().joined()
        var mark: [ClosedRange<Int>] = []
        if rest.hasPrefix("{"), rest.hasSuffix("}") {
            if let ranges = LineRanges.read(rest.dropFirst().dropLast()) {
                mark = ranges
            } else {
                report("code-lines", place, "lines to mark are written as {2, 4-6}, not ‘\(rest)’")
            }
        }
        return CodeView(source: text, language: words.first ?? "", mark: mark).html
    }
}

// MARK: What other lessons show

extension MarkdownProse {
    /// The HTML of what other lessons lead to: labelled figures, tables and equations, and the openings of sections.
    private func pieces(of tree: Tree, _ writer: HTMLWriter) -> [String: String] {
        guard let shown = map.shown[lesson.name] else { return [:] }
        var pieces: [String: String] = [:]
        for (id, attributes) in tree.attributes {
            guard let anchor = attributes.id, shown.contains(anchor) else { continue }
            if case .heading = tree[id].kind {
                pieces[anchor] = opening(ofSection: id, tree, writer)
            } else {
                pieces[anchor] = writer.html(of: id)
            }
        }
        for id in tree.descendants() {
            guard case .mathBlock(_, let label?) = tree[id].kind, shown.contains(label) else { continue }
            pieces[label] = writer.html(of: id)
        }
        return pieces
    }

    /// A heading and the first paragraph below it.
    private func opening(ofSection heading: Tree.ID, _ tree: Tree, _ writer: HTMLWriter) -> String {
        let title = "<h4>\(tree[heading].children.map { writer.html(of: $0) }.joined())</h4>\n"
        let blocks = tree[tree.root].children
        guard let place = blocks.firstIndex(of: heading) else { return title }
        let inside = blocks[(place + 1)...].prefix { if case .heading = tree[$0].kind { false } else { true } }
        return title + (inside.first { tree[$0].kind == .paragraph }.map { writer.html(of: $0) } ?? "")
    }
}

// MARK: Headings and captions

extension MarkdownProse {
    private func headings(of tree: Tree) -> [Tree.ID: Heading] {
        makesLinks = false
        defer { makesLinks = true }
        var result: [Tree.ID: Heading] = [:]
        let writer = writer(of: tree)
        for id in tree.descendants() {
            guard case .heading(let level) = tree[id].kind, let anchor = tree.attributes[id]?.id else { continue }
            let html = tree[id].children.map { writer.html(of: $0) }.joined()
            result[id] = Heading(level: level, id: anchor, html: html)
        }
        return result
    }

    private func heading(
        _ level: Int, _ tree: Tree, _ id: Tree.ID, _ replacement: @escaping (Tree.ID) -> String?
    ) -> String? {
        guard let anchor = tree.attributes[id]?.id?.htmlEscaped else { return nil }
        let writer = writer(of: tree, replacing: replacement)
        let html = tree[id].children.map { writer.html(of: $0) }.joined()
        let classes = tree.attributes[id]?.classes ?? []
        let name = classes.isEmpty ? "" : " class=\"\(classes.joined(separator: " ").htmlEscaped)\""
        return "<h\(level) id=\"\(anchor)\"\(name)>\(html)"
            + "<a class=\"anchor\" href=\"#\(anchor)\" aria-label=\"Link to this section\">#</a></h\(level)>\n"
    }

    private func caption(
        _ label: String?, _ tree: Tree, _ id: Tree.ID, _ replacement: @escaping (Tree.ID) -> String?
    ) -> String? {
        guard let entry = label.flatMap({ numbering[$0] }) else { return nil }
        let writer = writer(of: tree, replacing: replacement)
        let html = tree[id].children.map { writer.html(of: $0) }.joined()
        let number = "<span class=\"number\">\(entry.title)\(html.isEmpty ? "" : ":")</span>"
        return "<figcaption>\(number)\(html.isEmpty ? "" : " ")\(html)</figcaption>\n"
    }
}

// MARK: Formulas

extension MarkdownProse {
    private func math(_ tex: String, _ isDisplay: Bool, _ tree: Tree, _ id: Tree.ID) -> String {
        hasMath = true
        do {
            let html = try formula(tex, isDisplay)
            mathFonts.formUnion(MathFonts.names(in: html))
            seen[id] = MathText.text(of: html) ?? tex
            // A formula wider than the page scrolls, so the keyboard must reach it.
            if isDisplay { return "<span class=\"formula\" tabindex=\"0\">\(html)</span>" }
            // KaTeX lets a line end at each relation; what is as short as λ = 0.01 stays on one.
            return tex.utf8.count <= 16 && tex.contains("=") ? "<span class=\"joined\">\(html)</span>" : html
        } catch {
            seen[id] = tex
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
    /// References and citations in the text set, the rest of it as it is. Nil when there are none.
    private func references(in text: String, _ id: Tree.ID, at start: Position) -> String? {
        var writer = ReferenceWriter(
            name: lesson.name, numbering: numbering, map: map, makesLinks: makesLinks,
            suggests: diagnostics.count < Self.mostProblems)
        writer.write(text)
        report(writer.problems, in: text, at: start)
        seen[id] = writer.text
        for key in writer.cited where !cited.contains(key) { cited.append(key) }
        return writer.isFound ? writer.html : nil
    }

    /// Goes through the text once, however much is wrong in it.
    private func report(_ problems: [(offset: Int, id: String, message: String)], in text: String, at start: Position) {
        guard !problems.isEmpty else { return }
        var source = written(at: start)
        var place = start
        var done = text.startIndex
        for (offset, id, message) in problems {
            let next = max(done, text.utf8.index(text.startIndex, offsetBy: offset))
            let length = text[done..<next].length(in: source)
            source = Substring(source.utf8.dropFirst(length))
            place.column += length
            done = next
            report(id, place, message)
        }
    }

    /// The rest of the line in which something stands, as its author wrote it.
    private func written(at place: Position) -> Substring {
        let place = placeInFile(place)
        guard lines.indices.contains(place.line - 1) else { return "" }
        let line = lines[place.line - 1].utf8
        return Substring(line.dropFirst(place.column - 1))
    }

    private func placeInFile(_ place: Position) -> Position {
        guard let origin else { return place }
        return Position(line: origin.line, column: origin.column + place.column - 1)
    }

    private func report(_ id: String, _ place: Position, _ message: String) {
        let place = placeInFile(place)
        report(
            Diagnostic(id: id, file: lesson.file, line: place.line, column: place.column, message: message))
    }

    private func report(_ diagnostic: Diagnostic) {
        let place = "\(diagnostic.line):\(diagnostic.column) \(diagnostic.id)"
        if reported.insert(place).inserted { diagnostics.append(diagnostic.withExcerpt(from: lines)) }
    }
}
