import Markdown
import Notebook
import Testing

@testable import Renderer

/// A cell as the tests need it.
func cell(
    _ source: String, node: Int = 1, number: Int = 1, kind: Cell.Kind = .code, _ options: CellOptions = CellOptions()
) -> Cell {
    Cell(
        kind: kind, node: Tree.ID(index: node), number: number, source: source, position: Position(line: 3, column: 1),
        options: options)
}

let typeError = Diagnostic(
    id: "compile-error", file: "lessons/x.md", line: 43, column: 10, message: "cannot convert <A> to B",
    excerpt: "\tlet y = f(a < b)",
    notes: [Diagnostic(id: "note", severity: .note, file: "lessons/x.md", line: 12, message: "f is declared here")])

@Suite struct PageDiagnosticTests {
    @Test func placeMessageLineAndCaret() {
        #expect(
            DiagnosticView(typeError).html == """
                <div class="diagnostic error">
                <p class="message"><strong>Error</strong> cannot convert &lt;A&gt; to B</p>
                <p class="place">lessons/x.md:43:10</p>
                <pre class="excerpt" tabindex="0"><code>\tlet y = f(a &lt; b)
                \t        <span class="caret">^</span></code></pre>
                <ul class="notes">
                <li><p class="message"><strong>Note</strong> f is declared here</p>
                <p class="place">lessons/x.md:12</p>
                </li>
                </ul>
                </div>

                """)
    }

    @Test func anExpectedErrorDoesNotAlarm() {
        #expect(DiagnosticView(typeError, isExpected: true).html.hasPrefix("<div class=\"diagnostic error expected\">"))
    }
}

@Suite struct PageCellTests {
    let display = Output.display(
        Display(data: ["text/plain": "chart", "image/svg+xml": "<svg></svg>", "text/html": "<p>"]))

    @Test func codeThenOutputsInOrder() {
        let outcome = Outcome(state: .succeeded, outputs: [.text(.stdout, "a<b\n"), .text(.stderr, "late"), display])
        #expect(
            CellView(cell: cell("f()\n"), outcome: outcome).html == """
                <div class="cell">
                <div class="copyable"><pre class="code" tabindex="0"><code class="language-swift">f()</code></pre></div>
                <div class="output">
                <pre class="stdout" tabindex="0">a&lt;b</pre>
                <pre class="stderr" tabindex="0">late</pre>
                <div class="chart" tabindex="0"><svg></svg></div>
                </div>
                </div>

                """)
    }

    @Test func captionAndNumberStandInAFigureAroundTheDisplays() {
        let options = CellOptions(label: "fig-loss", caption: "Loss", echo: .hidden)
        let lesson = Lesson(name: "x", file: "lessons/x.md", source: "", cells: [cell("f()", options)])
        let view = CellView(
            cell: lesson.cells[0], outcome: Outcome(state: .succeeded, outputs: [.text(.stdout, "x"), display]),
            entry: Numbering(lesson)["fig-loss"], caption: "<em>Loss</em>")
        #expect(
            view.html == """
                <div class="cell">
                <div class="output">
                <pre class="stdout" tabindex="0">x</pre>
                <figure class="chart" id="fig-loss">
                <div class="chart" tabindex="0"><svg></svg></div>
                <figcaption><span class="number">Figure\u{A0}1:</span> <em>Loss</em></figcaption>
                </figure>
                </div>
                </div>

                """)
    }

    @Test func theLabelIsAnIdOnceWhateverBecameOfTheCell() {
        let tables = CellOptions(label: "tbl-a", caption: "A")
        let lesson = Lesson(name: "x", file: "", source: "", cells: [cell("f()", tables)])
        let states: [Outcome?] = [
            nil, Outcome(state: .skipped), Outcome(state: .failed, outputs: [.error(typeError)]),
            Outcome(state: .succeeded, outputs: [display]),
        ]
        for outcome in states {
            let html = CellView(
                cell: lesson.cells[0], outcome: outcome, entry: Numbering(lesson)["tbl-a"], caption: "A"
            ).html
            #expect(html.components(of: "id=\"tbl-a\"") == 1)
        }
    }

    @Test func echoFoldsOrHides() {
        #expect(
            CellView(cell: cell("f()", CellOptions(echo: .folded)), outcome: nil).html.contains(
                "<details class=\"code\">"))
        #expect(CellView(cell: cell("f()", CellOptions(echo: .hidden)), outcome: nil).html.isEmpty)
    }

    @Test func outputOffStillShowsAnError() {
        let outcome = Outcome(state: .failed, outputs: [.text(.stdout, "hidden"), .error(typeError)])
        let html = CellView(cell: cell("f()", CellOptions(output: false)), outcome: outcome).html
        #expect(!html.contains("hidden"))
        #expect(html.contains("lessons/x.md:43:10"))
    }

    @Test func aListingsCaptionStandsAboveItsCode() {
        let lesson = Lesson(
            name: "x", file: "", source: "", cells: [cell("f()", CellOptions(label: "lst-a", caption: "A"))])
        let html = CellView(cell: lesson.cells[0], outcome: nil, entry: Numbering(lesson)["lst-a"], caption: "A").html
        #expect(
            html.contains(
                "<figure class=\"listing\" id=\"lst-a\">\n<figcaption><span class=\"number\">Listing\u{A0}1:</span> A</figcaption>\n<div class=\"copyable\"><pre"
            ))
    }

    @Test func pngIsInlinedOnlyWhenItIsBase64() {
        let good = OutputView(.display(Display(data: ["text/plain": "dot", "image/png": "iVBO\nRw=="]))).html
        #expect(good == "<img src=\"data:image/png;base64,iVBORw==\" alt=\"dot\">\n")
        let bad = OutputView(.display(Display(data: ["text/plain": "dot", "image/png": "\" onload=\"x"]))).html
        #expect(bad == "<pre class=\"plain\" tabindex=\"0\">dot</pre>\n")
    }

    @Test func valuesStandInProse() {
        let good = Outcome(state: .succeeded, outputs: [.display(Display(data: ["text/plain": "<4>"]))])
        #expect(ValueView(outcome: good).html == "<data class=\"value\" value=\"&lt;4&gt;\">&lt;4&gt;</data>")
        let share = Outcome(state: .succeeded, outputs: [.display(Display(data: ["text/plain": "2.3 %"]))])
        #expect(ValueView(outcome: share).html == "<data class=\"value\" value=\"2.3 %\">2.3\u{202F}%</data>")
        let failed = ValueView(outcome: Outcome(state: .failed, outputs: [.error(typeError)]))
        #expect(failed.html.contains("title=\"cannot convert &lt;A&gt; to B\""))
        #expect(failed.error == typeError)
    }
}

@Suite struct PageNumberingTests {
    @Test func eachKindCountsForItselfInReadingOrder() {
        let labels = ["fig-a", "tbl-a", nil, "fig-b", "setup", "lst-a", "fig-a"]
        let cells = labels.enumerated().map { cell("f()", number: $0 + 1, CellOptions(label: $1)) }
        let numbering = Numbering(Lesson(name: "x", file: "", source: "", cells: cells))
        #expect(numbering["fig-a"]?.title == "Figure\u{A0}1")
        #expect(numbering["fig-b"]?.title == "Figure\u{A0}2")
        #expect(numbering["tbl-a"]?.title == "Table\u{A0}1")
        #expect(numbering["lst-a"]?.title == "Listing\u{A0}1")
        #expect(numbering["setup"] == nil)
    }
}
