extension TableColumn {
    var isNumeric: Bool {
        cells.contains { $0.value != nil } && !cells.contains { if case .text = $0 { true } else { false } }
    }

    /// The cells as text; numbers of one column align on the decimal point when set flush right in figures of one width.
    var texts: [String] {
        let format = resolvedFormat
        let hasNumbers = isNumeric
        let texts = cells.map { cell in
            switch cell {
            case .text(let text): text
            case .empty: hasNumbers ? "–" : ""
            case .number(let value) where value.isNaN: "–"
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

    /// The total over `rows` as text; "" if the column has none.
    func totalText(_ rows: Range<Int>) -> String {
        guard let total else { return "" }
        let values = rows.compactMap { cells[$0].value }.filter { $0.isFinite }
        guard !values.isEmpty else { return "–" }
        let sum = values.reduce(0, +)
        return resolvedFormat.text(total == .sum ? sum : sum / Double(values.count))
    }

    /// How strongly a cell is shaded, in hundredths, from the least number of the column to the greatest.
    var heats: [Int?] {
        let values = cells.map { cell in cell.value.flatMap { $0.isFinite ? $0 : nil } }
        guard heat, let low = values.compactMap({ $0 }).min(), let high = values.compactMap({ $0 }).max() else {
            return cells.map { _ in nil }
        }
        let span = high / 2 - low / 2
        return values.map { value in value.map { span > 0 ? Int((($0 / 2 - low / 2) / span * 100).rounded()) : 50 } }
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
            guard !text.isEmpty, text != "–", most > 0 else { return text }
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
        case .percent(let count): return Numbers.fixed(value * 100, decimals: min(max(count, 0), 12)) + "\u{202F}%"
        case .scientific(let count): return Numbers.scientific(value, digits: min(max(count, 1), 15))
        }
    }
}
