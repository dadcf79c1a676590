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
        case .tick: first = "strip plot"
        case .vector: first = "vector plot"
        case .contour: first = "contour plot"
        case .box: first = "box plot"
        case .errorBar: first = "values with error bars"
        case .image: return imageText
        case .text: first = "chart"
        }
        var text = "\(yName) against \(xName), \(first)"
        let described = self.described
        if described.count > 1 { text += ", \(Self.count(described.count)) series" }
        let panels = max(1, channels.facets.count) * max(1, channels.facetRows.count)
        if panels > 1 { text += ", in \(Self.count(panels)) panels" }
        if !described.isEmpty { text += ": " + described.prefix(8).joined(separator: "; ") }
        if described.count > 8 { text += "; and \(described.count - 8) more" }
        text += "."
        for note in channels.notes { text += " " + note }
        return text
    }

    private var imageText: String {
        let images = channels.series.flatMap { $0.points }.compactMap { point -> PixelImage? in
            if case .image(let image)? = point.attachment { image } else { nil }
        }
        guard let first = images.first else { return "No picture." }
        let size = "\(first.columns) by \(first.rows) pixels"
        let names = channels.facets.isEmpty ? "" : ": " + channels.facets.prefix(12).joined(separator: ", ")
        return images.count == 1 ? "A picture of \(size)\(names)." : "\(images.count) pictures of \(size)\(names)."
    }

    private var described: [String] {
        channels.series.compactMap { series in
            guard ![.rule, .rectangle, .text, .image, .vector].contains(series.kind),
                series.kind != .area || !hasLine(series.name)
            else {
                return nil
            }
            let name = [series.name ?? "", series.facet.name].filter { !$0.isEmpty }.joined(separator: " in ")
            if series.kind == .box { return boxText(series) }
            if series.kind == .contour { return contourText(series) }
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

    private func boxText(_ series: Channels.Series) -> String? {
        let texts = series.points.prefix(8).compactMap { point -> String? in
            guard case .summary(let summary)? = point.attachment else { return nil }
            let place = (series.isLying ? point.y : point.x)?.name ?? ""
            return "\(place) has the median \(number(summary.median)), half of its values from "
                + "\(number(summary.quarter)) to \(number(summary.threeQuarters))"
        }
        return texts.isEmpty ? nil : texts.joined(separator: "; ")
    }

    private func contourText(_ series: Channels.Series) -> String? {
        for case .contour(let contour)? in series.points.map({ $0.attachment }) {
            let finite = contour.values.filter { $0.isFinite }
            guard let low = finite.min(), let high = finite.max(),
                let index = contour.values.firstIndex(of: low)
            else { continue }
            let at = contour.place(index % contour.columns, index / contour.columns)
            return "values from \(number(low)), lowest at \(xName) \(number(at.x)) and \(yName) \(number(at.y)), "
                + "to \(number(high)), with lines at \(contour.levels.count) levels"
        }
        return nil
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
