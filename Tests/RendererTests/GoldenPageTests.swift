import Foundation
import Markdown
import Notebook
import Testing

@testable import Renderer

/// The HTML that each extension of Markdown becomes on a page: `Fixtures/Pages/NAME.md` beside `NAME.html`.
///
/// A page that is missing is written and fails; for a different one the new text is laid beside it as `.html.new` and
/// fails; a page without its Markdown fails. `UPDATE_GOLDENS=1` writes them all: look at what `git diff` then shows.
@Suite struct GoldenPageTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Fixtures/Pages")

    private static let files: [String] =
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()

    private static let names = files.filter { $0.hasSuffix(".md") }.map { String($0.dropLast(3)) }

    @Test(arguments: names) func page(name: String) throws {
        let markdown = try String(contentsOf: Self.folder.appendingPathComponent(name + ".md"), encoding: .utf8)
        let html = Self.body(of: markdown)
        let golden = Self.folder.appendingPathComponent(name + ".html")
        let new = golden.appendingPathExtension("new")
        let expected = try? String(contentsOf: golden, encoding: .utf8)
        let isUpdate = ProcessInfo.processInfo.environment["UPDATE_GOLDENS"] != nil
        guard expected != html || isUpdate else {
            try? FileManager.default.removeItem(at: new)
            return
        }
        let isMissing = expected == nil || isUpdate
        try html.write(to: isMissing ? golden : new, atomically: true, encoding: .utf8)
        if isUpdate { return }
        Issue.record("\(name).html \(isMissing ? "was missing and has been written" : "differs; see \(name).html.new")")
    }

    @Test func noPageIsLeftOver() {
        let pages = Self.files.filter { $0.hasSuffix(".html") }.map { String($0.dropLast(5)) }
        #expect(!pages.isEmpty && Set(pages).isSubset(of: Self.names))
    }

    /// What a lesson's page says, with formulas as their TeX, and a small output for each cell.
    private static func body(of markdown: String) -> String {
        let works = """
            @article{ioffe2015, author={Ioffe, Sergey and Szegedy, Christian}, title={Batch Normalization}, year=2015}
            @book{many, author={Ba, J and Bo, K and Cy, L}, title={Deep?}, year=2016, url={https://example.org/a b}}
            """
        var course = Course()
        course.bibliography = Located("refs.bib", line: 1, column: 1)
        let lesson = LessonReader.read(markdown, file: "lessons/page.md")
        let other = LessonReader.read(
            "# The other\n\n![y](n.png \"B *c*\"){#fig-other}\n\n## The end {#sec-end}", file: "lessons/other.md")
        let map = CourseMap(
            course: course, lessons: [lesson, other], files: ["n.png", "b.csv"],
            pixels: ["n.png": PixelSize(width: 300, height: 120)],
            references: ReferenceReader.read(works, file: "lessons/refs.bib").references)
        let writer = MarkdownProse(lesson, in: map) { tex, isDisplay in
            "<span class=\"\(isDisplay ? "display" : "inline")\">\(tex.htmlEscaped)</span>"
        }
        return LessonPage.render(
            lesson: lesson, outcomes: lesson.cells.map(outcome), writer: writer, map: map
        ).body
    }

    private static func outcome(of cell: Cell) -> Outcome {
        guard cell.source != "broken" else { return Outcome(state: .failed, outputs: [.error(typeError)]) }
        let table = "<table class=\"data\"><thead><tr><th>a</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>"
        var data = ["text/plain": cell.kind == .value ? "1.0" : "a < b"]
        if cell.options.label?.hasPrefix("fig") == true { data["image/svg+xml"] = "<svg></svg>" }
        if cell.options.label?.hasPrefix("tbl") == true { data["text/html"] = table }
        return Outcome(state: .succeeded, outputs: [.text(.stdout, "printed <b>\n"), .display(Display(data: data))])
    }
}
