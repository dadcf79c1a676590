import Markdown
import Testing

@testable import Renderer

private func html(_ markdown: String, _ extensions: Extensions = .all) -> String {
    HTMLWriter(Tree(markdown: markdown, extensions: extensions)).html()
}

@Suite struct LayoutTests {
    @Test(arguments: [
        ("see https://a.org/b_c_(d), and", "see <a href=\"https://a.org/b_c_(d)\">https://a.org/b_c_(d)</a>, and"),
        ("(http://a.org).", "(<a href=\"http://a.org\">http://a.org</a>)."),
        ("[x https://a.org](/u)", "<a href=\"/u\">x https://a.org</a>"),
        ("`https://a.org` xhttps://a.org https://", "<code>https://a.org</code> xhttps://a.org https://"),
    ]) func bareAddressesAreLinks(markdown: String, expected: String) {
        #expect(html(markdown, .autolinks) == "<p>\(expected)</p>\n")
    }

    @Test func linesOfCodeAreMarked() {
        let view = CodeView(source: "a = 1\n# b\nc\n", language: "python", mark: [2...2])
        #expect(
            view.html.contains(
                "a = <span class=\"n\">1</span>\n<mark class=\"line\"><span class=\"c\"># b</span></mark>\nc"))
    }

    @Test(arguments: [
        (
            "python", "def f(x): return 'a\\'b' # c",
            "<span class=\"k\">def</span> f(x): <span class=\"k\">return</span> <span class=\"s\">'a\\'b'</span> <span class=\"c\"># c</span>"
        ),
        (
            "c", "/* a\nb */ int",
            "<span class=\"c\">/* a</span>\n<span class=\"c\">b */</span> <span class=\"k\">int</span>"
        ),
        (
            "json", "{\"a\": [1.5, true]}",
            "{<span class=\"s\">&quot;a&quot;</span>: [<span class=\"n\">1.5</span>, <span class=\"k\">true</span>]}"
        ),
        ("text", "if <a>", "if &lt;a&gt;"),
        ("python", "'open", "<span class=\"s\">'open</span>"),
        ("js", "\"\\", "<span class=\"s\">&quot;\\</span>"),
    ]) func otherLanguages(language: String, source: String, expected: String) {
        #expect(CodeHighlighter.html(source, language: language) == expected)
    }
}

@Suite struct MaskTests {
    @Test func codeOverSeveralLinesIsWhole() {
        #expect(html("a `b $$x\n[^a]: c` d") == "<p>a <code>b $$x [^a]: c</code> d</p>\n")
        #expect(html("> `$$\n> [^a]: b`") == "<blockquote>\n<p><code>$$ [^a]: b</code></p>\n</blockquote>\n")
    }

    @Test func footnotesHaveSeveralBlocks() {
        let page = html("a[^n]\n\n[^n]: One\n\n    Two $x$ and `c`\n\n    - three\n\nAfter")
        #expect(
            page.contains(
                "<p>One</p>\n<p>Two <span class=\"math\">x</span> and <code>c</code></p>\n<ul>\n<li>three</li>"))
        #expect(page.contains("<p>After</p>\n<section class=\"footnotes\""))
        #expect(page.contains("</ul>\n<p> <a href=\"#fnref-1\""))
    }

    @Test func whatHasNoPartnerIsTold() {
        let tree = Tree(markdown: "a[^x]\n\n[^y]: b\n\n$$\nx\n\ny", startingAt: 5, extensions: .all)
        let problems = tree.problems.sorted { $0.position < $1.position }
        #expect(
            problems == [
                Tree.Problem(.undefinedFootnote("x", known: ["y"]), at: Position(line: 5, column: 2)),
                Tree.Problem(.unusedFootnote("y"), at: Position(line: 7, column: 7)),
                Tree.Problem(.openFormula, at: Position(line: 9, column: 1)),
            ])
    }

    @Test func nothingIsWrongWithAnOrdinaryText() {
        let text = "a[^x] $x$ \\$\\$ `$$`\n\n$$\ny\n$$\n\n[^x]: b"
        #expect(Tree(markdown: text, extensions: .all).problems.isEmpty)
    }
}
