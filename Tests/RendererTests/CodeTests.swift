import Testing

@testable import Renderer

@Suite struct SwiftHighlighterTests {
    @Test func wordsAreMarkedByKind() {
        let html = SwiftHighlighter.html("@main struct A: B { let n: Int = 3 // three\n}")
        #expect(html.hasPrefix("<span class=\"a\">@main</span> <span class=\"k\">struct</span> A: "))
        #expect(
            html.contains("<span class=\"k\">let</span> n: <span class=\"t\">Int</span> = <span class=\"n\">3</span>"))
        #expect(html.hasSuffix("<span class=\"c\">// three</span>\n}"))
    }

    @Test func markupInSourceIsEscaped() {
        let html = SwiftHighlighter.html("let a = \"<script>\" + b < c && d")
        #expect(html.contains("<span class=\"s\">&quot;"))
        #expect(html.contains("&lt;script&gt;"))
        #expect(html.contains("b &lt; c &amp;&amp; d"))
        #expect(!html.contains("<script"))
    }

    @Test(arguments: [
        "", "\n", "let", "a\n\n  b\n", "\"\"\"\n é 🧮\n\"\"\"\n", "/* a\n b */ x", "let = = }{ \"", "#if x\n#endif",
    ])
    func textIsKept(source: String) {
        #expect(plainText(SwiftHighlighter.html(source)) == source)
    }

    @Test func spansEndWithTheirLine() {
        for line in SwiftHighlighter.html("/* one\ntwo\nthree */ let x = 1").split(separator: "\n") {
            #expect(line.components(of: "<span") == line.components(of: "</span>"))
        }
    }
}

@Suite struct TerminalTextTests {
    @Test func coloursBecomeClasses() {
        #expect(TerminalText.html("\u{1B}[1;31mred\u{1B}[0m plain") == "<span class=\"bold ansi-1\">red</span> plain")
        #expect(TerminalText.html("\u{1B}[38;5;12mx\u{1B}[39my") == "<span class=\"ansi-12\">x</span>y")
    }

    @Test func aColourGivenOutrightTakesNothingElseWithIt() {
        #expect(TerminalText.html("\u{1B}[38;2;1;3;4mx") == "x")
        #expect(TerminalText.html("\u{1B}[48;5;1mx") == "x")
    }

    @Test func otherControlsAreLeftOut() {
        #expect(TerminalText.html("a\u{1B}[2Kb\u{1B}]0;title\u{07}c\u{8}\u{0}d\u{9B}e") == "abcde")
        #expect(TerminalText.html("half \u{1B}[3") == "half ")
    }

    @Test func carriageReturnOverwritesItsLine() {
        #expect(TerminalText.html("10%\r50%\r100%\ndone\r\n") == "100%\ndone\n")
    }

    @Test func markupIsEscaped() {
        #expect(TerminalText.html("<b>&\"'") == "&lt;b&gt;&amp;&quot;'")
    }
}

/// The text of HTML that has only spans and the five references.
func plainText(_ html: String) -> String {
    var text = ""
    var isTag = false
    for character in html {
        if character == "<" {
            isTag = true
        } else if character == ">" {
            isTag = false
        } else if !isTag {
            text.append(character)
        }
    }
    for (reference, character) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")] {
        text = text.replacing(reference, with: character)
    }
    return text
}

extension StringProtocol {
    func components(of pattern: String) -> Int { String(self).ranges(of: pattern).count }
}
