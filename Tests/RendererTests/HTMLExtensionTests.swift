import Foundation
import Markdown
import Testing

@testable import Renderer

private func html(_ markdown: String, _ extensions: Extensions) -> String {
    HTMLWriter(Tree(markdown: markdown, extensions: extensions)).html()
}

@Suite struct HTMLHeadingTests {
    @Test(arguments: [
        ("# Two *words*", "<h1 id=\"two-words\">Two <em>words</em></h1>\n"),
        ("# A\n# A\n# a-1", "<h1 id=\"a\">A</h1>\n<h1 id=\"a-1\">A</h1>\n<h1 id=\"a-1-1\">a-1</h1>\n"),
        ("# A {#b .wide}\n## B", "<h1 id=\"b\" class=\"wide\">A</h1>\n<h2 id=\"b-1\">B</h2>\n"),
        ("# Größe & Maß?", "<h1 id=\"größe--maß\">Größe &amp; Maß?</h1>\n"),
        ("# {#only}", "<h1 id=\"only\"></h1>\n"),
        ("# set {1, 2}", "<h1 id=\"set-1-2\">set {1, 2}</h1>\n"),
        ("# a \\{#b}", "<h1 id=\"a-b\">a {#b}</h1>\n"),
        ("# !", "<h1 id=\"section\">!</h1>\n"),
    ]) func headings(markdown: String, expected: String) {
        #expect(html(markdown, .headings) == expected)
    }
}

@Suite struct HTMLTableTests {
    @Test(arguments: ["| a | b |\n|---|", "a\n---", "| a |\ntext", "a | b\n- | -\n".replacing("- | -", with: "x | -")])
    func otherParagraphsStay(markdown: String) {
        #expect(!html(markdown, .tables).contains("<table>"))
    }

    @Test func shortRowsAreFilledUpToALimit() {
        func added(columns: Int, rows: Int) -> Int {
            let head = "|" + String(repeating: "a|", count: columns) + "\n|" + String(repeating: "-|", count: columns)
            let short = String(repeating: "\n|b", count: rows)
            return html(head + short, .tables).components(separatedBy: "<td></td>").count - 1
        }
        #expect(added(columns: 3, rows: 2) == 4)
        #expect(added(columns: 500, rows: 300) == 100_000)
    }

    @Test func inQuotesAndListsItHasItsPlaces() throws {
        let tree = Tree(markdown: "> - | a |\n>   |---|\n>   | x `y` |", extensions: .tables)
        let code = try #require(tree.descendants().first { tree[$0].kind == .code("y") })
        #expect(tree[code].range.start == Position(line: 3, column: 10))
    }

    @Test func withoutBodyItHasNoBody() {
        #expect(!html("| a |\n|---|", .tables).contains("tbody"))
    }
}

@Suite struct HTMLSmallExtensionTests {
    @Test(arguments: [
        (Extensions.strikethrough, "a ~~b *c*~~ d", "<p>a <del>b <em>c</em></del> d</p>\n"),
        (.strikethrough, "a ~~ b~~ ~~~c~~~ \\~~d~~", "<p>a ~~ b~~ ~~~c~~~ ~~d~~</p>\n"),
        (.highlight, "==a== == b ==", "<p><mark>a</mark> == b ==</p>\n"),
        (.highlight, "a==b and `==`", "<p>a==b and <code>==</code></p>\n"),
        (
            .tasks, "- [ ] a\n- [x] b\n- c",
            """
            <ul>
            <li class="task"><input type="checkbox" aria-label="To do" disabled="" /> a</li>
            <li class="task"><input type="checkbox" aria-label="Done" disabled="" checked="" /> b</li>
            <li>c</li>
            </ul>

            """
        ),
        (
            .definitions, "Term *a*\n: One\nmore\n: Two\n\nB\n: Three",
            """
            <dl>
            <dt>Term <em>a</em></dt>
            <dd>One
            more</dd>
            <dd>Two</dd>
            <dt>B</dt>
            <dd>Three</dd>
            </dl>

            """
        ),
        (
            .smart, "\"It's 'so'\" -- he--- said... '90s \\\"x\\\" `\"` (\"*a*\")",
            "<p>“It’s ‘so’” – he— said… ’90s &quot;x&quot; <code>&quot;</code> (“<em>a</em>”)</p>\n"
        ),
        (.smart, "5 ± 1 % and ±2", "<p>5\u{A0}±\u{A0}1\u{202F}% and ±2</p>\n"),
    ]) func marks(extensions: Extensions, markdown: String, expected: String) {
        #expect(html(markdown, extensions) == expected)
    }

    @Test func footnoteMarksStayInCode() {
        #expect(html("```\n[^a]: x\n```", .all) == "<pre><code>[^a]: x\n</code></pre>\n")
    }
}
