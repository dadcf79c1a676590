import Notebook

/// The numbers behind a chart, one click away: a table, and the same as CSV to keep.
struct DataView {
    /// The chart's display: a picture, and beside it a data table or CSV.
    var display: Display
    /// Where the page finds the CSV; nil for a page that stands alone.
    var address: String?

    /// Larger data would weigh more than the page they stand on, and can be had as CSV.
    private static let largestTable = 24_000
    private static let largestCSV = 4_000_000

    /// `<details class="data">`, or only a link where the numbers are too many to be read; empty if there are none.
    var html: String {
        let table = display.data["text/html"].flatMap { text in
            text.hasPrefix("<table class=\"data") && text.utf8.count <= Self.largestTable ? Self.compact(text) : nil
        }
        let link = csv == nil ? nil : address.map { "<a class=\"csv\" download href=\"\($0.htmlEscaped)\">CSV</a>" }
        guard let table else { return link.map { "<p class=\"data\">Data \($0)</p>\n" } ?? "" }
        return "<details class=\"data\"><summary>Data</summary>\(link ?? "")<div class=\"rich\" tabindex=\"0\">"
            + table + "</div></details>\n"
    }

    /// The numbers, to be kept in a file of the site.
    var csv: String? {
        display.data["image/svg+xml"] == nil
            ? nil : display.data["text/csv"].flatMap { $0.utf8.count <= Self.largestCSV && !$0.isEmpty ? $0 : nil }
    }

    /// The table without what HTML lets one leave out, which is most of it: ends of cells and rows, and the class of
    /// numeric cells, which the table says once for each column.
    static func compact(_ table: String) -> String {
        let head = table.prefix(upTo: table.firstRange(of: "</tr>")?.lowerBound ?? table.startIndex)
        var numeric = ""
        for (index, cell) in head.split(separator: "</th>").enumerated() where cell.contains("class=\"num\"") {
            numeric += " n\(index + 1)"
        }
        return
            table
            .replacing("<table class=\"data", with: "<table class=\"data\(numeric)", maxReplacements: 1)
            .replacing("</td>", with: "").replacing("</tr>", with: "").replacing("<td class=\"num\">", with: "<td>")
    }
}
