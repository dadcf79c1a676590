import Foundation
import Markdown
import Notebook
import Testing

@testable import Renderer

/// The formulas of a text, displayed ones between two dollar signs.
private func formulas(_ markdown: String) -> [String] {
    let tree = Tree(markdown: markdown, extensions: .all)
    return tree.descendants().compactMap { id in
        switch tree[id].kind {
        case .math(let tex, isDisplay: false): tex
        case .math(let tex, isDisplay: true): "$" + tex + "$"
        case .mathBlock(let tex, let label): "$" + tex + "$" + (label ?? "")
        default: nil
        }
    }
}

@Suite struct MathSpanTests {
    @Test(arguments: [
        ("$a_1 + b_1$ and $a*b*c$", ["a_1 + b_1", "a*b*c"]),
        (#"$\{x\}$ $\mathbf{x}_*$ $y_*$"#, [#"\{x\}"#, #"\mathbf{x}_*"#, "y_*"]),
        ("$5 and $6", []),
        ("It costs $5, $6 or $x$", ["x"]),
        ("$x$5", []),
        (#"\$a$ b$"#, []),
        (#"$\$$ and $a \\$"#, [#"\$"#, #"a \\"#]),
        ("$ a$ $b $ $$", []),
        ("`$a$` $b$ `$c$`", ["b"]),
        ("$a `b$ c`", []),
        ("$a < b$ *and $c* > d$", ["a < b", "c* > d"]),
        ("$[a](b)$ [t $x$](/u$y$)", ["[a](b)", "x"]),
        ("> - a $x\n>   - y$ b", []),
        ("> a $x\n> + y$ b", []),
        ("> a $x\n> z_1 y$ b $c$", ["x\nz_1 y", "c"]),
        ("# $x_1$ {#a}", ["x_1"]),
        ("| $|x|$ | b |\n|---|---|\n| $a|b$ | $c_1$ |", ["|x|", "a|b", "c_1"]),
        ("$$x$$", ["$x$"]),
        ("a $$x$$ b", ["$x$"]),
        ("$$x$$ {#eq-bn}", ["$x$eq-bn"]),
        (
            "$$\nx\n= y\n=\n- z_1\n# 1\n\\\\[2pt]\n$$ {#eq-a}\n\nthen $b$",
            ["$\nx\n= y\n=\n- z_1\n# 1\n\\\\[2pt]\n$eq-a", "b"]
        ),
        ("> $$\n> - a\n> > b\n> $$", ["$\n- a\n> b\n$"]),
        ("- one\n\n  $$\n  + a\n  $$\n- $b$", ["$\n+ a\n$", "b"]),
        ("$$\na\n\nb $c$", ["c"]),
        ("```\n$$\n- x\n$$\n```\n$y$", ["y"]),
        ("$$ a", []),
    ]) func formulasAreFound(markdown: String, expected: [String]) {
        #expect(formulas(markdown) == expected)
    }

    @Test(arguments: [
        ("a $x$, b", "a <span class=\"joined\">[x],</span> b"),
        ("($x$).", "(<span class=\"joined\">[x]).</span>"),
        ("$x$ and $y$", "[x] and [y]"),
        ("*$x$*, @b $x$; @c", "<em>[x]</em>, @b <span class=\"joined\">[x];</span> @c"),
        ("$aaaaaaaaaaaaaaaaaaaaaaaa$,", "[aaaaaaaaaaaaaaaaaaaaaaaa],"),
    ]) func aFormulaHoldsTheMarkAfterIt(markdown: String, expected: String) {
        let tree = Tree(markdown: markdown, extensions: .all)
        let html = HTMLWriter(tree) { _, node in
            switch node.kind {
            case .math(let tex, _): "[\(tex)]"
            case .text(let text) where text.contains("@"): text
            default: nil
            }
        }.html()
        #expect(html == "<p>\(expected)</p>\n")
    }

    @Test func whatIsNoFormulaIsUntouched() {
        for markdown in [
            "```\n$$\n- x\n$$\n```\n", "    $$\n    a\n    $$\n", "`$a_1$`\n", "[a](/b$c$d)\n", "<b c=\"$d$\">\n$e\n",
            "$5 and *$6*\n", "[^a] `b`\n[^a]: c\n===\n", "a `b\n$$\nc`\n", "<div>\n$$\n- a\n$$\n</div>\n",
        ] {
            let plain = HTMLWriter(Tree(markdown: markdown), allowsRawHTML: true).html()
            let math = HTMLWriter(Tree(markdown: markdown, extensions: [.math, .footnotes]), allowsRawHTML: true).html()
            #expect(plain == math)
        }
    }

    /// So that an error in a formula can be shown where it is.
    @Test func bytesOfFormulasStandWhereTheyAre() throws {
        let tree = Tree(markdown: "> $$\n> a\n>  bc\n> $$\n\nx $d\ne$", extensions: .math)
        let places = tree.descendants().compactMap { id -> [Position]? in
            switch tree[id].kind {
            case .math(let tex, _), .mathBlock(let tex, _):
                tex.utf8.indices.compactMap { index in
                    let byte = tex.utf8[index]
                    guard (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) else { return nil }
                    return tree.position(ofByte: tex.utf8.distance(from: tex.startIndex, to: index), in: id)
                }
            default: nil
            }
        }
        #expect(
            places == [
                [Position(line: 2, column: 3), Position(line: 3, column: 4), Position(line: 3, column: 5)],
                [Position(line: 6, column: 4), Position(line: 7, column: 1)],
            ])
    }

    @Test func formulasStandWhereTheyAre() throws {
        let tree = Tree(markdown: "> a *b $x_1$* c", startingAt: 5, extensions: .math)
        let id = try #require(tree.descendants().first { tree[$0].kind == .math("x_1", isDisplay: false) })
        #expect(tree[id].range == SourceRange(Position(line: 5, column: 8), Position(line: 5, column: 13)))
        #expect(
            HTMLWriter(tree).html()
                == "<blockquote>\n<p>a <em>b <span class=\"math\">x_1</span></em> c</p>\n</blockquote>\n")
    }
}

@Suite struct MathRendererTests {
    @Test func aShortEquationStaysOnItsLine() {
        func html(_ text: String) -> String {
            let lesson = LessonReader.read(text, file: "lessons/x.md")
            return MarkdownProse(lesson) { tex, _ in "[\(tex)]" }.prose(of: lesson, replacing: [:]).html
        }
        #expect(html("At $\\lambda = 0.01$ it").contains("<span class=\"joined\">[\\lambda = 0.01]</span>"))
        #expect(!html("At $\\lambda$ and $x = a + b + c + d + e$ it").contains("joined"))
    }

    @Test func formulasBecomeHTMLWithMathML() throws {
        let renderer = MathRenderer(macros: ["\\R": "\\mathbb{R}"])
        let inline = try renderer.render("x \\in \\R^𝑛", display: false)
        #expect(inline.hasPrefix("<span class=\"katex\"><span class=\"katex-mathml\"><math"))
        #expect(inline.contains("ℝ") || inline.contains("mathbb") || inline.contains("double-struck"))
        #expect(inline.contains("𝑛"))
        #expect(try renderer.render("x", display: true).hasPrefix("<span class=\"katex-display\">"))
    }

    @Test(arguments: [
        (#"a + \foo"#, "Undefined control sequence: \\foo", 4),
        (#"ü \frac{1"#, "Unexpected end of input in a macro argument, expected '}'", 10),
    ]) func errorsHaveTheirPlace(tex: String, message: String, offset: Int) {
        #expect(throws: MathError(message: message, offset: offset)) {
            try MathRenderer().render(tex, display: false)
        }
    }

    /// One of each family of KaTeX's commands: the engine must have what any of them asks for.
    @Test func everyFamilyOfCommandsCanBeSet() throws {
        let renderer = MathRenderer()
        for tex in [
            #"\begin{pmatrix} a & b \\ c & d \end{pmatrix}"#, #"\begin{cases} 1 & x > 0 \\ 0 \end{cases}"#,
            #"\begin{aligned} a &= b \\ &= c \end{aligned}"#,
            #"\begin{array}{c|cc} a & b & c \\ \hline 1 & 2 & 3 \end{array}"#,
            #"\begin{align} a &= b \tag{1} \end{align}"#, #"\begin{gather} a \\ b \end{gather}"#,
            #"\begin{smallmatrix} a \end{smallmatrix}"#, #"\begin{CD} A @>a>> B \end{CD}"#, #"\xrightarrow[a]{b}"#,
            #"\underbrace{a+b}_{c} \overbrace{d}^{e}"#, #"\cancel{x} \boxed{y} \fbox{z} \not= \sout{a}"#,
            #"\color{red} x \textcolor{#123456}{y} \colorbox{yellow}{z}"#,
            #"\left\lfloor \frac{a}{b} \middle| c \right\rceil"#,
            #"\mathbb{R} \mathcal{L} \mathfrak{g} \mathscr{F} \mathsf{A} \mathtt{b} \boldsymbol{\theta} \bm{x}"#,
            #"\stackrel{a}{=} \overset{b}{c} \underset{d}{e} \substack{i \\ j}"#,
            #"\operatorname*{arg\,max}_x \limsup"#,
            #"\binom{n}{k} \dfrac12 \tfrac34 \cfrac{1}{2} \genfrac[]{0pt}{}{a}{b}"#,
            #"\sqrt[3]{x} \Bigl( \bigg\} \Big/"#,
            #"\widehat{abc} \vec{v} \overline{ab} \dot x \ddot y \overrightarrow{AB}"#,
            #"\text{if } x \mathrm{d}x \verb|a|"#,
            #"\rule{1em}{2pt} \hspace{1em} \raisebox{2pt}{a} \phantom{b} \smash{c} \mathllap{d}"#,
            #"\oint \iint \sum\nolimits_a \int\limits_0^1"#,
            #"\pmod{n} \bmod \KaTeX \char"41 \mathop{a} \huge b \tiny c"#,
        ] {
            #expect(throws: Never.self, "\(tex)") { try renderer.render(tex, display: true) }
        }
    }

    @Test func hostileFormulasEnd() {
        let renderer = MathRenderer()
        for tex in [
            String(repeating: "{", count: 20_000), #"\def\a{\a\a}\a"#, #"\href{javascript:alert(1)}{x}"#,
            #"\includegraphics{https://example.org/x}"#, "<script>", "\u{0}",
        ] {
            let html = (try? renderer.render(tex, display: false)) ?? ""
            #expect(!html.contains("<script"))
            #expect(!html.contains("href="))
            #expect(!html.contains("src="))
        }
    }

    @Test func macrosOfAFormulaEndWithIt() throws {
        let renderer = MathRenderer()
        _ = try renderer.render(#"\gdef\secret{x}\secret"#, display: false)
        #expect(throws: MathError.self) { try renderer.render(#"\secret"#, display: false) }
    }

    @Test func withoutTheLibraryItSaysWhatToInstall() {
        let error = #expect(throws: MathError.self) { try MathRenderer(folder: "/nowhere").render("x", display: false) }
        #expect(error?.message == "KaTeX (katex.min.js) was not found in /nowhere; Debian has it as libjs-katex")
    }
}
