import Markdown
import Testing

@testable import Renderer

/// What is wrong with a page's HTML: a tag or attribute that the writer has no use for, an address that could run
/// something, a tag that is not closed in its place. Nothing, when nothing is.
private func fault(in html: String) -> String? {
    let tags: Set<String> = [
        "a", "blockquote", "br", "code", "dd", "del", "details", "div", "dl", "dt", "em", "h1", "h2", "h3", "h4", "h5",
        "h6", "hr", "img", "input", "li", "mark", "ol", "p", "pre", "section", "span", "strong", "summary", "sup",
        "table", "tbody", "td", "th", "thead", "tr", "ul",
    ]
    let attributes: Set<String> = [
        "href", "src", "alt", "title", "id", "class", "start", "role", "aria-label", "style", "scope", "type",
        "disabled", "checked",
    ]
    var open: [String] = []
    for piece in html.split(separator: "<", omittingEmptySubsequences: false).dropFirst() {
        guard let end = piece.firstIndex(of: ">") else { return "no end of <\(piece)" }
        var tag = piece[..<end]
        let isClosing = tag.first == "/"
        if isClosing { tag.removeFirst() }
        let name = String(tag.prefix { $0.isASCII && ($0.isLetter || $0.isNumber) })
        guard tags.contains(name) else { return "<\(tag)>" }
        if isClosing {
            guard open.popLast() == name else { return "</\(name)> out of place" }
            continue
        }
        let parts = tag.dropFirst(name.count).split(separator: "\"", omittingEmptySubsequences: false)
        for index in stride(from: 0, to: parts.count - 1, by: 2) {
            let attribute = String(parts[index].dropLast().filter { $0 != " " })
            guard attributes.contains(attribute), parts[index].last == "=" else { return "attribute \(attribute)" }
            if isUnsafe(address: String(parts[index + 1])), attribute == "href" || attribute == "src" {
                return "address \(parts[index + 1])"
            }
        }
        if parts.last != " /" {
            guard parts.last == "" else { return "after attributes: \(parts.last ?? "")" }
            open.append(name)
        }
    }
    return open.isEmpty ? nil : "open: \(open)"
}

@Suite struct HostileHTMLTests {
    @Test func theCheckFindsWhatItIsFor() {
        #expect(fault(in: "<p>a</p>\n<hr />\n<a href=\"b\">c</a>") == nil)
        for html in [
            "<script>", "<p>", "<p></em>", "<p onclick=\"x\"></p>", "<a href=\"JavaScript:x\">y</a>",
            "<a href=\"data:text/html,x\">y</a>", "<p", "<a href=\"b\" onload=\"\"></a>", "<p x></p>",
        ] {
            #expect(fault(in: html) != nil)
        }
    }

    @Test(arguments: [
        "<script>alert(1)</script>", "a <script>b</script>", "<img src=x onerror=alert(1)>", "<!-- x --><script>",
        "<!-- a\n--> <b onclick=c>", "[a](javascript:b)", "![a](JAVASCRIPT:b)", "<javascript:alert(1)>",
        "[a](data:text/html;base64,x)", "[a](vbscript:x)", "[a]( <file:///etc/passwd> )", "[a](java&#115;cript:x)",
        "[a][b]\n\n[b]: javascript:c", "[a](b \"<script>\")", "![\"onerror=\"](x\"y)", "```\" onclick=\"x\n```",
        "# a {#b\"onclick=\"x}", "$<script>$", "$$\n<script>\n$$ {#eq-\"}", "[^<script>]\n\n[^<script>]: x",
        "> [!NOTE] <script>\n> x", "| <script> |\n|---|\n| [a](javascript:b) |",
    ]) func nothingRuns(markdown: String) {
        for extensions in [[], Extensions.all] {
            let html = HTMLWriter(Tree(markdown: markdown, extensions: extensions)).html()
            #expect(fault(in: html) == nil, "\(html)")
        }
    }

    @Test(arguments: [
        String(repeating: "> ", count: 10_000) + "a `b` $c$", String(repeating: "- ", count: 10_000) + "a",
        String(repeating: "*a ", count: 10_000) + String(repeating: "b* ", count: 10_000),
        String(repeating: "**a ", count: 10_000) + String(repeating: "b**", count: 10_000),
        String(repeating: "[", count: 20_000) + "a" + String(repeating: "](b)", count: 20_000),
        String(repeating: "![a](", count: 20_000), String(repeating: "`a``", count: 20_000),
        String(repeating: "$a ", count: 20_000), String(repeating: "$$a\n", count: 20_000),
        String(repeating: "~~a ==b ", count: 10_000), String(repeating: "[^a] [^b]: ", count: 10_000),
        String(repeating: "[^a]: b [^a]\n", count: 10_000), String(repeating: "|", count: 20_000) + "\n|-|",
        "|a|\n|-|\n" + String(repeating: "|`$\\|\n", count: 10_000), String(repeating: "# a\n", count: 10_000),
        String(repeating: "&amp;\\*", count: 10_000), String(repeating: "<a ", count: 20_000),
        String(repeating: "<!--", count: 20_000), String(repeating: "a\n: b\n\n", count: 10_000),
        String(repeating: "> [!NOTE]\n", count: 10_000), String(repeating: "> [!NOTE] ", count: 1_000),
        String(repeating: "\"'--", count: 20_000), String(repeating: "- [ ] ", count: 5_000),
    ]) func depthAndRepetitionEnd(markdown: String) {
        let html = HTMLWriter(Tree(markdown: markdown, extensions: .all)).html()
        #expect(fault(in: html) == nil)
    }

    @Test func randomDocumentsAreWellFormed() {
        let fragments = [
            "a", " ", "\n", "\n\n", "> ", "- ", "1. ", "    ", "\t", "#", "# ", "*", "**", "_", "`", "```", "~~~", "~~",
            "==", "[", "]", "(", ")", "![", "](b)", "<", ">", "<b c=\"d\">", "<script>", "<!--", "-->", "$", "$$",
            "\\", "\\$", "|", "|a|b|\n|-|:-:|\n|c|d|\n", "[^a]", "[^a]: x\n", ": ", "\"", "'", "--", "...", "&amp;",
            "&#0;", "\u{0}", "\u{FFFD}", "é", "𝛼", "\r", "{#a .b}", "> [!NOTE]\n", "> [!HINT] t\n> x\n", "[ ] ", "[x] ",
            "javascript:", "[a](javascript:b)", "onerror=", "===\n", "---\n", "\u{1A}", "[a]: b\n", "\u{A0}",
        ]
        var generator = SplitMix(state: 7)
        for _ in 0..<3_000 {
            let count = Int.random(in: 1...40, using: &generator)
            let markdown = (0..<count).map { _ in fragments.randomElement(using: &generator) ?? "" }.joined()
            let tree = Tree(markdown: markdown, extensions: .all)
            let found = fault(in: HTMLWriter(tree).html())
            #expect(found == nil, "\(markdown.debugDescription)")
            for id in tree.descendants() { #expect(tree[id].range.start <= tree[id].range.end) }
        }
    }

    @Test func invalidUnicodeIsReplaced() {
        let markdown = String(decoding: [0x61, 0xFF, 0xC3, 0x20, 0xED, 0xA0, 0x80] as [UInt8], as: UTF8.self)
        #expect(HTMLWriter(Tree(markdown: markdown, extensions: .all)).html().hasPrefix("<p>a\u{FFFD}"))
        #expect(HTMLWriter(Tree(markdown: "a\u{0}b")).html() == "<p>a\u{FFFD}b</p>\n")
    }
}

@Suite struct HTMLWriterTests {
    @Test func commentsAreForTheAuthor() {
        #expect(HTMLWriter(Tree(markdown: "a<!-- b -->\n\n<!-- c -->\n\n<d>")).html() == "<p>a</p>\n<p>&lt;d&gt;</p>\n")
    }

    @Test func nodesCanBeReplaced() {
        let tree = Tree(markdown: "a `{swift} x` b\n\n```swift\nlet x = 1\n```\n\n> c")
        let writer = HTMLWriter(tree) { id, node in
            switch node.kind {
            case .code(let text) where text.hasPrefix("{swift}"): "<b>1</b>"
            case .codeBlock("swift", let text): "<figure>\(text.count)</figure>"
            default: nil
            }
        }
        #expect(
            writer.html() == "<p>a <b>1</b> b</p>\n<figure>10</figure>\n<blockquote>\n<p>c</p>\n</blockquote>\n")
    }

    @Test func aNodeAloneCanBeWritten() throws {
        let tree = Tree(markdown: "# A *b*\n\ntext")
        let heading = try #require(tree[tree.root].children.first)
        #expect(HTMLWriter(tree).html(of: heading) == "<h1>A <em>b</em></h1>\n")
        #expect(tree.plainText(of: heading) == "A b")
    }
}
