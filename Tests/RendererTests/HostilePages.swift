import Foundation
import Markdown
import Notebook

@testable import Renderer

/// Documents that nobody means well with, each the same on every run.
enum HostilePages {
    /// How many documents are asked for, if any are.
    static let wanted = ProcessInfo.processInfo.environment["LESSONS_HOSTILE_DOCUMENTS"].flatMap { Int($0) }

    /// Every construct, inside itself or repeated, ten thousand times; a thousand times when no number is asked for.
    static let deep: [String] = nested + repeated + heads

    private static func times(_ text: String, _ count: Int = 10_000) -> String {
        String(repeating: text, count: wanted == nil ? count / 10 : count)
    }

    private static let nested: [String] = [
        times("> ") + "a `b` $c$ @fig-d", times("- ") + "a", times("1. ") + "a", times("> - ", 5_000) + "> [!NOTE]",
        times("*a ") + times("b* "), times("**a ") + times("b**"), times("_a ") + times("b_ "), times("~~a ==b "),
        times("[") + "a" + times("](b.md)"), times("[a]("), times("![") + "a" + times("](n.png)"), times("![a]("),
        times("> [!NOTE] "), times("> > [!TABS]\n", 5_000), times("> [!COLUMNS]\n> "), times("> [!QUIZ]\n> - [x] "),
        times("[^a]: b [^a] "), times("`a``"), times("``` "), times("~~~\n> "), times("$a "), times("$$a "),
        times("$$a\n"),
        times("<b>"), times("<!--"), times("<a "), times("<![CDATA["), times("<?"), times("|"),
        times("|a") + "\n" + times("|-"),
        times("\\"), times("{#a"), times("a\n: "), times("&"), times("&amp;\\*"), times("\"'--..."), times("("),
        times("@"),
        times("[@a; "), times("`{swift} "), times("![a](b \""), times("\t"), times(" "), times("\u{0}"),
        times("\u{301}"),
        times("\u{202E}\u{200F}"), times("\u{1F468}\u{200D}"), "$" + times("{") + "$", "$" + times("\\frac{1}{") + "$",
        "$" + times("\\left(", 2_000) + "$", "$\\def\\a{\\a\\a}\\a$", "$" + times("x^", 2_000) + "$",
    ]

    private static let repeated: [String] = [
        times("@fig-a "), times("[@a] "), times("[@a; @b] "), times("@sec-a, "), times("[a](b.md) "), times("[a](#b) "),
        times("[a](b.csv)\n"), times("![](n.png)\n\n"), times("![a](n.png \"b\"){#fig-a}\n\n"), times("# a\n"),
        times("# a {#b}\n"),
        times("### @fig-a [b](c)\n"), times("> [!SOLUTION]\n> a\n\n"), times("> [!OTHER]\n\n"), times("[^a]: b [^a]\n"),
        times("[^a] "), times("[a]: b\n"), times("- [ ] a\n"), times("|a|\n|-|\n|b|\n\n: c {#tbl-a}\n\n", 5_000),
        times("a\n: b\n\n"),
        times("```swift\na\n```\n", 2_000), times("```swift\n//| lable: a\n```\n", 2_000),
        times("```swift\n//| label: fig-a\na\n```\n", 2_000),
        times("`{swift} a` "), times("`{swift expect: 1} a` "), times("``` {1,\n```\n"),
        times("```python {1-9999999}\na\n```\n"),
        times("$x$ "), times("$$x$$ {#eq-a}\n\n"), times("$\\foo$ "), times("https://a.b "), times("<script>\n\n"),
        times("[a](javascript:b) "), times("---\n"), times("a\n===\n"), times("x\u{0}\u{FFFD}\r"), times("\r"),
        times("a\\\n"),
        "|" + times("a|", 2_000) + "\n|" + times("-|", 2_000) + "\n" + times("|b\n", 500),
    ]

    private static let heads: [String] = [
        "---\n" + times("[") + "\n---\n", "---\na: " + times("{a: ") + "\n---\n", "---\n" + times("- ") + "\n---\n",
        "---\n" + times("? ") + "\n---\n", "---\ntitle: \"" + times("\\") + "\n---\n",
        "---\ntitle: " + times("a") + "\n---\n",
        "---\n" + times("a: b\n") + "---\n", "---\n" + (0..<10_000).map { "a\($0): b\n" }.joined() + "---\n",
        "---\ntags: [" + times("a, ") + "]\n---\n", "---\nprerequisites: [" + times("a, ") + "]\n---\n",
        "---\ntitle: \u{0}\n---\n", "---\ntitle: !!binary \"\\xFF\"\n---\n", "---\n%YAML 9.9\n---\n", "---\n*a\n---\n",
        "---\n",
        "---\n&a [*a, *a]\n---\n", "---\n" + laughs + "---\n", "---\n" + laughs + "? *z29\n: a\n---\n",
        "---\n" + (0..<400).map { times(" ", $0) + "a:\n" }.joined() + "---\n",
        "---\ntitle: <script>alert(1)</script>\nsubtitle: \"\\\" onload=x\"\nauthors: [<b>, \"'\"]\nsummary: </script><script>\n"
            + "tags: [<i onclick=x>]\ndate: 2026-13-45\n---\n",
    ]

    /// Each line twice as much as the one before.
    private static let laughs =
        "z0: &z0 [a, a]\n" + (1..<30).map { "z\($0): &z\($0) [*z\($0 - 1), *z\($0 - 1)]\n" }.joined()

    private static let fragments: [String] = [
        "a", " ", "\n", "\n\n", "> ", "- ", "1. ", "    ", "\t", "#", "# ", "*", "**", "_", "`", "```", "```swift\n",
        "~~~",
        "~~", "==", "[", "]", "(", ")", "![", "](b)", "](c.md#d)", "](n.png \"x\"){#fig-a width=60%}", "<", ">",
        "<b c=\"d\">", "<script>", "</script>", "<img src=x onerror=alert(1)>", "<!--", "-->", "$", "$$", "$x$", "\\",
        "\\$",
        "|", "|a|b|\n|-|:-:|\n|c|d|\n", "[^a]", "[^a]: x\n", ": ", "\"", "'", "--", "...", "&amp;", "&#0;", "&#x3c;",
        "\u{0}", "\u{FFFD}", "é", "𝛼", "\r", "\r\n", "{#a .b}", "{#eq-e}", "> [!NOTE]\n", "> [!HINT] t\n> x\n",
        "> [!TABS]\n> # a\n", "> [!COLUMNS]\n> a\n>\n> ---\n> b\n", "> [!QUIZ] q\n> - [x] a\n", "> [!MARGIN]\n> x\n",
        "[ ] ", "[x] ", "javascript:", "[a](javascript:b)", "[a](JaVaScRiPt&colon;b)", "![b](data:text/html,c)",
        "onerror=", "\" onclick=\"x", "===\n", "---\n", "title: a\n", "order: x\n", "\u{1A}", "[a]: b\n", "\u{A0}",
        "@fig-a", "@ioffe", "[@ioffe, p. 3; @b]", "@sec-a", "`{swift} x`", "//| label: fig-a\n",
        "//| caption: *b* @fig-a\n",
        "//| echo: fold\n", "//| mark: 2-1\n", "https://a.org/<", "<https://b>", "\u{2028}", "\u{202E}", "\u{301}",
        "\u{1F468}",
    ]

    /// A document of random pieces; every other one begins with front matter, and some have bytes that are no UTF-8.
    static func random(_ number: Int) -> String {
        var generator = SplitMix(state: UInt64(number))
        let count = Int.random(in: 1...120, using: &generator)
        var text = (0..<count).map { _ in fragments.randomElement(using: &generator) ?? "" }.joined()
        if number.isMultiple(of: 2) { text = "---\n" + text }
        guard number.isMultiple(of: 5) else { return text }
        var bytes = Array(text.utf8)
        for _ in 0..<8 {
            bytes.insert(.random(in: 0...255, using: &generator), at: .random(in: 0...bytes.count, using: &generator))
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// The whole way of a lesson to its page, with a course of one other lesson.
struct PageTrial {
    private let renderer = MathRenderer()
    private let other = LessonReader.read("# Other\n\n![x](n.png \"A\"){#fig-o}", file: "lessons/other.md")

    /// All that the lesson leaves on the site.
    func files(of markdown: String, course yaml: String = "") -> [SiteFile] {
        var reader = CourseReader(file: "lessons/course.yml")
        var course = reader.read(yaml)
        course.bibliography = Located("refs.bib", line: 1, column: 1)
        let lesson = LessonReader.read(markdown, file: "lessons/one.md")
        let work = "@article{ioffe, author={Ioffe, Sergey}, title={<b>}, year=2015, url={javascript:x}}"
        let references = ReferenceReader.read(work, file: "lessons/refs.bib").references
        let map = CourseMap(
            course: course, lessons: [lesson, other], files: ["n.png", "b.csv"], references: references)
        // As the build does, each formula once.
        var known: [String: Result<String, MathError>] = [:]
        let pages = [lesson, other].map { lesson in
            let writer = MarkdownProse(lesson, in: map) { tex, isDisplay throws(MathError) in
                let key = "\(isDisplay)" + tex
                let result =
                    known[key] ?? Result { () throws(MathError) in try renderer.render(tex, display: isDisplay) }
                known[key] = result
                return try result.get()
            }
            let outcomes = lesson.cells.map { cell in
                Outcome(state: .succeeded, outputs: [.display(Display(data: ["text/plain": cell.source]))])
            }
            return LessonPage.render(lesson: lesson, outcomes: outcomes, writer: writer, map: map)
        }
        return Site(course: course, pages: pages).files(assets: Assets(common: []))
    }

    /// What could do harm on a page, or is not well formed; nil when all is well.
    static func fault(in files: [SiteFile]) -> String? {
        let (begin, end) = (Array("<body".utf8), Array("</html>\n".utf8))
        for file in files where file.path.hasSuffix(".html") {
            // The head has the only scripts of a page.
            guard let body = file.bytes.firstRange(of: begin), file.bytes.suffix(8).elementsEqual(end) else {
                return "\(file.path): no body"
            }
            if let fault = MarkupCheck.fault(in: Array(file.bytes[body.lowerBound...].dropLast(8))) {
                return "\(file.path): \(fault)"
            }
            let head = String(decoding: file.bytes[..<body.lowerBound], as: UTF8.self)
            if head.ranges(of: "<script").count != head.ranges(of: "</script>").count { return "\(file.path): head" }
        }
        for file in files where file.path.hasSuffix(".js") && file.bytes.contains(UInt8(ascii: "<")) {
            return "\(file.path): <"
        }
        return nil
    }
}
