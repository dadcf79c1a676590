extension Layout {
    /// Rows of samples with the names of the series, or the shades with the numbers they stand for.
    mutating func addLegend(_ channels: Channels, _ scales: Scales, top: inout Double) {
        if let shade = scales.shade { addShadeLegend(channels, scales, shade, top: &top) }
        if let size = scales.size { addSizeLegend(channels, scales, size, top: &top) }
        let names = channels.seriesNames.filter { name in channels.series.contains { $0.name == name } }
        // Panels that are named after their only series need no legend.
        let named = channels.series.allSatisfy {
            $0.name == nil || $0.name == $0.facet.column || $0.name == $0.facet.row
        }
        guard names.count > 1, !named else { return }
        var x = Self.margin
        for name in names {
            let text = Font.label.truncated(name, to: width - 2 * Self.margin - Self.keyWidth - 8)
            let entry = Self.keyWidth + 6 + Font.label.width(of: text)
            if x > Self.margin, x + entry > width - Self.margin {
                x = Self.margin
                top += 22
            }
            keys.append(Key(name: name, at: Place(x: x, y: top + 9)))
            labels.append(Label(text: text, at: Place(x: x + Self.keyWidth + 6, y: top + 14), key: name))
            x += entry + 18
        }
        top += 28
    }

    private mutating func addShadeLegend(
        _ channels: Channels, _ scales: Scales, _ shade: ClosedRange<Double>, top: inout Double
    ) {
        var x = Self.margin
        let baseline = top + 14
        shadeLevels = channels.filledLevels(scales.colors)
        var ends = [shade.lowerBound, shade.upperBound].map(Self.short)
        var steps = 6
        if case .diverging = scales.colors { steps = 9 }
        if let shadeLevels, let first = shadeLevels.first, let last = shadeLevels.last {
            (ends, steps) = (["below " + Self.short(first), "above " + Self.short(last)], shadeLevels.count + 1)
        }
        let step = min(18, 190 / Double(steps))
        func text(_ text: String) -> Label {
            Label(text: text, at: Place(x: x, y: baseline), ink: .mutedText)
        }
        if let name = channels.shadeLabel, !name.isEmpty {
            // The shades and the numbers at their ends need their room first.
            let numbers = ends.map { Font.label.width(of: $0) }
            let rest = width - 2 * Self.margin - 24 - 9 * 18 - numbers[0] - numbers[1]
            let label = text(rest < 30 ? "" : Font.label.truncated(name, to: min(rest, width * 0.5)))
            if !label.text.isEmpty { labels.append(label) }
            x = label.text.isEmpty ? x : label.box.maxX + 12
        }
        let low = text(ends[0])
        labels.append(low)
        x = low.box.maxX + 6
        for _ in 0..<steps {
            shadeKeys.append(Box(x: x, y: top + 2, width: step, height: 14))
            x += step
        }
        x += 6
        labels.append(text(ends[1]))
        top += 28
    }

    /// A number as it is if that is short, else rounded to three digits.
    private static func short(_ value: Double) -> String {
        let exact = Numbers.significant(value, digits: 6)
        return exact.count <= 6 ? exact : Numbers.significant(value, digits: 3)
    }
}

extension Channels {
    /// What shades stand for.
    var shadeLabel: String? {
        for case .contour(let contour)? in series.flatMap({ $0.points }).map({ $0.attachment })
        where contour.filled && !contour.label.isEmpty {
            return contour.label
        }
        return seriesLabel
    }

    /// The levels of the first filled contours, if their ranks are what is shaded.
    func filledLevels(_ colors: ColorScale) -> [Double]? {
        guard colors == .sequential, !series.contains(where: { $0.points.contains { $0.shade != nil } }) else {
            return nil
        }
        for case .contour(let contour)? in series.flatMap({ $0.points }).map({ $0.attachment })
        where contour.filled && !contour.levels.isEmpty {
            return contour.levels
        }
        return nil
    }
}

extension Layout {
    /// Three circles with the numbers that their areas stand for.
    private mutating func addSizeLegend(
        _ channels: Channels, _ scales: Scales, _ size: ClosedRange<Double>, top: inout Double
    ) {
        var x = Self.margin
        if let name = channels.sizeLabel {
            let text = Font.label.truncated(name, to: width * 0.4)
            let label = Label(text: text, at: Place(x: x, y: top + 14), ink: .mutedText)
            labels.append(label)
            x = label.box.maxX + 12
        }
        let ticks = Ticks.linear(low: size.lowerBound, high: size.upperBound, count: 3).filter {
            ($0.value.finite ?? 0) > 0
        }
        for tick in ticks.prefix(4) {
            guard let area = scales.symbolArea(tick.value.finite) else { continue }
            let radius = area.squareRoot() / 2
            let label = Label(text: tick.label, at: Place(x: x + 2 * radius + 6, y: top + 14), ink: .mutedText)
            guard label.box.maxX <= width - Self.margin else { break }
            sizeKeys.append((Place(x: x + radius, y: top + 9), area))
            labels.append(label)
            x = label.box.maxX + 16
        }
        top += 28
    }
}

/// Names of lines at their right ends, where they replace a legend.
struct DirectLabels {
    private var ends: [(name: String, number: Int, unit: Double)] = []
    private(set) var width = 0.0
    private static let spacing = 18.0

    /// `nil` unless every named series is a line that ends at the right of the plot, and the names are short.
    init?(_ channels: Channels, _ scales: Scales, width: Double) {
        guard channels.facets.isEmpty, channels.facetRows.isEmpty, scales.size == nil, scales.shade == nil,
            scales.x.kind != .category
        else { return nil }
        for name in channels.seriesNames {
            let all = channels.series.filter { $0.name == name }
            guard !all.isEmpty else { continue }
            let lines = all.filter { $0.kind == .line }
            guard lines.count == 1, all.allSatisfy({ $0.kind == .line || $0.kind == .area || $0.kind == .point }) else {
                return nil
            }
            let last = lines[0].points.last { scales.x.unit($0.x) != nil && scales.y.unit($0.y) != nil }
            guard let x = scales.x.unit(last?.x), let y = scales.y.unit(last?.y) else { return nil }
            guard abs(x - 1) < 0.03, y > -0.02, y < 1.02 else { return nil }
            ends.append((name, channels.number(of: name), y))
            self.width = max(self.width, Font.label.width(of: name))
        }
        guard ends.count > 1, ends.count <= 8, self.width < width * 0.3 else { return nil }
        ends.sort { $0.unit != $1.unit ? $0.unit > $1.unit : $0.number < $1.number }
    }

    /// The labels beside `box`, moved apart; `nil` if one would stand too far from its line.
    func labels(in box: Box, _ scales: Scales) -> [Label]? {
        let wanted = ends.map { box.maxY - $0.unit * box.height }
        var placed: [Double] = []
        for y in wanted { placed.append(max(y, (placed.last ?? -.infinity) + Self.spacing)) }
        // Half of the push goes back up, so that a crowd spreads both ways.
        var limit = box.maxY
        for index in placed.indices.reversed() {
            placed[index] = min(placed[index], limit)
            let above = index > 0 ? placed[index - 1] + Self.spacing : -.infinity
            placed[index] = max(min(placed[index], max(wanted[index], above)), min(above, placed[index]))
            limit = placed[index] - Self.spacing
        }
        for index in placed.indices where abs(placed[index] - wanted[index]) > 24 || placed[index] < box.y - 8 {
            return nil
        }
        return ends.indices.map { index in
            Label(
                text: ends[index].name, at: Place(x: box.maxX + 8, y: placed[index] + 5),
                ink: .series((ends[index].number - 1) % Ink.seriesFallbacks.count + 1), key: ends[index].name)
        }
    }
}
