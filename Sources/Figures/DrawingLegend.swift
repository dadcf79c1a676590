extension Drawing {
    /// The samples beside the names of the legend.
    var legendKeys: [Shape] {
        var shapes: [Shape] = []
        for key in layout.keys {
            var samples: [Shape] = []
            for series in channels.series where series.name == key.name && series.kind != .rule {
                samples += sample(of: series, at: key.at)
                if series.kind == .bar { break }
            }
            shapes.append(.group([Attribute(name: "data-key", value: key.name)], unique(samples)))
        }
        guard let scales = layout.panels.first?.scales else { return shapes }
        for (index, box) in layout.shadeKeys.enumerated() {
            let unit = Double(index) / Double(max(1, layout.shadeKeys.count - 1))
            var shade = scales.shade(at: unit, ink: shadeInk)
            if layout.shadeLevels != nil {
                shade.opacity = Self.opacity(ofRank: unit)
            } else if !channels.series.contains(where: { $0.kind == .rectangle || $0.kind == .contour }) {
                shade.opacity = Self.opacity(alone: shade.opacity)
            }
            shapes.append(.boxes([box], Paint(fill: shade.ink, opacity: shade.opacity)))
        }
        for key in layout.sizeKeys {
            shapes.append(
                .symbols(
                    [key.at], .circle, size: key.area.squareRoot(), separate: false,
                    Paint(fill: .mutedText, opacity: 0.7)))
        }
        return shapes
    }

    /// Marks that stand alone must be seen, however light their shade.
    static func opacity(alone shade: Double) -> Double { 0.25 + 0.75 * shade }

    /// The shade of the area above a contour line: 0 for what lies below the first, 1 above the last.
    static func opacity(ofRank unit: Double) -> Double { 0.06 + 0.84 * unit }

    /// The hue of shades: that of the first marks that have one.
    private var shadeInk: Ink {
        channels.series.first { series in
            series.kind == .contour || series.points.contains { $0.shade != nil }
        }.map { ink($0) } ?? .series(1)
    }

    private func sample(of series: Channels.Series, at place: Place) -> [Shape] {
        let middle = Place(x: place.x + Layout.keyWidth / 2, y: place.y)
        let end = Place(x: place.x + Layout.keyWidth, y: place.y)
        switch series.kind {
        case .line: return [.path([[place, end]], closed: false, stroke(series))]
        case .point: return [symbols([middle], series)]
        case .bar, .rectangle, .area, .contour, .box:
            let box = Box(x: place.x + 6, y: place.y - 7, width: 14, height: 14)
            let solid = series.kind != .area && series.kind != .box
            return [.boxes([box], Paint(fill: ink(series), opacity: series.style.opacity ?? (solid ? 1 : 0.2)))]
        case .vector: return arrow(from: place, to: end, series)
        case .tick, .errorBar:
            let line = [Place(x: middle.x, y: place.y - 7), Place(x: middle.x, y: place.y + 7)]
            var paint = stroke(series)
            paint.dash = []
            return [.path([line], closed: false, paint)]
        case .rule, .text, .image: return []
        }
    }

    private func unique(_ shapes: [Shape]) -> [Shape] {
        var result: [Shape] = []
        for shape in shapes where !result.contains(shape) { result.append(shape) }
        return result
    }
}
