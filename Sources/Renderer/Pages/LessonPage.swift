import Markdown
import Notebook

/// The Markdown of a lesson as HTML.
public struct Prose: Hashable, Sendable {
    public var html: String
    /// The headings below the title, in order.
    public var headings: [Heading]
    public var hasMath: Bool
    public var wordCount: Int
    public var sections: [SearchSection] = []
    /// The files beside the lessons that the text shows or leads to.
    public var files: Set<String> = []
    /// The keys of the works it cites, in order.
    public var cited: [String] = []

    public init(html: String, headings: [Heading] = [], hasMath: Bool = false, wordCount: Int = 0) {
        self.html = html
        self.headings = headings
        self.hasMath = hasMath
        self.wordCount = wordCount
    }
}

/// What turns Markdown into HTML for a page.
public protocol ProseWriter {
    /// Writes a lesson; where `replacement` has HTML for a node, that stands in the node's place.
    func prose(of lesson: Lesson, replacing replacement: [Tree.ID: String]) -> Prose
    /// Writes one line of Markdown, such as a caption, without a paragraph around it; `place` is where it stands.
    func inline(_ markdown: String, at place: Position) -> String
}

/// Sets a lesson and the outcomes of its cells as a page.
public enum LessonPage {
    /// - Parameters:
    ///   - outcomes: one for each of `lesson.cells`, in that order; nil where a cell was not run.
    ///   - map: what lessons call each other; nil for a lesson that stands alone.
    ///   - decorate: given the place of each cell and its HTML, which it may add to.
    public static func render(
        lesson: Lesson, outcomes: [Outcome?], writer: some ProseWriter, map: CourseMap? = nil,
        decorate: (Int, String) -> String = { $1 }
    ) -> Page {
        let numbering = Numbering(lesson)
        var replacement: [Tree.ID: String] = [:]
        var diagnostics = lesson.diagnostics
        var data: [SiteFile] = []
        for (index, cell) in lesson.cells.enumerated() {
            let outcome = index < outcomes.count ? outcomes[index] : nil
            switch cell.kind {
            case .code:
                let view = CellView(
                    cell: cell, outcome: outcome, entry: cell.options.label.flatMap { numbering[$0] },
                    caption: cell.options.caption.map { writer.inline($0, at: place(ofCaption: $0, of: cell, lesson)) },
                    dataPath: "assets/data/\(lesson.name)/\(cell.options.label ?? "cell-\(index + 1)")")
                replacement[cell.node] = decorate(index, view.html)
                data += view.data
            case .value:
                let view = ValueView(outcome: outcome)
                replacement[cell.node] = decorate(index, view.html)
                if let error = view.error { diagnostics.append(error) }
            }
        }
        let prose = writer.prose(of: lesson, replacing: replacement)
        var page = Page(
            path: path(of: lesson), title: title(of: lesson), subtitle: lesson.frontMatter.subtitle,
            summary: lesson.frontMatter.summary, body: list(diagnostics) + prose.html, headings: prose.headings,
            hasMath: prose.hasMath, wordCount: prose.wordCount)
        page.authors = lesson.frontMatter.authors
        page.date = lesson.frontMatter.date
        page.tags = lesson.frontMatter.tags
        page.prerequisites = lesson.frontMatter.prerequisites.compactMap { name in
            (map?.lessons[name.value]).map { Page.Link(title: $0.title, path: $0.path) }
        }
        page.sections = prose.sections
        page.files = prose.files
        page.cited = prose.cited
        page.source = lesson.file
        page.data = data
        page.downloads = [
            SiteFile(path: lesson.name + ".md", text: lesson.source),
            SiteFile(path: lesson.name + ".ipynb", text: JupyterNotebook(lesson, outcomes).json),
        ]
        return page
    }

    /// The title from the front matter, else from the heading that the text begins with, else the lesson's name.
    static func title(of lesson: Lesson) -> String {
        lesson.frontMatter.title ?? titleHeading(of: lesson).map(lesson.tree.plainText) ?? lesson.name
    }

    /// The text without the heading that the page sets as its title.
    static func withoutTitle(_ lesson: Lesson) -> Tree {
        guard titleHeading(of: lesson) != nil else { return lesson.tree }
        var tree = lesson.tree
        tree[tree.root].children.removeFirst()
        return tree
    }

    private static func titleHeading(of lesson: Lesson) -> Tree.ID? {
        guard let first = lesson.tree[lesson.tree.root].children.first,
            case .heading(level: 1) = lesson.tree[first].kind
        else { return nil }
        return first
    }

    /// A caption stands in one of the comments above the cell's first line.
    private static func place(ofCaption caption: String, of cell: Cell, _ lesson: Lesson) -> Position {
        let lines = lesson.source.split(separator: "\n", omittingEmptySubsequences: false)
        for line in stride(from: min(cell.position.line, lines.count) - 1, to: 0, by: -1) {
            let text = lines[line - 1]
            guard text.contains("//|") else { break }
            if text.contains("caption:"), let found = text.range(of: caption) {
                let column = text.utf8.distance(from: text.startIndex, to: found.lowerBound) + 1
                return Position(line: line, column: column)
            }
        }
        return cell.position
    }

    /// Where the page of a lesson stands in the site.
    public static func path(of lesson: Lesson) -> String { lesson.name + ".html" }

    /// What is wrong with the lesson at large, or where the page has no room to say it.
    private static func list(_ diagnostics: [Diagnostic]) -> String {
        guard !diagnostics.isEmpty else { return "" }
        return "<section class=\"diagnostics\" aria-label=\"Errors in this lesson\">\n"
            + diagnostics.map { DiagnosticView($0).html }.joined() + "</section>\n"
    }
}
