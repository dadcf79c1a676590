/// What a chart shows, in words, for those who do not see it.
struct Description {
    let channels: Channels
    let options: ChartOptions

    private var xName: String { options.x.label ?? channels.xLabel ?? "x" }
    private var yName: String { options.y.label ?? channels.yLabel ?? "y" }

    var title: String { options.title ?? "\(yName) against \(xName)" }

    var text: String {
        let kinds = channels.series.map { $0.kind }
        let first: String
        switch kinds.first {
        case nil: return "\(yName) against \(xName): no data."
        case .line: first = "line chart"
        case .point: first = "scatter plot"
        case .bar: first = "bar chart"
        case .area: first = kinds.contains(.line) ? "line chart" : "area chart"
        case .rule: first = "chart"
        case .rectangle: first = "heat map"
        }
        var text = "\(yName) against \(xName), \(first)"
        let described = self.described
        if described.count > 1 { text += ", \(Self.count(described.count)) series" }
        if !channels.facets.isEmpty { text += ", in \(Self.count(channels.facets.count)) panels" }
        if !described.isEmpty { text += ": " + described.prefix(8).joined(separator: "; ") }
        if described.count > 8 { text += "; and \(described.count - 8) more" }
        text += "."
        for note in channels.notes { text += " " + note }
        return text
    }

    private var described: [String] {
        channels.series.compactMap { series in
            guard series.kind != .rule, series.kind != .rectangle, series.kind != .area || !hasLine(series.name) else {
                return nil
            }
            let name = [series.name, series.facet].compactMap { $0 }.joined(separator: " in ")
            let values = values(series)
            guard let first = values.first, let last = values.last else {
                return name.isEmpty ? nil : name + " has no values"
            }
            let subject = name.isEmpty ? yName : name
            let low = values.min() ?? first
            let high = values.max() ?? first
            if series.kind == .line || series.kind == .area, values.count > 1 {
                let verb = last > first ? "rises" : last < first ? "falls" : "stays"
                if first == last, low == high { return "\(subject) stays at \(number(first))" }
                var text =
                    first == last
                    ? "\(subject) starts and ends at \(number(first))"
                    : "\(subject) \(verb) from \(number(first)) to \(number(last))"
                if low < min(first, last) { text += ", lowest \(number(low))" }
                if high > max(first, last) { text += ", highest \(number(high))" }
                return text
            }
            return
                "\(subject), \(values.count == 1 ? "one value, \(number(first))" : "\(values.count) values from \(number(low)) to \(number(high))")"
        }
    }

    private func hasLine(_ name: String?) -> Bool { channels.series.contains { $0.kind == .line && $0.name == name } }

    private func values(_ series: Channels.Series) -> [Double] {
        let horizontal = channels.barsAreHorizontal && series.kind == .bar
        return series.points.compactMap { (horizontal ? $0.x : $0.yEnd ?? $0.y)?.finite }
    }

    private func number(_ value: Double) -> String { Numbers.significant(value, digits: 3) }

    private static func count(_ n: Int) -> String {
        let words = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
        return n < words.count ? words[n] : String(n)
    }
}
