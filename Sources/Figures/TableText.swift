extension TableColumn {
    var isNumeric: Bool {
        cells.contains { $0.value != nil } && !cells.contains { if case .text = $0 { true } else { false } }
    }

    /// The cells as text; numbers of one column align on the decimal point when set flush right in figures of one width.
    var texts: [String] {
        let format = resolvedFormat
        let texts = cells.map { cell in
            switch cell {
            case .text(let text): text
            case .empty: ""
            case .number(let value): format.text(value)
            case .uncertain(let mean, let deviation): format.text(mean) + " ± " + format.text(deviation)
            }
        }
        guard isNumeric, case .significant = format else { return texts }
        return Self.padded(texts)
    }

    /// Which rows hold the best number.
    var bestRows: Set<Int> {
        guard let best else { return [] }
        let finite = cells.indices.filter { cells[$0].value?.isFinite == true }
        let values = finite.compactMap { cells[$0].value }
        guard let winner = best == .highest ? values.max() : values.min() else { return [] }
        return Set(finite.filter { cells[$0].value == winner })
    }

    /// The format with `automatic` resolved: at least two significant digits of the smallest number and three of the
    /// largest, at most six of the largest; powers of ten where that is unreadable.
    private var resolvedFormat: NumberFormat {
        guard format == .automatic else { return format }
        var numbers: [Double] = []
        for cell in cells {
            if case .number(let value) = cell { numbers.append(abs(value)) }
            if case .uncertain(let mean, let deviation) = cell { numbers += [abs(mean), abs(deviation)] }
        }
        numbers = numbers.filter { $0.isFinite && $0 > 0 }
        guard let largest = numbers.max(), let smallest = numbers.min() else { return .decimals(0) }
        if largest < 1e12, numbers.allSatisfy({ $0 == $0.rounded() }) { return .decimals(0) }
        let high = Numbers.exponent(of: largest)
        if high < -3 || high > 7 { return .scientific(3) }
        let decimals = max(2 - high, 1 - Numbers.exponent(of: smallest))
        return .decimals(max(0, min(decimals, 5 - high, 6)))
    }

    /// Spaces as wide as a digit, and one as wide as a point, where a number has fewer decimals than others.
    private static func padded(_ texts: [String]) -> [String] {
        func decimals(_ text: String) -> Int? {
            text.firstIndex(of: ".").map { text.distance(from: $0, to: text.endIndex) - 1 }
        }
        let most = texts.compactMap(decimals).max() ?? 0
        return texts.map { text in
            guard !text.isEmpty, most > 0 else { return text }
            guard let own = decimals(text) else {
                return text + "\u{2008}" + String(repeating: "\u{2007}", count: most)
            }
            return text + String(repeating: "\u{2007}", count: most - own)
        }
    }
}

extension NumberFormat {
    /// `value` in this format.
    func text(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value > 0 ? "∞" : "−∞" }
        switch self {
        case .automatic: return Numbers.significant(value, digits: 6)
        case .decimals(let count): return Numbers.fixed(value, decimals: min(max(count, 0), 15))
        case .significant(let count): return Numbers.significant(value, digits: min(max(count, 1), 15), trimmed: false)
        case .percent(let count): return Numbers.fixed(value * 100, decimals: min(max(count, 0), 12)) + "%"
        case .scientific(let count): return Numbers.scientific(value, digits: min(max(count, 1), 15))
        }
    }
}

extension Table {
    /// `<table class="data">` with a head; numeric cells are `class="num"`, the best also `best`. The page sets the
    /// caption, and `font-variant-numeric: tabular-nums; text-align: right` for `.num`.
    public func html() -> String {
        var writer = MarkupWriter()
        writer.open("table", [("class", "data")])
        writer.open("thead")
        writer.open("tr")
        for column in columns {
            writer.element("th", [("scope", "col")] + (column.isNumeric ? [("class", "num")] : []), column.title)
        }
        writer.close("tr")
        writer.close("thead")
        writer.newline()
        writer.open("tbody")
        writer.newline()
        let texts = columns.map { $0.texts }
        let best = columns.map { $0.bestRows }
        for row in 0..<rowCount {
            writer.open("tr")
            for index in columns.indices {
                let isBest = best[index].contains(row)
                let classes = [columns[index].isNumeric ? "num" : "", isBest ? "best" : ""].filter { !$0.isEmpty }
                writer.open("td", classes.isEmpty ? [] : [("class", classes.joined(separator: " "))])
                if isBest { writer.element("strong", [], texts[index][row]) } else { writer.append(texts[index][row]) }
                writer.close("td")
            }
            writer.close("tr")
            writer.newline()
        }
        writer.close("tbody")
        writer.close("table")
        return writer.text
    }

    /// The table for a terminal: columns aligned with spaces, the best number marked with a star.
    public var plainText: String {
        let cells = columns.map { column in
            let best = column.bestRows
            return [column.title]
                + column.texts.enumerated().map { row, text in
                    column.best == nil ? text : text + (best.contains(row) ? "*" : " ")
                }
        }
        let widths = cells.map { column in column.map { $0.count }.max() ?? 0 }
        func line(_ row: Int) -> String {
            let parts = columns.indices.map { index in
                let text = cells[index][row]
                let space = String(repeating: " ", count: widths[index] - text.count)
                return columns[index].isNumeric ? space + text : text + space
            }
            var joined = parts.joined(separator: "  ")
            while joined.last == " " { joined.removeLast() }
            return joined
        }
        let rule = widths.map { String(repeating: "─", count: $0) }.joined(separator: "  ")
        return ([line(0), rule] + (0..<rowCount).map { line($0 + 1) }).joined(separator: "\n")
    }

    /// The table as CSV (RFC 4180) with numbers in full precision; a mean ± deviation becomes two columns.
    public var csv: String {
        var fields: [[String]] = []
        for column in columns {
            let uncertain = column.cells.contains { if case .uncertain = $0 { true } else { false } }
            fields.append([column.title] + column.cells.map { $0.value.map { "\($0)" } ?? $0.string })
            guard uncertain else { continue }
            fields.append(
                [column.title + " deviation"]
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
