import CMath

/// Maps the values of one axis to 0…1.
struct PositionScale {
    enum Kind: Equatable { case linear, log, symmetricLog, category }

    var kind: Kind
    var low = 0.0
    var high = 1.0
    var categories: [String] = []
    /// All values are whole numbers, and so are the ticks: there is no step 2.5.
    var isWhole = false
    var isReversed = false
    /// Where a symmetric logarithm turns linear.
    var threshold = 1.0

    /// The place of `datum`, 0…1 inside the domain; the middle of its band for a category.
    func unit(_ datum: Datum?) -> Double? {
        guard let unit = forward(datum) else { return nil }
        return isReversed ? 1 - unit : unit
    }

    private func forward(_ datum: Datum?) -> Double? {
        switch datum {
        case .number(let value) where value.isFinite:
            switch kind {
            case .linear: return (value / 2 - low / 2) / (high / 2 - low / 2)
            case .log: return value > 0 ? (log10(value) - log10(low)) / (log10(high) - log10(low)) : nil
            case .symmetricLog:
                return (compressed(value) - compressed(low)) / (compressed(high) - compressed(low))
            case .category: return band(Numbers.significant(value, digits: 6))
            }
        case .category(let name): return kind == .category ? band(name) : nil
        default: return nil
        }
    }

    /// The width of a category's band, in units; 0 for numbers.
    var bandwidth: Double { kind == .category && !categories.isEmpty ? 1 / Double(categories.count) : 0 }

    private func compressed(_ value: Double) -> Double {
        value < 0 ? -log1p(-value / threshold) : log1p(value / threshold)
    }

    private func band(_ name: String) -> Double? {
        guard let index = categories.firstIndex(of: name) else { return nil }
        return (Double(index) + 0.5) * bandwidth
    }

    func ticks(count: Int) -> [Tick] {
        switch kind {
        case .linear:
            Ticks.linear(low: low, high: high, count: isWhole ? min(count, max(1, Int(min(high - low, 1e6)))) : count)
        case .log: Ticks.log(low: low, high: high, count: count)
        case .symmetricLog: Ticks.symmetricLog(low: low, high: high, threshold: threshold, count: count)
        case .category: categories.map { Tick(value: .category($0), label: $0) }
        }
    }
}

/// The scales of a chart: the second phase.
struct Scales {
    var x: PositionScale
    var y: PositionScale
    /// The numbers of the lightest and the darkest shade.
    var shade: ClosedRange<Double>?
    var colors = ColorScale.sequential
    /// The opacity of the darkest shade.
    var darkest = 1.0
    /// The least and the greatest number that becomes an area.
    var size: ClosedRange<Double>?
    /// The least distance between numeric bars or cells, in units of the axis.
    var xStep = 0.0
    var yStep = 0.0

    init(_ channels: Channels, options: ChartOptions) {
        let extents = Extents(channels)
        let (xs, ys, shades, sizes) = (extents.x, extents.y, extents.shade, extents.size)
        let horizontal = channels.barsAreHorizontal
        let onlyLines = channels.series.allSatisfy { $0.kind == .line || $0.kind == .area || $0.kind == .rule }
        let filled = channels.series.contains {
            ($0.kind == .bar && !horizontal && $0.points.contains { $0.xEnd != nil }) || $0.kind == .rectangle
                || $0.kind == .contour || $0.kind == .image
        }
        xStep = xs.leastStep
        yStep = ys.leastStep
        x = xs.scale(
            options.x, snug: onlyLines || filled || xStep > 0,
            nice: horizontal || channels.series.contains { $0.isLying })
        y = ys.scale(
            options.y, snug: yStep > 0 || (filled && !channels.series.contains { $0.kind == .bar }), nice: true)
        colors = options.colorScale
        // Text over cells is legible on all of them, in light and dark.
        let kinds = channels.series.map { $0.kind }
        if kinds.contains(.rectangle), kinds.contains(.text) { darkest = 0.55 }
        if shades.low <= shades.high { shade = Self.shadeRange(shades.low...shades.high, options) }
        if sizes.low <= sizes.high { size = min(0, sizes.low)...sizes.high }
        if channels.areOnlyImages {
            (x.low, x.high) = (max(xs.low, 0), max(xs.high, 1))
            (y.low, y.high) = (max(ys.low, 0), max(ys.high, 1))
        }
    }
}

extension Scales {
    private static func shadeRange(_ range: ClosedRange<Double>, _ options: ChartOptions) -> ClosedRange<Double> {
        if let domain = options.shadeDomain, domain.lowerBound < domain.upperBound { return domain }
        guard case .diverging(let center) = options.colorScale, center.isFinite else { return range }
        let reach = max(range.upperBound - center, center - range.lowerBound, .leastNormalMagnitude)
        guard (center + reach).isFinite, (center - reach).isFinite else { return range }
        return (center - reach)...(center + reach)
    }

    /// The place of a number between the ends of the shade scale, 0…1.
    func shadeUnit(_ value: Double) -> Double? {
        guard value.isFinite, let shade else { return nil }
        let span = shade.upperBound / 2 - shade.lowerBound / 2
        return span > 0 ? min(max((value / 2 - shade.lowerBound / 2) / span, 0), 1) : 1
    }

    /// The ink and the opacity at a place of the shade scale: a hue over the page's own ground, so that it works in light
    /// and dark.
    func shade(at unit: Double, ink: Ink) -> (ink: Ink, opacity: Double) {
        guard case .diverging(let center) = colors, let shade, shade.lowerBound < shade.upperBound else {
            return (ink, 0.06 + (darkest - 0.06) * unit)
        }
        let middle = min(max(shadeUnit(center) ?? 0.5, 0), 1)
        let distance =
            unit >= middle ? (unit - middle) / max(1 - middle, middle) : (middle - unit) / max(1 - middle, middle)
        return (unit >= middle ? .series(1) : .series(2), 0.03 + (darkest - 0.03) * min(distance, 1))
    }
}

extension Channels.Series {
    /// Whether boxes lie: their values run along x.
    var isLying: Bool {
        guard kind == .box, let point = points.first, case .summary(let summary)? = point.attachment else {
            return false
        }
        if case .category = point.y { return true }
        if case .category = point.x { return false }
        return point.x == .number(summary.median) && point.y != .number(summary.median)
    }
}

/// What values the axes, the shades and the sizes must hold.
private struct Extents {
    var x = Extent()
    var y = Extent()
    var shade = Extent()
    var size = Extent()

    init(_ channels: Channels) {
        let horizontal = channels.barsAreHorizontal
        for series in channels.series {
            for point in series.points {
                x.add(point.x)
                x.add(point.xEnd)
                y.add(point.y)
                y.add(point.yEnd)
                if let value = point.shade { shade.add(.number(value)) }
                if let value = point.size { size.add(.number(value)) }
                if case .contour(let contour)? = point.attachment, contour.filled {
                    for value in contour.values { shade.add(.number(value)) }
                }
                if case .summary(let summary)? = point.attachment {
                    let isLying = point.y?.finite == nil || (point.x?.finite != nil && series.isLying)
                    for value in summary.all {
                        if isLying { x.add(.number(value)) } else { y.add(.number(value)) }
                    }
                    if isLying { y.addPlace(point.y) } else { x.addPlace(point.x) }
                }
                if series.kind == .bar || series.kind == .rectangle {
                    if series.kind == .rectangle || !horizontal, point.xEnd == nil { x.addPlace(point.x) }
                    if series.kind == .rectangle || horizontal, point.yEnd == nil { y.addPlace(point.y) }
                }
            }
        }
    }
}

/// What values an axis must hold.
private struct Extent {
    var low = Double.infinity
    var high = -Double.infinity
    var least = Double.infinity
    var leastMagnitude = Double.infinity
    var names: [String] = []
    var known: Set<String> = []
    var places: [Double] = []
    var isWhole = true

    mutating func add(_ datum: Datum?) {
        switch datum {
        case .number(let value) where value.isFinite:
            low = min(low, value)
            high = max(high, value)
            if value > 0 { least = min(least, value) }
            if value != 0 { leastMagnitude = min(leastMagnitude, abs(value)) }
            if value != value.rounded() { isWhole = false }
        case .category(let name):
            if known.insert(name).inserted { names.append(name) }
        default: break
        }
    }

    /// A number in the middle of a bar or cell, which needs room on both sides.
    mutating func addPlace(_ datum: Datum?) {
        if let value = datum?.finite { places.append(value) }
    }

    var leastStep: Double {
        let sorted = places.sorted()
        var step = Double.infinity
        for index in sorted.indices.dropFirst() where sorted[index] > sorted[index - 1] {
            step = min(step, sorted[index] - sorted[index - 1])
        }
        return places.isEmpty ? 0 : step.isFinite ? step : 1
    }

    /// `snug` leaves no margin at the data; `nice` ends the axis at a tick.
    func scale(_ axis: ChartOptions.Axis, snug: Bool, nice: Bool) -> PositionScale {
        var scale = basicScale(axis, snug: snug, nice: nice)
        scale.isReversed = axis.isReversed
        return scale
    }

    private func basicScale(_ axis: ChartOptions.Axis, snug: Bool, nice: Bool) -> PositionScale {
        if !names.isEmpty || axis.categories != nil {
            let given = axis.categories ?? []
            return PositionScale(kind: .category, categories: given + names.filter { !given.contains($0) })
        }
        if axis.type == .log { return logScale(axis, snug: snug) }
        if axis.type == .symmetricLog { return symmetricLogScale(axis) }
        var scale = PositionScale(kind: .linear, isWhole: isWhole && low <= high)
        if let domain = axis.domain, domain.lowerBound < domain.upperBound {
            (scale.low, scale.high) = (domain.lowerBound, domain.upperBound)
            return scale
        }
        guard low <= high else { return scale }
        (scale.low, scale.high) = (low - leastStep / 2, high + leastStep / 2)
        if scale.high / 2 - scale.low / 2 <= max(abs(low), abs(high)) * 1e-10 {
            let margin = low == 0 || (low == low.rounded() && abs(low) < 1e6) ? 1 : abs(low) * 0.1
            (scale.low, scale.high) = (low - margin, high + margin)
        } else if nice, !snug {
            let step = Ticks.step(span: min(scale.high - scale.low, .greatestFiniteMagnitude), count: 5)
            let (from, to) = ((low / step).rounded(.down) * step, (high / step).rounded(.up) * step)
            if from.isFinite, to.isFinite { (scale.low, scale.high) = (from, to) }
        } else if !snug {
            let margin = (high / 2 - low / 2) * 0.05
            (scale.low, scale.high) = (low - margin, high + margin)
        }
        scale.low = max(scale.low, -Double.greatestFiniteMagnitude)
        scale.high = min(scale.high, .greatestFiniteMagnitude)
        return scale
    }

    /// The threshold is the power of ten below the least distance from zero, but at most six decades below the greatest.
    private func symmetricLogScale(_ axis: ChartOptions.Axis) -> PositionScale {
        var scale = PositionScale(kind: .symmetricLog, low: -1, high: 1)
        if let domain = axis.domain, domain.lowerBound < domain.upperBound {
            (scale.low, scale.high) = (domain.lowerBound, domain.upperBound)
        } else if low < high {
            (scale.low, scale.high) = (low, high)
        } else if low == high {
            (scale.low, scale.high) = (min(low * 2, 0), max(low * 2, 0))
            if low == 0 { (scale.low, scale.high) = (-1, 1) }
        }
        (scale.low, scale.high) = (
            max(scale.low, -Double.greatestFiniteMagnitude), min(scale.high, .greatestFiniteMagnitude)
        )
        let greatest = max(abs(scale.low), abs(scale.high))
        let nearest = min(leastMagnitude, greatest)
        let wanted = Double(Numbers.exponent(of: max(nearest, 1e-290)))
        scale.threshold = max(pow(10, wanted), greatest * 1e-6, 1e-290)
        return scale
    }

    private func logScale(_ axis: ChartOptions.Axis, snug: Bool) -> PositionScale {
        var scale = PositionScale(kind: .log, low: 1, high: 10)
        if let domain = axis.domain, domain.lowerBound > 0, domain.lowerBound < domain.upperBound {
            (scale.low, scale.high) = (domain.lowerBound, domain.upperBound)
        } else if least <= high {
            (scale.low, scale.high) = (least, high)
            if log10(high) - log10(least) < 1e-6 {
                (scale.low, scale.high) = (least / 2, min(high * 2, .greatestFiniteMagnitude))
            } else if !snug {
                // Marks at the ends do not stand on the axes.
                let margin = pow(10, (log10(high) - log10(least)) * 0.04)
                scale.low = max(least / margin, .leastNormalMagnitude)
                scale.high = min(high * margin, .greatestFiniteMagnitude)
            }
        }
        return scale
    }
}
