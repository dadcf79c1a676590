import Markdown
import Testing

@testable import Renderer

private func html(_ markdown: String, _ extensions: Extensions = .all) -> String {
    HTMLWriter(Tree(markdown: markdown, extensions: extensions)).html()
}

@Suite struct LayoutTests {
    @Test func aQuizOpensToAVerdictAndAnExplanation() {
        #expect(
            html("> [!QUIZ] Which?\n> - [ ] A\n>\n>   Why not.\n> - [x] B") == """
                <div class="callout callout-quiz" role="note">
                <p class="callout-title">Which?</p>
                <ul class="choices">
                <li><details>
                <summary>A</summary>
                <p class="verdict wrong">Not quite.</p>
                <p>Why not.</p>
                </details></li>
                <li><details>
                <summary>B</summary>
                <p class="verdict right">Right.</p>
                </details></li>
                </ul>
                </div>

                """)
    }

    @Test func tabsBeginAtHeadingsAndTheFirstIsChosen() throws {
        let page = html("> [!TABS]\n> ### A *b*\n> one\n>\n> #### Deeper\n> ### C\n> two")
        #expect(page.split(separator: "type=\"radio\"").count == 3)
        #expect(page.split(separator: " checked>").count == 2)
        #expect(page.contains(">A <em>b</em></label>\n<div class=\"tab\">\n<p>one</p>"))
        #expect(page.contains("<h4"))
        #expect(!page.contains("<h3"))
    }

    @Test func columnsAreDividedByRules() {
        let page = html("> [!COLUMNS]\n> a\n>\n> ---\n>\n> b")
        #expect(
            page
                == "<div class=\"columns\">\n<div class=\"column\">\n<p>a</p>\n</div>\n<div class=\"column\">\n<p>b</p>\n</div>\n</div>\n"
        )
    }

    @Test func aNoteStandsInTheMargin() {
        #expect(html("> [!MARGIN]\n> *a*") == "<aside class=\"margin\">\n<p><em>a</em></p>\n</aside>\n")
        #expect(html("> [!MARGIN] text\n> a").hasPrefix("<blockquote>"))
    }

    @Test func anImageWithATitleIsAFigure() {
        #expect(
            html("![A *net*](n.png \"Of `two` layers\"){#fig-n width=60%}") == """
                <figure id="fig-n" class="picture">
                <img src="n.png" alt="A net" style="width: 60%" />
                <figcaption>Of <code>two</code> layers</figcaption>
                </figure>

                """)
        #expect(html("![a](n.png){width=300}").contains("alt=\"a\" width=\"300\""))
        #expect(html("![a](n.png)") == "<p><img src=\"n.png\" alt=\"a\" /></p>\n")
        #expect(html("![a](n.png \"t\") and text").hasPrefix("<p><img"))
    }

    @Test func aTableHasItsCaptionAbove() {
        let page = html("| a |\n|---|\n| b |\n\n: Some *rows* {#tbl-r}")
        #expect(
            page.hasPrefix(
                "<figure id=\"tbl-r\" class=\"table\">\n<figcaption>Some <em>rows</em></figcaption>\n<table>"))
    }

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
