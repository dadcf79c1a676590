import Foundation
import Markdown
import Notebook
import Testing

@testable import Renderer

private struct TrialCourse {
    var course = Course()
    var lessons: [Lesson]
    var references: [Reference] = []

    init(_ texts: KeyValuePairs<String, String>, bibTeX: String? = nil) {
        lessons = texts.map { LessonReader.read($1, file: "lessons/\($0).md") }
        guard let bibTeX else { return }
        course.bibliography = Located("refs.bib", line: 1, column: 1)
        references = ReferenceReader.read(bibTeX, file: "lessons/refs.bib").references
    }

    func page(_ index: Int = 0) -> (page: Page, diagnostics: [Diagnostic]) {
        let map = CourseMap(course: course, lessons: lessons, files: ["data/a.csv", "n.png"], references: references)
        let writer = MarkdownProse(lessons[index], in: map) { tex, _ in tex }
        let page = LessonPage.render(
            lesson: lessons[index], outcomes: lessons[index].cells.map { _ in nil }, writer: writer, map: map)
        return (page, map.diagnostics + writer.diagnostics)
    }
}

private let works = """
    @string{ml = {Machine Learning}}
    @article{ioffe2015, author = {Ioffe, Sergey and Christian Szegedy}, title = "Batch {N}orm", journal = ml, year = 2015, pages={1--9}}
    @comment{ignored}
    @book{many, author={M{\\"u}ller, J{\\'e}r\\^ome and Laurens van der Maaten and {The Team}}, title={Gr{\\"o}{\\ss}e?}, year={2001}, doi={10.1/x}}
    """

@Suite struct CrossReferenceTests {
    @Test func labelsAreFoundInOtherLessons() {
        let course = TrialCourse([
            "one": "See @fig-b, @sec-end and @fig-a.\n\n![x](n.png \"A\"){#fig-a}",
            "two": "# Two\n\n![y](n.png \"B *c*\"){#fig-b}\n\n## The end {#sec-end}",
        ])
        let (page, diagnostics) = course.page()
        #expect(diagnostics.isEmpty)
        #expect(
            page.body.contains(
                "<a class=\"reference\" href=\"two.html#fig-b\" title=\"B c\">Figure\u{A0}1 of “Two”</a>"))
        #expect(page.body.contains("href=\"two.html#sec-end\""))
        #expect(page.body.contains("<a class=\"reference\" href=\"#fig-a\">Figure\u{A0}1</a>"))
        #expect(page.body.contains("<span class=\"number\">Figure\u{A0}1:</span> A</figcaption>"))
        #expect(page.files == ["n.png"])
    }

    @Test func lessonLinksBecomePages() {
        let course = TrialCourse([
            "one": "[a](two.md#end) [b](#top) [c](data/a.csv) [d](https://x.org)", "two": "## End",
        ])
        let (page, diagnostics) = course.page()
        #expect(diagnostics.isEmpty)
        #expect(page.body.contains("href=\"two.html#end\"") && page.files == ["data/a.csv"])
    }

    @Test(arguments: [
        ("a [x](tow.md)", "unknown-lesson", 3, "two"), ("[x](two.md#edn)", "unknown-anchor", 1, "end"),
        ("[x](data/b.csv)", "unknown-file", 1, "data/a.csv"), ("see @fig-boot", "unknown-label", 5, "fig-book"),
        ("[x](#tpo)", "unknown-anchor", 1, "top"),
        // Columns are those of the source, whatever is typeset before.
        ("\"a\" – 'b' -- c --- d... 1 ± 2 @fig-boot", "unknown-label", 34, "fig-book"),
    ]) func whatIsUnknownHasItsPlaceAndTheNearest(markdown: String, id: String, column: Int, nearest: String) throws {
        let course = TrialCourse(["one": "\n" + markdown, "two": "## End\n\n![x](n.png \"A\"){#fig-book}"])
        let diagnostic = try #require(course.page().diagnostics.first)
        #expect(diagnostic.id == id && diagnostic.line == 2 && diagnostic.column == column)
        #expect(diagnostic.message.contains("‘\(nearest)’?") && diagnostic.excerpt == markdown)
    }

    @Test func aMissingDescriptionIsAWarning() throws {
        let diagnostic = try #require(TrialCourse(["one": "![](n.png)"]).page().diagnostics.first)
        #expect(diagnostic.id == "missing-alt" && diagnostic.severity == .warning)
    }

    @Test func aLabelInTwoOtherLessonsIsAmbiguous() throws {
        let figure = "![x](n.png \"A\"){#fig-a}"
        let course = TrialCourse(["one": "@fig-a", "two": figure, "three": figure])
        #expect(try #require(course.page().diagnostics.first).message.contains("two, three"))
    }

    @Test func contentsHaveNoLinksInLinks() {
        let page = TrialCourse(["one": "## See @fig-a\n\n![x](n.png \"A\"){#fig-a}"]).page().page
        #expect(page.headings.first?.html == "See Figure\u{A0}1")
        #expect(page.body.contains("See <a class=\"reference\""))
    }

    @Test func prerequisitesAreLessons() {
        let course = TrialCourse(["one": "---\nprerequisites: [two, tree]\n---\n", "two": "# Two", "three": ""])
        let (page, diagnostics) = course.page()
        #expect(page.prerequisites == [Page.Link(title: "Two", path: "two.html")])
        #expect(diagnostics.map(\.line) == [2] && diagnostics[0].message.contains("‘three’?"))
    }
}

@Suite struct CitationTests {
    @Test func worksAreCalledByAuthorAndYear() {
        let course = TrialCourse(
            ["one": "By @ioffe2015. Known [see @many, p. 3; @ioffe2015]. Mail a@b.org, \\@x."], bibTeX: works)
        let (page, diagnostics) = course.page()
        #expect(diagnostics.isEmpty)
        #expect(page.body.contains("By <a class=\"citation\" href=\"#ref-ioffe2015\">Ioffe and Szegedy (2015)</a>."))
        #expect(
            page.body.contains(
                "(see <a class=\"citation\" href=\"#ref-many\">Müller et al., 2001</a>, p. 3; <a class=\"citation\" href=\"#ref-ioffe2015\">Ioffe and Szegedy, 2015</a>)"
            ))
        #expect(page.body.contains("Mail a@b.org, @x."))
        #expect(page.cited == ["ioffe2015", "many"])
        #expect(
            page.body.contains(
                "<li id=\"ref-many\">Müller, J., van der Maaten, L. and The Team (2001). <cite>Größe?</cite> <a href=\"https://doi.org/10.1/x\">doi:10.1/x</a></li>"
            ))
        #expect(page.body.contains("Batch Norm. <cite>Machine Learning</cite>, 1–9.</li>"))
    }

    @Test(arguments: [("See [@iofe2015]", 6), ("See @iofe2015", 5)])
    func anUnknownKeyNamesTheNearest(markdown: String, column: Int) throws {
        let diagnostic = try #require(TrialCourse(["one": markdown], bibTeX: works).page().diagnostics.first)
        #expect(diagnostic.id == "unknown-citation" && diagnostic.column == column)
        #expect(diagnostic.message.contains("‘ioffe2015’?"))
    }

    @Test func withoutABibliographyOnlyBracketsCite() {
        #expect(TrialCourse(["one": "@State and @main"]).page().diagnostics.isEmpty)
        #expect(TrialCourse(["one": "[@main]"]).page().diagnostics.map(\.id) == ["unknown-citation"])
    }

    @Test func worksCalledAlikeAreToldApart() {
        let bibTeX = "@a{x, author={Ba, J}, title={A}, year=1}\n@a{y, author={Ba, J}, title={B}, year=1}"
        let page = TrialCourse(["one": "@x @y"], bibTeX: bibTeX).page().page
        #expect(page.body.contains(">Ba (1a)</a>") && page.body.contains(">Ba (1b)</a>"))
    }

    @Test func cslIsReadToo() throws {
        let json = """
            [{"id": "k", "author": [{"family": "Ba", "given": "Jimmy"}], "issued": {"date-parts": [["2014", 12]]},
              "title": "Adam", "container-title": "ICLR", "page": "1-15", "volume": 3}]
            """
        let work = try #require(ReferenceReader.read(json, file: "r.json").references.first)
        #expect(work.year == "2014" && work.pages == "1–15" && work.volume == "3")
        #expect(work.authors == [Reference.Name(family: "Ba", given: "Jimmy")])
        #expect(ReferenceReader.read("{", file: "r.json").diagnostics.count == 1)
    }

    @Test(arguments: ["@article{a, title = {x", "@article", "@article{", "@a{k, title}", "@a{k, t = \"\\", "@@@{,}"])
    func brokenBibTeXEnds(text: String) {
        #expect(ReferenceReader.read(text, file: "r.bib").references.count <= 1)
    }

    @Test func brokenBibTeXHasItsPlace() throws {
        let found = ReferenceReader.read("\n @article{k, title {x}}", file: "r.bib")
        let diagnostic = try #require(found.diagnostics.first)
        #expect(diagnostic.line == 2 && diagnostic.column == 14)
    }
}

/// What other lessons lead to travels in a script of its own, for their pages to show.
@Suite struct PieceTests {
    private func scripts(_ course: TrialCourse) -> [String: String] {
        let pages = course.lessons.indices.map { course.page($0).page }
        let files = Site(course: course.course, pages: pages).files(assets: Assets(common: []))
        let scripts = files.filter { $0.path.hasPrefix("assets/pieces/") }
        return Dictionary(
            uniqueKeysWithValues: scripts.map { ($0.path, String(decoding: $0.bytes, as: UTF8.self)) })
    }

    @Test func aLessonGivesWhatOthersLeadToAndNothingElse() throws {
        let course = TrialCourse([
            "one": "See @fig-b, @eq-e and [the end](two.md#sec-end).\n\n![x](n.png \"A\"){#fig-a}",
            "two": """
            ![y](n.png "B"){#fig-b}

            ![z](n.png "C"){#fig-c}

            $$x$$ {#eq-e}

            ## The end {#sec-end}

            - no
            - opening

            An *opening*.

            More.
            """,
        ])
        let script = try #require(scripts(course)["assets/pieces/two.js"])
        #expect(scripts(course).count == 1)
        let start = try #require(script.firstIndex(of: "=")), end = try #require(script.lastIndex(of: ";"))
        #expect(script[..<start] == "lessonsPieces[\"two.html\"]")
        let json = Data(script[script.index(after: start)..<end].utf8)
        let pieces = try #require(try JSONSerialization.jsonObject(with: json) as? [String: String])
        #expect(pieces.keys.sorted() == ["eq-e", "fig-b", "sec-end"])
        #expect(pieces["fig-b"]?.contains("Figure\u{A0}1:</span> B") == true)
        #expect(pieces["eq-e"]?.contains("(1)") == true)
        #expect(pieces["sec-end"] == "<h4>The end</h4>\n<p>An <em>opening</em>.</p>\n")
    }

    @Test func aFigureOfACellComesWithoutItsNumbers() throws {
        let lesson = LessonReader.read("```swift\n//| label: fig-a\n//| caption: A\nf()\n```", file: "lessons/one.md")
        let other = LessonReader.read("@fig-a", file: "lessons/two.md")
        let map = CourseMap(lessons: [lesson, other])
        let display = Display(data: ["text/plain": "", "image/svg+xml": "<svg></svg>", "text/csv": "a,b\r\n"])
        let page = LessonPage.render(
            lesson: lesson,
            outcomes: [Outcome(state: .succeeded, outputs: [.text(.stdout, "printed"), .display(display)])],
            writer: MarkdownProse(lesson, in: map) { tex, _ in tex }, map: map)
        #expect(page.body.contains("class=\"csv\""))
        #expect(
            page.pieces?["fig-a"] == """
                <figure class="chart" id="fig-a">
                <div class="chart" tabindex="0"><svg></svg></div>
                <figcaption><span class="number">Figure\u{A0}1:</span> A</figcaption>
                </figure>

                """)
    }

    /// So that a page never asks for a script that is not there.
    @Test func whatCannotBeShownLeavesAnEmptyScript() {
        let course = TrialCourse(["one": "[up](two.md#top)", "two": "# Two"])
        #expect(scripts(course) == ["assets/pieces/two.js": "lessonsPieces[\"two.html\"]={};\n"])
    }
}
