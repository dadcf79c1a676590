import Foundation
import Markdown
import Notebook
import Testing

@testable import Renderer

/// Writes every replacement, in order of node, between fixed words.
struct PlainWriter: ProseWriter {
    func prose(of lesson: Lesson, replacing replacement: [Tree.ID: Rendition]) -> Prose {
        let cells = replacement.sorted { $0.key.index < $1.key.index }.map(\.value.html)
        return Prose(
            html: "<h2 id=\"a\">A</h2>\n" + cells.joined(), headings: [Heading(level: 2, id: "a", html: "A")],
            wordCount: 660)
    }

    func inline(_ markdown: String, at place: Position) -> Rendition {
        Rendition(html: markdown, text: markdown)
    }
}

@Suite struct SitePageTests {
    let pages = [
        Page(
            path: "a.html", title: "A & B", summary: "First", body: "<p>a</p>\n",
            headings: [Heading(level: 2, id: "s", html: "S")]),
        Page(path: "b.html", title: "B", body: "<p>b</p>\n", hasMath: true, wordCount: 2200),
    ]

    @Test func aLessonKnowsItsPlace() {
        let html = PageShell(course: Course(title: "Course"), lessons: pages).lesson(at: 0)
        #expect(html.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">"))
        #expect(html.contains("<title>A &amp; B · Course</title>"))
        #expect(html.contains("<meta name=\"description\" content=\"First\">"))
        #expect(html.contains("<a href=\"#top\" aria-current=\"page\">A &amp; B</a>"))
        #expect(html.contains("<li class=\"level-2\"><a href=\"#s\">S</a></li>"))
        #expect(html.contains("<a rel=\"next\" href=\"b.html\">"))
        #expect(!html.contains("rel=\"prev\""))
        #expect(!html.contains("katex"))
    }

    @Test func onlyAPageWithFormulasAsksForTheirStyle() {
        let shell = PageShell(course: Course(), lessons: pages)
        #expect(shell.lesson(at: 1).contains("href=\"assets/katex/katex.min.css\""))
        #expect(shell.lesson(at: 1).contains("10 min read"))
        let math = [SiteFile(path: "assets/katex/katex.min.css", text: "")]
        let assets = Assets(common: [], math: math)
        #expect(
            Site(course: Course(), pages: pages).files(assets: assets).map(\.path) == [
                "404.html", "a.html", "assets/icon.svg", math[0].path, "assets/search-index.js", "b.html", "index.html",
            ])
        #expect(
            Site(course: Course(), pages: [pages[0]]).files(assets: assets).map(\.path) == [
                "404.html", "a.html", "assets/icon.svg", "assets/search-index.js", "index.html",
            ])
    }

    @Test func theIndexListsLessonsInOrder() {
        let html = PageShell(course: Course(title: "C", summary: "What it is"), lessons: pages).index
        let a = html.range(of: "<h2><a href=\"a.html\">A &amp; B</a></h2>\n<p>First</p>")
        let b = html.range(of: "<h2><a href=\"b.html\">B</a></h2>")
        #expect(a != nil && b != nil && a!.lowerBound < b!.lowerBound)
        #expect(html.contains("What it is"))
    }

    @Test func linksAreRelativeAndNothingIsAskedElsewhere() throws {
        let shell = PageShell(course: Course(), lessons: [Page(path: "deep/er/a.html", title: "A", body: "")] + pages)
        #expect(shell.lesson(at: 0).contains("href=\"../../assets/lessons.css\""))
        #expect(shell.lesson(at: 0).contains("rel=\"next\" href=\"../../a.html\""))
        let assets = try Assets.load()
        let style = try #require(assets.common.first { $0.path == "assets/lessons.css" })
        for text in [shell.lesson(at: 0), shell.index, String(decoding: style.bytes, as: UTF8.self)] {
            #expect(
                !text.contains("http://") && !text.contains("https://") && !text.contains("href=\"/")
                    && !text.contains("src=\"/"))
        }
    }

    @Test func theFontsTravelInTheirStyleSheet() throws {
        let sheet = try #require(try Assets.load().common.first { $0.path == "assets/fonts.css" })
        let style = String(decoding: sheet.bytes, as: UTF8.self)
        let fonts = style.matches(of: /url\(data:font\/woff2;base64,([^)]+)\)/).compactMap {
            Data(base64Encoded: String($0.1))
        }
        #expect(fonts.count == style.components(of: "@font-face") && fonts.count == style.components(of: "url("))
        #expect(fonts.allSatisfy { $0.starts(with: Array("wOF2".utf8)) })
    }

    /// A font of a style sheet comes after the first layout, and then everything moves.
    @Test func theFontsAreThereBeforeTheFirstLine() throws {
        let assets = try Assets.load()
        let script = try #require(assets.common.first { $0.path == "assets/fonts.js" })
        let text = String(decoding: script.bytes, as: UTF8.self)
        let calls = text.matches(of: /lessonsFont\("([^"]+)","(\w+)","([\d ]+)","([^"]+)"\);/)
        #expect(
            calls.map { "\($0.1) \($0.2) \($0.3)" } == [
                "Lessons Serif normal 400", "Lessons Serif italic 400", "Lessons Serif normal 600 700",
                "Lessons Sans normal 400 700", "Lessons Mono normal 400",
            ])
        #expect(calls.allSatisfy { Data(base64Encoded: String($0.4))?.starts(with: Array("wOF2".utf8)) == true })
        let html = PageShell(course: Course(), lessons: pages).lesson(at: 0)
        #expect(html.contains("<noscript><link rel=\"stylesheet\" href=\"assets/fonts.css\"></noscript>"))
        #expect(html.contains("<script src=\"assets/fonts.js\"></script>"))
    }

    @Test func aPageHasTheFontsOfItsFormulas() throws {
        let katex = try #require(MathRenderer.findLibrary())
        let lesson = LessonReader.read("$x$ and $\\mathbb{R}$", file: "lessons/x.md")
        let renderer = MathRenderer()
        let writer = MarkdownProse(lesson) { tex, isDisplay throws(MathError) in
            try renderer.render(tex, display: isDisplay)
        }
        let page = LessonPage.render(lesson: lesson, outcomes: [], writer: writer)
        #expect(page.mathFonts == ["KaTeX_Main-Regular", "KaTeX_Math-Italic", "KaTeX_AMS-Regular"])
        let site = Site(course: Course(), pages: [page])
        let files = site.files(assets: try Assets.load(katexFolder: katex))
        let paths = page.mathFonts.map { "assets/katex/fonts/\($0).js" }
        #expect(Set(files.map(\.path).filter { $0.hasSuffix(".js") && $0.contains("katex") }) == Set(paths))
        let html = PageShell(course: Course(), lessons: [page]).lesson(at: 0)
        #expect(paths.allSatisfy { html.contains("<script src=\"\($0)\"></script>") })
    }

    @Test func aLongCourseListsTheLessonsAround() {
        let many = (0..<100).map { Page(path: "p\($0).html", title: "P\($0)", body: "") }
        let html = ContentsView(lessons: many, current: 50).html
        #expect(html.components(of: "<li>") == 2 * ContentsView.reach + 1)
        #expect(html.contains("<a href=\"index.html\">All 100 lessons</a>"))
        #expect(html.contains("start=\"39\""))
    }

    @Test func aLessonPageSetsCellsValuesAndErrors() {
        var lesson = Lesson(
            name: "x", file: "lessons/x.md", source: "", frontMatter: FrontMatter(title: "X"),
            cells: [cell("f()", node: 2), cell("v", node: 3, kind: .value), cell("w", node: 4, kind: .value)])
        lesson.diagnostics = [
            Diagnostic(id: "unknown-option", severity: .warning, file: "lessons/x.md", message: "odd")
        ]
        let seven = Outcome(state: .succeeded, outputs: [.display(Display(data: ["text/plain": "7"]))])
        let failed = Outcome(state: .failed, outputs: [.error(typeError)])
        let page = LessonPage.render(lesson: lesson, outcomes: [nil, seven, failed], writer: PlainWriter())
        #expect(page.path == "x.html" && page.title == "X" && page.minutes == 3)
        #expect(page.body.hasPrefix("<section class=\"diagnostics\""))
        #expect(page.body.components(of: "class=\"diagnostic ") == 2)
        #expect(page.body.contains("value=\"7\""))
    }
}

@Suite struct SiteKaTeXTests {
    @Test func onlyWOFF2IsKept() {
        let sheet =
            "@font-face{font-family:A;src:url(f/A.woff2) format('woff2'),url(f/A.woff) format('woff'),url(f/A.ttf) format('truetype');font-weight:400}.x{a:b}"
        #expect(
            Assets.keepingWOFF2(sheet)
                == "@font-face{font-family:A;src:url(f/A.woff2) format('woff2');font-weight:400}.x{a:b}")
    }

    /// Of every rule of KaTeX's style sheet that names a font, a formula with these classes names the same.
    @Test func fontsAreToldByTheClassesThatKaTeXTellsThemBy() throws {
        let katex = try #require(MathRenderer.findLibrary())
        let sheet = try String(contentsOfFile: katex + "/katex.min.css", encoding: .utf8)
        let rules = sheet.matches(of: /([^{}]+)\{([^}]*font-family:(KaTeX_\w+)[^}]*)\}/)
        let named = rules.filter { !$0.1.contains("@font-face") }
        #expect(named.count > 20)
        for rule in named {
            for selector in rule.1.split(separator: ",") {
                let parts = selector.split(separator: " ").filter { $0 != ".katex" }
                let classes = parts.last.map { $0.replacing(">span", with: "").split(separator: ".") } ?? []
                let html = "<span class=\"\(classes.joined(separator: " "))\">"
                let names = MathFonts.names(in: html)
                #expect(names.count == 1 || classes == ["textrm"] || classes == ["mainrm"], "\(selector)")
                #expect(names.allSatisfy { $0.hasPrefix(rule.3 + "-") }, "\(selector)")
            }
        }
    }
}
