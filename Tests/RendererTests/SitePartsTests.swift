import Foundation
import Markdown
import Notebook
import Testing

@testable import Renderer

@Suite struct SitePartsTests {
    private func page(_ path: String = "a.html") -> Page {
        var page = Page(path: path, title: "A & B", summary: "S", body: "")
        page.source = "lessons/a.md"
        page.commit = Page.Commit(hash: "abc1234", date: "2026-05-31")
        page.downloads = [SiteFile(path: "a.md", text: ""), SiteFile(path: "a.ipynb", text: "")]
        page.sections = [SearchSection(id: "s", heading: "H", text: "</script> \"q\" \\ \u{2028}")]
        return page
    }

    @Test func sharedFilesComeWithoutComments() {
        let sheet = "a { b: c; }\n/* One\n   two. */\nd { e: url(https://f); }\n"
        #expect(Assets.withoutComments(sheet) == "a { b: c; }\nd { e: url(https://f); }\n")
        #expect(
            Assets.withoutComments("// One.\nf();\n  // Two.\n  g(\"//\"); // three\n")
                == "f();\n  g(\"//\"); // three\n")
    }

    @Test func aPageSaysHowItWasMade() {
        var course = Course(title: "C")
        course.repository = "https://github.com/a/b"
        course.licence = "CC BY"
        var shell = PageShell(course: course, lessons: [page()])
        shell.toolchain = "Swift 6.3.1"
        let html = shell.lesson(at: 0)
        #expect(html.contains("Made with Swift 6.3.1 from a text last changed on <time datetime=\"2026-05-31\">"))
        #expect(html.contains("href=\"https://github.com/a/b/commit/abc1234\""))
        #expect(html.contains("href=\"https://github.com/a/b/edit/main/lessons/a.md\">Edit this page"))
        #expect(html.contains("href=\"a.ipynb\" download"))
        #expect(html.contains("CC BY"))
    }

    @Test func anAddressGivesCardsFeedAndSiteMap() throws {
        var course = Course(title: "C")
        course.baseURL = "https://x.org/c/"
        course.colors = ["accent": "#123", "accent-dark": "#abc"]
        let files = Site(course: course, pages: [page()]).files(assets: Assets(common: []))
        func text(_ path: String) throws -> String {
            String(decoding: try #require(files.first { $0.path == path }).bytes, as: UTF8.self)
        }
        let html = try text("a.html")
        #expect(html.contains("<link rel=\"canonical\" href=\"https://x.org/c/a.html\">"))
        #expect(html.contains("<meta property=\"og:title\" content=\"A &amp; B\">"))
        #expect(html.contains("<style>:root{--accent:light-dark(#123,#abc)}</style>"))
        #expect(try text("feed.xml").contains("<updated>2026-05-31T00:00:00Z</updated>"))
        #expect(try text("sitemap.xml").contains("<loc>https://x.org/c/a.html</loc><lastmod>2026-05-31</lastmod>"))
        #expect(try text("404.html").contains("href=\"https://x.org/c/assets/lessons.css\""))
    }

    @Test func theFirstPictureOfALessonIsItsCard() {
        let lesson = LessonReader.read(
            "![a](a.svg) ![b](none.png)\n\n```swift\nf()\n```\n\n![c](c.png)", file: "lessons/x.md")
        let map = CourseMap(lessons: [lesson], files: ["a.svg", "c.png"])
        func picture(_ outcome: Outcome) -> LeadPicture? {
            let writer = MarkdownProse(lesson, in: map) { tex, _ in tex }
            return LessonPage.render(lesson: lesson, outcomes: [outcome], writer: writer, map: map).leadPicture
        }
        let chart = Display(data: ["text/plain": "Loss\nfalls", "image/svg+xml": "<svg/>"])
        #expect(
            picture(Outcome(state: .succeeded, outputs: [.text(.stdout, "x"), .display(chart)]))
                == .chart(svg: "<svg/>", text: "Loss"))
        #expect(picture(Outcome(state: .skipped)) == .file(path: "c.png", text: "c"))
    }

    @Test func aCardIsAChartByItselfInTheColoursOfTheCourse() {
        var course = Course()
        course.colors = ["muted": "#123456"]
        let chart =
            "<svg viewBox=\"0 0 68 36\" style=\"height:auto\"><path stroke=\"var(--grid,#eee)\"/><text fill=\"var(--text-muted,#555)\">a</text></svg>"
        #expect(
            Card.drawing(of: chart, in: course) == """
                <svg xmlns="http://www.w3.org/2000/svg" width="1200" height="630">
                <rect width="1200" height="630" fill="#ffffff"/>
                <svg x="48" y="48" width="1104" height="534" viewBox="0 0 68 36" \
                font-family="Inter,Helvetica,Arial,sans-serif" font-size="14"><path stroke="#eee"/>\
                <text fill="#123456">a</text></svg>
                </svg>

                """)
        #expect(Card.drawing(of: "<svg><path/></svg>", in: course) == nil)
    }

    @Test func cardsAreNamedWhereTheSiteHasAnAddress() {
        var course = Course(title: "C")
        var page = page()
        page.card = Card(path: "assets/cards/a b.png", text: "A \"chart\"", png: [1, 2])
        #expect(!PageShell(course: course, lessons: [page]).lesson(at: 0).contains("og:"))
        course.baseURL = "https://x.org/c/"
        let html = PageShell(course: course, lessons: [page]).lesson(at: 0)
        #expect(
            html.contains(
                """
                <meta property="og:image" content="https://x.org/c/assets/cards/a%20b.png">
                <meta property="og:image:width" content="1200">
                <meta property="og:image:height" content="630">
                <meta property="og:image:alt" content="A &quot;chart&quot;">
                <meta name="twitter:card" content="summary_large_image">
                """))
        #expect(PageShell(course: course, lessons: [page]).index.contains("a%20b.png"))
        let files = Site(course: course, pages: [page]).files(assets: Assets(common: []))
        #expect(files.first { $0.path == "assets/cards/a b.png" }?.bytes == [1, 2])
        page.card = nil
        #expect(
            PageShell(course: course, lessons: [page]).lesson(at: 0).contains(
                "<meta name=\"twitter:card\" content=\"summary\">"))
    }

    @Test func theSearchIndexIsAScriptThatNothingEscapesFrom() throws {
        let script = SearchIndex.script([page()])
        #expect(!script.contains("</script>"))
        let json = script.dropFirst("lessonsIndex=".count).dropLast(2)
        let value = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [[Any]]
        let sections = value?.first?[2] as? [[String]]
        #expect(sections == [["s", "H", "</script> \"q\" \\  "]])
    }

    @Test func aLessonIsANotebookToo() throws {
        let lesson = LessonReader.read(
            "---\ntitle: T\n---\nText\n\n```swift\n//| echo: true\n1 + 1\n```\n\nEnd", file: "x.md")
        let outcome = Outcome(
            state: .succeeded,
            outputs: [.text(.stdout, "hi\n"), .display(Display(data: ["text/plain": "2"]))])
        let json = JupyterNotebook(lesson, [outcome]).json
        let notebook = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
        let cells = try #require(notebook?["cells"] as? [[String: Any]])
        #expect(cells.map { $0["cell_type"] as? String } == ["markdown", "code", "markdown"])
        #expect(cells.map { $0["source"] as? String } == ["Text", "1 + 1", "End"])
        #expect(
            (cells[1]["outputs"] as? [[String: Any]])?.map { $0["output_type"] as? String } == [
                "stream", "display_data",
            ])
        #expect(notebook?["nbformat"] as? Int == 4)
    }

    @Test(
        arguments: [
            [0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 1, 44, 0, 0, 0, 120],
            [0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 44, 1, 120, 0],
            [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 9, 9, 0xFF, 0xC2, 0, 17, 8, 0, 120, 1, 44, 3],
        ] as [[UInt8]])
    func picturesTellTheirSize(bytes: [UInt8]) {
        #expect(PixelSize(picture: Data(bytes)) == PixelSize(width: 300, height: 120))
        for count in bytes.indices { #expect(PixelSize(picture: Data(bytes[..<min(count, 8)])) == nil) }
    }

    @Test func aPageKeepsRoomForAPicture() {
        let lesson = LessonReader.read("![a](n.png){width=60}\n\n![b](n.png)", file: "lessons/x.md")
        let map = CourseMap(lessons: [lesson], files: ["n.png"], pixels: ["n.png": PixelSize(width: 300, height: 120)])
        let html = MarkdownProse(lesson, in: map) { tex, _ in tex }.prose(of: lesson, replacing: [:]).html
        #expect(
            html.contains("alt=\"a\" width=\"60\" height=\"24\"")
                && html.contains("alt=\"b\" width=\"300\" height=\"120\""))
    }

    @Test func theTitleComesFromTheFirstHeading() {
        let lesson = LessonReader.read("# A *b*\n\nText", file: "lessons/x.md")
        #expect(LessonPage.title(of: lesson) == "A b")
        #expect(!HTMLWriter(LessonPage.withoutTitle(lesson)).html().contains("<h1"))
    }
}
