import Markdown
import Notebook

/// The Markdown of a lesson as HTML.
public struct Prose: Hashable, Sendable {
    public var html: String
    /// The headings below the title, in order.
    public var headings: [Heading]
    public var hasMath: Bool
    public var wordCount: Int

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
    /// Writes one line of Markdown, such as a caption, without a paragraph around it.
    func inline(_ markdown: String) -> String
}

/// Sets a lesson and the outcomes of its cells as a page.
public enum LessonPage {
    /// - Parameter outcomes: one for each of `lesson.cells`, in that order; nil where a cell was not run.
    public static func render(lesson: Lesson, outcomes: [Outcome?], writer: some ProseWriter) -> Page {
        let numbering = Numbering(lesson)
        var replacement: [Tree.ID: String] = [:]
        var diagnostics = lesson.diagnostics
        for (index, cell) in lesson.cells.enumerated() {
            let outcome = index < outcomes.count ? outcomes[index] : nil
            switch cell.kind {
            case .code:
                let view = CellView(
                    cell: cell, outcome: outcome, entry: cell.options.label.flatMap { numbering[$0] },
                    caption: cell.options.caption.map(writer.inline))
                replacement[cell.node] = view.html
            case .value:
                let view = ValueView(outcome: outcome)
                replacement[cell.node] = view.html
                if let error = view.error { diagnostics.append(error) }
            }
        }
        let prose = writer.prose(of: lesson, replacing: replacement)
        return Page(
            path: path(of: lesson), title: lesson.frontMatter.title ?? lesson.name,
            subtitle: lesson.frontMatter.subtitle, summary: lesson.frontMatter.summary,
            body: list(diagnostics) + prose.html, headings: prose.headings,
            hasMath: prose.hasMath, wordCount: prose.wordCount)
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
