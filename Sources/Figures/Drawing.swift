/// Puts marks at their places: the fourth phase, from layout to scene.
struct Drawing {
    let channels: Channels
    let layout: Layout
    let options: ChartOptions

    func scene(title: String, description: String) -> Scene {
        var shapes: [Shape] = []
        for panel in layout.panels { shapes += axes(of: panel) }
        var drawn: [(panel: Layout.Panel, shapes: [Shape])] = []
        for panel in layout.panels { drawn.append((panel, marks(of: panel))) }
        for (panel, marks) in drawn where !marks.isEmpty { shapes.append(.group(attributes(of: panel), marks)) }
        shapes += legendKeys
        if !channels.series.contains(where: { series in series.points.contains { isPlaced($0) } }),
            let box = layout.panels.first?.box
        {
            shapes.append(
                .label(
                    Label(
                        text: "No data", at: Place(x: box.x + box.width / 2, y: box.y + box.height / 2),
                        anchor: .middle, ink: .mutedText)))
        }
        shapes += layout.labels.map { Shape.label($0) }
        shapes += texts(among: shapes)
        return Scene(width: layout.width, height: layout.height, title: title, description: description, shapes: shapes)
    }

    private func isPlaced(_ point: Channels.Point) -> Bool {
        [point.x, point.xEnd, point.y, point.yEnd].contains { datum in
            guard let datum else { return false }
            return datum != .missing && datum != .gap
        }
    }

    /// A group for each series, so that a script finds its marks and knows what they are.
    private func marks(of panel: Layout.Panel) -> [Shape] {
        channels.series.filter { panel.facet.holds($0.facet) }.compactMap { series in
            let shapes = self.shapes(of: series, in: panel)
            if shapes.isEmpty { return nil }
            var attributes = [Attribute(name: "data-mark", value: name(of: series))]
            if let name = series.name { attributes.append(Attribute(name: "data-series", value: name)) }
            return .group(attributes, shapes)
        }
    }

    /// Bars over an interval are bins, of which a script tells both ends.
    private func name(of series: Channels.Series) -> String {
        let isBin = series.kind == .bar && !channels.barsAreHorizontal && series.points.contains { $0.xEnd != nil }
        return isBin ? "bin" : series.kind.rawValue
    }

    /// What a script needs to tell values from places: the box of the panel, and its scales.
    private func attributes(of panel: Layout.Panel) -> [Attribute] {
        let box = [panel.box.x, panel.box.y, panel.box.width, panel.box.height]
        return [
            Attribute(name: "data-panel", value: box.map { MarkupWriter.number($0) }.joined(separator: " ")),
            Attribute(name: "data-x", value: words(of: panel.scales.x, options.x.label ?? channels.xLabel ?? "")),
            Attribute(name: "data-y", value: words(of: panel.scales.y, options.y.label ?? channels.yLabel ?? "")),
        ]
    }

    /// A scale for a script: its kind, its ends and its label, or its label and its names.
    private func words(of scale: PositionScale, _ label: String) -> String {
        let ends = (scale.isReversed ? [scale.high, scale.low] : [scale.low, scale.high]).map { "\($0)" }
        switch scale.kind {
        case .linear: return "linear \(ends[0]) \(ends[1]) \(label)"
        case .log: return "log \(ends[0]) \(ends[1]) \(label)"
        case .symmetricLog: return "symlog \(ends[0]) \(ends[1]) \(scale.threshold) \(label)"
        case .category:
            let names = scale.isReversed ? scale.categories.reversed() : scale.categories
            return "names " + ([label] + names).joined(separator: "␟")
        }
    }

    func x(_ datum: Datum?, _ panel: Layout.Panel) -> Double? {
        panel.scales.x.unit(datum).map { panel.box.x + $0 * panel.box.width }
    }

    func y(_ datum: Datum?, _ panel: Layout.Panel) -> Double? {
        panel.scales.y.unit(datum).map {
            panel.scales.y.kind == .category
                ? panel.box.y + $0 * panel.box.height : panel.box.maxY - $0 * panel.box.height
        }
    }

    /// The ink of a series: given, or its number's.
    func ink(_ series: Channels.Series) -> Ink { series.style.color?.ink ?? inferredInk(series.name) }

    private func inferredInk(_ name: String?) -> Ink {
        .series((channels.number(of: name) - 1) % Ink.seriesFallbacks.count + 1)
    }

    private func axes(of panel: Layout.Panel) -> [Shape] {
        let box = panel.box
        let kinds = channels.series.map { $0.kind }
        let isCovered = kinds.contains(.rectangle) || kinds.contains(.contour) || kinds.contains(.image)
        let horizontal = channels.barsAreHorizontal || channels.series.contains { $0.isLying }
        var grid: [[Place]] = []
        if panel.scales.y.kind != .category, !isCovered, !layout.hidesY {
            for tick in panel.axes.yTicks {
                guard let y = y(tick.value, panel) else { continue }
                grid.append([Place(x: box.x, y: y), Place(x: box.maxX, y: y)])
            }
        }
        var small: [[Place]] = []
        if panel.scales.x.kind != .category {
            let full = (horizontal || kinds.contains(.point) || panel.scales.y.kind == .category) && !isCovered
            for tick in panel.axes.xTicks {
                guard let x = x(tick.value, panel) else { continue }
                if full { grid.append([Place(x: x, y: box.y), Place(x: x, y: box.maxY)]) }
                if !channels.barsAreHorizontal {
                    small.append([Place(x: x, y: box.maxY), Place(x: x, y: box.maxY + 5)])
                }
            }
        }
        var shapes: [Shape] = []
        if !grid.isEmpty { shapes.append(.path(grid, closed: false, Paint(stroke: .grid))) }
        let lines = (layout.hidesX ? [] : [baseline(of: panel)]) + small
        if !lines.isEmpty { shapes.append(.path(lines, closed: false, Paint(stroke: .axis))) }
        return shapes
    }

    /// The line that bars stand on, or the lower edge.
    private func baseline(of panel: Layout.Panel) -> [Place] {
        let box = panel.box
        if channels.barsAreHorizontal {
            let zero = min(max(x(.number(0), panel) ?? box.x, box.x), box.maxX)
            return [Place(x: zero, y: box.y), Place(x: zero, y: box.maxY)]
        }
        var level = box.maxY
        if channels.series.contains(where: { $0.kind == .bar }), let zero = y(.number(0), panel), zero < box.maxY,
            zero >= box.y
        {
            level = zero
        }
        return [Place(x: box.x, y: level), Place(x: box.maxX, y: level)]
    }

    func stroke(_ series: Channels.Series) -> Paint {
        let number = channels.number(of: series.name)
        let dash = series.style.stroke?.dash ?? StrokeStyle.dash(ofSeries: number)
        return Paint(
            stroke: ink(series), strokeWidth: series.style.stroke?.lineWidth ?? 2, dash: dash,
            opacity: series.style.opacity ?? 1)
    }

    func symbols(_ places: [Place], _ series: Channels.Series) -> Shape {
        let number = channels.number(of: series.name)
        let symbol = series.style.symbol ?? Symbol.allCases[(number - 1) % Symbol.allCases.count]
        let size = max(1, (series.style.symbolArea ?? 36).squareRoot())
        let opacity = series.style.opacity ?? 1
        return .symbols(places, symbol, size: size, separate: opacity < 1, Paint(fill: ink(series), opacity: opacity))
    }
}
