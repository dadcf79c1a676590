import Notebook
import Testing

@testable import Renderer

/// The numbers behind a chart: a table on the page, and a file of the site.
@Suite struct DataViewTests {
    private let table = """
        <table class="data"><thead><tr><th scope="col">Set</th><th scope="col" class="num">Loss</th></tr></thead>
        <tbody>
        <tr><td>a &lt; b</td><td class="num">0.5</td></tr>
        </tbody></table>
        """

    private func chart(_ table: String?, csv: String? = "Set,Loss\r\na < b,0.5\r\n") -> Display {
        var data = ["text/plain": "chart", "image/svg+xml": "<svg></svg>"]
        data["text/html"] = table
        data["text/csv"] = csv
        return Display(data: data)
    }

    @Test func aTableLeavesOutWhatHTMLNeedsNot() {
        #expect(
            DataView(display: chart(table), address: "assets/data/x/fig-a.csv").html == """
                <details class="data"><summary>Data</summary><a class="csv" download href="assets/data/x/fig-a.csv">CSV</a>\
                <div class="rich" tabindex="0"><table class="data n2"><thead><tr><th scope="col">Set</th>\
                <th scope="col" class="num">Loss</th></thead>
                <tbody>
                <tr><td>a &lt; b<td>0.5
                </tbody></table></div></details>

                """)
    }

    @Test func manyNumbersAreOnlyAFile() {
        let html = DataView(display: chart(nil), address: "fig-a.csv").html
        #expect(html == "<p class=\"data\">Data <a class=\"csv\" download href=\"fig-a.csv\">CSV</a></p>\n")
        #expect(DataView(display: chart(nil, csv: nil), address: "fig-a.csv").html.isEmpty)
    }

    @Test func eachChartOfACellHasAFileThatItsPageLinksTo() {
        let outcome = Outcome(
            state: .succeeded,
            outputs: [.display(chart(table)), .text(.stdout, "a"), .display(chart(table, csv: "b\r\n"))])
        let view = CellView(cell: cell("c"), outcome: outcome, dataPath: "assets/data/x/cell-1")
        #expect(view.data.map(\.path) == ["assets/data/x/cell-1.csv", "assets/data/x/cell-1-3.csv"])
        for file in view.data { #expect(view.html.contains("href=\"\(file.path)\"")) }
        let broken = CellView(cell: cell("c"), outcome: Outcome(state: .skipped, outputs: []), dataPath: "a")
        #expect(broken.data.isEmpty)
    }
}
