/// Puts marks at their places: the fourth phase, from layout to scene.
struct Drawing {
    let channels: Channels
    let scales: Scales
    let layout: Layout
    let options: ChartOptions

    func scene(title: String, description: String) -> Scene {
        var shapes: [Shape] = []
        for panel in layout.panels { shapes += axes(of: panel) }
        for panel in layout.panels {
            for series in channels.series where series.facet == nil || series.facet == panel.facet {
                shapes += self.shapes(of: series, in: panel.box)
            }
        }
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
        return Scene(width: layout.width, height: layout.height, title: title, description: description, shapes: shapes)
    }

    private func isPlaced(_ point: Channels.Point) -> Bool {
        [point.x, point.xEnd, point.y, point.yEnd].contains { datum in
            guard let datum else { return false }
            return datum != .missing
        }
    }

    func x(_ datum: Datum?, _ box: Box) -> Double? {
        scales.x.unit(datum).map { box.x + $0 * box.width }
    }

    func y(_ datum: Datum?, _ box: Box) -> Double? {
        scales.y.unit(datum).map { scales.y.kind == .category ? box.y + $0 * box.height : box.maxY - $0 * box.height }
    }

    /// The ink of a series: given, or its number's.
    func ink(_ series: Channels.Series) -> Ink { series.style.color?.ink ?? inferredInk(series.name) }

    private func inferredInk(_ name: String?) -> Ink {
        .series((channels.number(of: name) - 1) % Ink.seriesFallbacks.count + 1)
    }

    private func axes(of panel: Layout.Panel) -> [Shape] {
        let box = panel.box
        var grid: [[Place]] = []
        if scales.y.kind != .category, !channels.series.contains(where: { $0.kind == .rectangle }) {
            for tick in layout.yTicks {
                guard let y = y(tick.value, box) else { continue }
                grid.append([Place(x: box.x, y: y), Place(x: box.maxX, y: y)])
            }
        }
        var small: [[Place]] = []
        if scales.x.kind != .category {
            let full = channels.barsAreHorizontal || channels.series.contains { $0.kind == .point }
            for tick in layout.xTicks {
                guard let x = x(tick.value, box) else { continue }
                if full { grid.append([Place(x: x, y: box.y), Place(x: x, y: box.maxY)]) }
                if !channels.barsAreHorizontal {
                    small.append([Place(x: x, y: box.maxY), Place(x: x, y: box.maxY + 5)])
                }
            }
        }
        var base = [Place(x: box.x, y: box.maxY), Place(x: box.maxX, y: box.maxY)]
        if channels.barsAreHorizontal {
            let zero = x(.number(0), box) ?? box.x
            base = [Place(x: zero, y: box.y), Place(x: zero, y: box.maxY)]
        } else if channels.series.contains(where: { $0.kind == .bar }), let zero = y(.number(0), box), zero < box.maxY,
            zero > box.y
        {
            base = [Place(x: box.x, y: zero), Place(x: box.maxX, y: zero)]
        }
        return [
            .path(grid, closed: false, Paint(stroke: .grid)),
            .path([base] + small, closed: false, Paint(stroke: .axis)),
        ]
    }

    private var legendKeys: [Shape] {
        var shapes: [Shape] = []
        for key in layout.keys {
            for series in channels.series where series.name == key.name && series.kind != .rule {
                shapes += sample(of: series, at: key.at)
                if series.kind == .bar { break }
            }
        }
        for (index, box) in layout.shadeKeys.enumerated() {
            let unit = (Double(index) + 0.5) / Double(layout.shadeKeys.count)
            shapes.append(.boxes([box], Paint(fill: .series(1), opacity: Self.shadeOpacity(unit))))
        }
        return unique(shapes)
    }

    private func sample(of series: Channels.Series, at place: Place) -> [Shape] {
        let end = Place(x: place.x + Layout.keyWidth, y: place.y)
        switch series.kind {
        case .line: return [.path([[place, end]], closed: false, stroke(series))]
        case .point:
            let middle = Place(x: place.x + Layout.keyWidth / 2, y: place.y)
            return [symbols([middle], series)]
        case .bar, .rectangle, .area:
            let box = Box(x: place.x + 6, y: place.y - 7, width: 14, height: 14)
            return [
                .boxes(
                    [box], Paint(fill: ink(series), opacity: series.style.opacity ?? (series.kind == .area ? 0.2 : 1)))
            ]
        case .rule: return []
        }
    }

    private func unique(_ shapes: [Shape]) -> [Shape] {
        var result: [Shape] = []
        for shape in shapes where !result.contains(shape) { result.append(shape) }
        return result
    }

    /// How dark the shade at `unit` (0…1) is: one hue over the page's own ground, so that it works in light and dark.
    static func shadeOpacity(_ unit: Double) -> Double { 0.06 + 0.94 * min(max(unit, 0), 1) }

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
