import Foundation
import Markdown
import Notebook
import Testing

@testable import Renderer

/// What search finds and shows is what a reader of the page sees.
@Suite struct SearchTests {
    private func sections(_ markdown: String, outcomes: [Outcome?] = [], bibTeX: String = "") throws -> [SearchSection]
    {
        let lesson = LessonReader.read(markdown, file: "lessons/x.md")
        let other = LessonReader.read("# Other\n\n## Last words {#sec-end}", file: "lessons/other.md")
        let works = ReferenceReader.read(bibTeX, file: "lessons/refs.bib").references
        let map = CourseMap(lessons: [lesson, other], files: ["n.png"], references: works)
        let renderer = MathRenderer()
        let writer = MarkdownProse(lesson, in: map) { tex, isDisplay throws(MathError) in
            try renderer.render(tex, display: isDisplay)
        }
        let page = LessonPage.render(lesson: lesson, outcomes: outcomes, writer: writer, map: map)
        return page.sections
    }

    @Test func proseIsSeenBySectionAndCodeIsNot() throws {
        #expect(
            try sections("a[^n] `b`, <c>\n\n```swift\nlet c = 1\n```\n\n## D *e*\n\n- f\n- g\n\n[^n]: note") == [
                SearchSection(id: "", heading: "", text: "a b,"),
                SearchSection(id: "d-e", heading: "D e", text: "f g note"),
            ])
    }

    @Test func referencesAreWhatTheyLeadTo() throws {
        let bibTeX = "@article{ba, author={Ba, Jimmy}, title={Adam}, year=2014}"
        let found = try sections(
            "## About @fig-n\n\nSee @fig-n, @sec-end and [@ba, p. 3].\n\n![x](n.png \"A *net*\"){#fig-n}",
            bibTeX: bibTeX)
        #expect(found.map(\.heading) == ["About Figure 1"])
        #expect(
            found[0].text
                == "See Figure 1, “Last words” of “Other” and (Ba, 2014, p. 3). x A net")
    }

    @Test func valuesAndCaptionsAreThere() throws {
        let seven = Outcome(state: .succeeded, outputs: [.display(Display(data: ["text/plain": "7 < 8"]))])
        let found = try sections(
            "```swift\n//| label: fig-a\n//| caption: Loss of $x_1$\nf()\n```\n\nIt is `{swift} x`.",
            outcomes: [nil, seven])
        #expect(found.map(\.text) == ["Figure 1: Loss of x_1 It is 7 < 8."])
    }

    @Test(arguments: [
        (#"\gamma"#, "γ"), (#"x_i^2 + \hat{y}"#, "x_i^2 + y\u{302}"), (#"a < b"#, "a < b"),
        (#"\frac{x - \mu}{\sqrt{\sigma^2+\epsilon}}"#, "(x − μ)/(√(σ^2 + ϵ))"),
        (#"\sum_{i=1}^m x_i"#, "∑_(i = 1)^m x_i"), (#"\text{if } 10^{-5}"#, "if 10^(−5)"),
    ]) func formulasAreALineOfText(tex: String, text: String) throws {
        #expect(MathText.text(of: try MathRenderer().render(tex, display: true)) == text)
    }

    @Test func whatCannotBeSetIsShownAsItIsWritten() throws {
        #expect(try sections("a $\\foo$ @fig-none").map(\.text) == ["a \\foo @fig-none"])
        #expect(MathText.text(of: "x") == nil)
    }
}
