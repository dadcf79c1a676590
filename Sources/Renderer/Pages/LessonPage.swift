import Markdown
import Notebook

/// Sets a lesson and the outcomes of its cells as a page.
public enum LessonPage {
    /// - Parameters:
    ///   - outcomes: one for each of `lesson.cells`, in that order; nil where a cell was not run.
    ///   - map: what lessons call each other; nil for a lesson that stands alone.
    ///   - makesDownloads: whether the page comes with what can be downloaded.
    ///   - decorate: given the place of each cell and its HTML, which it may add to.
    public static func render(
        lesson: Lesson, outcomes: [Outcome?], writer: some ProseWriter, map: CourseMap? = nil,
        makesDownloads: Bool = true, decorate: (Int, String) -> String = { $1 }
    ) -> Page {
        let cells = PlacedCells(lesson, outcomes, writer, shown: map?.shown[lesson.name], decorate: decorate)
        let prose = writer.prose(of: lesson, replacing: cells.replacement)
        var page = Page(
            path: path(of: lesson), title: title(of: lesson), subtitle: lesson.frontMatter.subtitle,
            summary: lesson.frontMatter.summary, body: list(cells.diagnostics) + prose.html, headings: prose.headings,
            hasMath: prose.hasMath, wordCount: prose.wordCount)
        page.mathFonts = prose.mathFonts
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
        page.data = cells.data
        page.leadPicture = LeadPicture(lesson, lesson.tree, charts: cells.charts, files: map?.files ?? [])
        if map?.shown[lesson.name] != nil { page.pieces = prose.pieces.merging(cells.pieces) { own, _ in own } }
        guard makesDownloads else { return page }
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

    /// Where the page of a lesson stands in the site.
    public static func path(of lesson: Lesson) -> String { lesson.name + ".html" }

    /// What is wrong with the lesson at large, or where the page has no room to say it.
    private static func list(_ diagnostics: [Diagnostic]) -> String {
        guard !diagnostics.isEmpty else { return "" }
        let most = MarkdownProse.mostProblems
        let more = diagnostics.count - most
        return "<section class=\"diagnostics\" aria-label=\"Errors in this lesson\">\n"
            + diagnostics.prefix(most).map { DiagnosticView($0).html }.joined()
            + (more > 0 ? "<p>And \(more) more, which the build names.</p>\n" : "") + "</section>\n"
    }
}
