extension Table {
    /// `<table class="data">` with a head, a body for each group, and a foot with totals. Numeric cells are `class="num"`,
    /// the best also `best`, shaded ones `heat` with `--heat` from 0 to 1; a table of more than 20 rows is `long`, so that
    /// the page can keep its head in sight.
    public func html() -> String {
        var writer = MarkupWriter()
        writer.open("table", [("class", rowCount > 20 ? "data long" : "data")])
        writer.open("thead")
        writer.open("tr")
        for column in columns {
            writer.element("th", [("scope", "col")] + (column.isNumeric ? [("class", "num")] : []), column.heading)
        }
        writer.close("tr")
        writer.close("thead")
        writer.newline()
        let rows = HTMLRows(columns)
        for group in groups.isEmpty ? [(name: "", rows: 0..<rowCount)] : groups {
            writer.open("tbody")
            writer.newline()
            if !groups.isEmpty {
                writer.open("tr", [("class", "group")])
                writer.element("th", [("colspan", String(columns.count)), ("scope", "rowgroup")], group.name)
                writer.close("tr")
                writer.newline()
            }
            for row in group.rows { rows.write(row, to: &writer) }
            if groups.count > 1, hasTotals { writeTotals(group.rows, "subtotal", to: &writer) }
            writer.close("tbody")
        }
        if hasTotals {
            writer.open("tfoot")
            writeTotals(0..<rowCount, "total", to: &writer)
            writer.close("tfoot")
        }
        writer.close("table")
        return writer.text
    }

    var hasTotals: Bool { columns.contains { $0.total != nil } }

    /// The name of a row of totals stands in the first column, if that has no total of its own.
    private func totalTexts(_ rows: Range<Int>) -> [String] {
        var texts = columns.map { $0.totalText(rows) }
        if let first = columns.first, first.total == nil {
            let kinds = columns.compactMap { $0.total }
            texts[0] = !kinds.contains(.mean) ? "Sum" : kinds.contains(.sum) ? "Total" : "Mean"
        }
        return texts
    }

    private func writeTotals(_ rows: Range<Int>, _ name: String, to writer: inout MarkupWriter) {
        writer.open("tr", [("class", name)])
        for (column, text) in zip(columns, totalTexts(rows)) {
            writer.element("td", column.isNumeric ? [("class", "num")] : [], text)
        }
        writer.close("tr")
        writer.newline()
    }

    /// The table for a terminal: columns aligned with spaces, the best number marked with a star.
    public var plainText: String {
        var rows: [[String]] = [columns.map { $0.heading }]
        let texts = columns.map { column in
            let best = column.bestRows
            return column.texts.enumerated().map { row, text in
                column.best == nil ? text : text + (best.contains(row) ? "*" : " ")
            }
        }
        for row in 0..<rowCount { rows.append(texts.map { $0[row] }) }
        let totals = hasTotals ? totalTexts(0..<rowCount) : nil
        if let totals { rows.append(totals) }
        let widths = columns.indices.map { index in rows.map { $0[index].count }.max() ?? 0 }
        func line(_ cells: [String]) -> String {
            let parts = columns.indices.map { index in
                let space = String(repeating: " ", count: widths[index] - cells[index].count)
                return columns[index].isNumeric ? space + cells[index] : cells[index] + space
            }
            var joined = parts.joined(separator: "  ")
            while joined.last == " " { joined.removeLast() }
            return joined
        }
        let rule = widths.map { String(repeating: "─", count: $0) }.joined(separator: "  ")
        var lines = [line(rows[0]), rule]
        for row in 0..<rowCount {
            if let group = groups.first(where: { $0.rows.lowerBound == row && !$0.rows.isEmpty }) {
                lines.append(group.name + ":")
            }
            lines.append(line(rows[row + 1]))
        }
        if let totals { lines += [rule, line(totals)] }
        return lines.joined(separator: "\n")
    }

    /// The table as CSV (RFC 4180) with numbers in full precision; a mean ± deviation becomes two columns.
    public var csv: String {
        var fields: [[String]] = []
        if !groups.isEmpty { fields.append(["Group"] + groups.flatMap { group in group.rows.map { _ in group.name } }) }
        for column in columns {
            let uncertain = column.cells.contains { if case .uncertain = $0 { true } else { false } }
            fields.append([column.heading] + column.cells.map { $0.value.map { "\($0)" } ?? $0.string })
            guard uncertain else { continue }
            fields.append(
                [column.heading + " deviation"]
                    + column.cells.map { if case .uncertain(_, let deviation) = $0 { "\(deviation)" } else { "" } })
        }
        return (0...rowCount).map { row in
            fields.map { Self.quoted($0[row]) }.joined(separator: ",") + "\r\n"
        }.joined()
    }

    private static func quoted(_ field: String) -> String {
        guard field.unicodeScalars.contains(where: { $0 == "," || $0 == "\"" || $0 == "\n" || $0 == "\r" }) else {
            return field
        }
        var text = "\""
        for character in field { text += character == "\"" ? "\"\"" : String(character) }
        return text + "\""
    }
}

extension Cell {
    fileprivate var string: String {
        if case .text(let text) = self { return text }
        return ""
    }
}

/// The cells of a table as they are written, computed once for all rows.
private struct HTMLRows {
    private let columns: [(isNumeric: Bool, texts: [String], best: Set<Int>, heats: [Int?])]

    init(_ columns: [TableColumn]) {
        self.columns = columns.map { ($0.isNumeric, $0.texts, $0.bestRows, $0.heats) }
    }

    func write(_ row: Int, to writer: inout MarkupWriter) {
        writer.open("tr")
        for column in columns {
            let isBest = column.best.contains(row)
            let heat = column.heats[row]
            let classes = [column.isNumeric ? "num" : "", isBest ? "best" : "", heat == nil ? "" : "heat"]
            let name = classes.filter { !$0.isEmpty }.joined(separator: " ")
            var attributes = name.isEmpty ? [] : [("class", name)]
            if let heat { attributes.append(("style", "--heat:" + MarkupWriter.hundredths(heat))) }
            writer.open("td", attributes)
            if isBest { writer.element("strong", [], column.texts[row]) } else { writer.append(column.texts[row]) }
            writer.close("td")
        }
        writer.close("tr")
        writer.newline()
    }
}
