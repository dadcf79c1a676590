extension Drawing {
    func shapes(of series: Channels.Series, in panel: Layout.Panel) -> [Shape] {
        switch series.kind {
        case .line: line(series, panel)
        case .point: points(series, panel)
        case .area: area(series, panel)
        case .bar: bars(series, panel)
        case .rule: rules(series, panel)
        case .rectangle: rectangles(series, panel)
        case .tick: ticks(series, panel)
        case .vector: vectors(series, panel)
        case .errorBar: errorBars(series, panel)
        case .box: boxes(series, panel)
        case .image: images(series, panel)
        case .contour: contours(series, panel)
        case .text: []
        }
    }

    private func line(_ series: Channels.Series, _ panel: Layout.Panel) -> [Shape] {
        let box = panel.box
        var runs: [[Place]] = [[]]
        for point in series.points {
            if let x = x(point.x, panel), let y = y(point.y, panel) {
                runs[runs.count - 1].append(Place(x: x, y: y))
            } else if runs[runs.count - 1].isEmpty == false {
                runs.append([])
            }
        }
        let lonely = runs.filter { $0.count == 1 }.flatMap { $0 }
        let method = series.style.interpolation
        let lines = runs.filter { $0.count > 1 }.flatMap { Clip.line(Thinning.line(method.polyline($0)), to: box) }
        var shapes: [Shape] = []
        if !lines.isEmpty { shapes.append(.path(lines, closed: false, stroke(series))) }
        // A single value between gaps has no line to show it.
        let visible = lonely.filter { Clip.contains($0, box) }
        if !visible.isEmpty {
            shapes.append(.symbols(visible, .circle, size: 5, separate: false, Paint(fill: ink(series))))
        }
        return shapes
    }

    private func points(_ series: Channels.Series, _ panel: Layout.Panel) -> [Shape] {
        var places: [Place] = []
        var special: [SymbolLook: [Place]] = [:]
        for point in series.points {
            guard let x = x(point.x, panel), let y = y(point.y, panel) else { continue }
            let place = Place(x: x, y: y)
            guard Clip.contains(place, panel.box) else { continue }
            let look = SymbolLook(level: shadeLevel(point, panel.scales), area: panel.scales.symbolArea(point.size))
            if look == SymbolLook() { places.append(place) } else { special[look, default: []].append(place) }
        }
        var shapes: [Shape] = []
        if !places.isEmpty {
            shapes.append(symbols(series.style.opacity == nil ? Thinning.points(places) : places, series))
        }
        // Large symbols are drawn first, so that small ones are not hidden.
        for (look, places) in special.sorted(by: { $0.key.comesBefore($1.key) }) {
            var copy = series
            if let level = look.level {
                let shade = panel.scales.shade(at: Double(level) / 31, ink: ink(series))
                copy.style.opacity = Self.opacity(alone: shade.opacity)
                copy.style.color = Color(ink: shade.ink)
            }
            if let area = look.area {
                copy.style.symbolArea = area
                copy.style.opacity = copy.style.opacity ?? 0.7
            }
            copy.style.symbol = copy.style.symbol ?? .circle
            shapes.append(symbols(places, copy))
        }
        return shapes
    }

    /// How a symbol differs from the others of its series.
    private struct SymbolLook: Hashable {
        var level: Int?
        var area: Double?

        func comesBefore(_ other: SymbolLook) -> Bool {
            let (own, others) = (area ?? 0, other.area ?? 0)
            return own != others ? own > others : (level ?? -1) < (other.level ?? -1)
        }
    }

    private func area(_ series: Channels.Series, _ panel: Layout.Panel) -> [Shape] {
        let box = panel.box
        var runs: [(low: [Place], high: [Place])] = [([], [])]
        for point in series.points {
            if let x = x(point.x, panel), let low = y(point.y, panel), let high = y(point.yEnd, panel) {
                runs[runs.count - 1].low.append(Place(x: x, y: min(max(low, box.y), box.maxY)))
                runs[runs.count - 1].high.append(Place(x: x, y: min(max(high, box.y), box.maxY)))
            } else if !runs[runs.count - 1].low.isEmpty {
                runs.append(([], []))
            }
        }
        let method = series.style.interpolation
        let polygons = runs.filter { $0.low.count > 1 }.map {
            Thinning.line(method.polyline($0.high)) + Thinning.line(method.polyline($0.low)).reversed()
        }
        if polygons.isEmpty { return [] }
        return [.path(polygons, closed: true, Paint(fill: ink(series), opacity: series.style.opacity ?? 0.2))]
    }

    private func bars(_ series: Channels.Series, _ panel: Layout.Panel) -> [Shape] {
        let box = panel.box
        let (horizontal, scales) = (channels.barsAreHorizontal, panel.scales)
        let groups = Double(max(1, channels.positions.count))
        let offset = series.position.flatMap { channels.positions.firstIndex(of: $0) }.map { Double($0) } ?? 0
        var boxes: [Box] = []
        for point in series.points {
            let (across, acrossEnd) = horizontal ? (point.y, point.yEnd) : (point.x, point.xEnd)
            let (along, alongEnd) = horizontal ? (point.x, point.xEnd) : (point.y, point.yEnd)
            guard let start = horizontal ? x(along, panel) : y(along, panel),
                let end = horizontal ? x(alongEnd, panel) : y(alongEnd, panel),
                var (low, thickness) = horizontal
                    ? span(across, acrossEnd, scales.y, scales.yStep, box.height)
                    : span(across, acrossEnd, scales.x, scales.xStep, box.width)
            else { continue }
            if series.position != nil {
                thickness /= groups
                low += offset * thickness
            }
            let far = scales.y.kind == .log && !horizontal ? box.maxY : start
            let origin = (horizontal ? box.y : box.x) + low
            let bar =
                horizontal
                ? Box(x: min(start, end), y: origin, width: abs(end - start), height: thickness)
                : Box(x: origin, y: min(far, end), width: thickness, height: abs(end - far))
            if let clipped = Clip.box(bar, to: box) { boxes.append(clipped) }
        }
        return boxes.isEmpty ? [] : [.boxes(boxes, Paint(fill: ink(series), opacity: series.style.opacity ?? 1))]
    }

    /// Where a bar stands across its length, with a little air on both sides, in pixels from the axis' start.
    func span(
        _ start: Datum?, _ end: Datum?, _ scale: PositionScale, _ step: Double, _ length: Double
    ) -> (low: Double, thickness: Double)? {
        guard let from = scale.unit(start) else { return nil }
        if let to = scale.unit(end) {
            let air = abs(to - from) * length > 3 ? 0.5 : 0
            return (min(from, to) * length + air, max(0.5, abs(to - from) * length - 2 * air))
        }
        let width = scale.kind == .category ? scale.bandwidth : step / (scale.high - scale.low)
        let thickness = max(1, min(width * length * 0.8, 90))
        return (from * length - thickness / 2, thickness)
    }

    private func rules(_ series: Channels.Series, _ panel: Layout.Panel) -> [Shape] {
        let box = panel.box
        var lines: [[Place]] = []
        for point in series.points {
            let across = point.x != nil && (point.xEnd == nil) && !(point.y != nil && point.yEnd == nil)
            if across, let x = x(point.x, panel) {
                let from = point.y == nil ? box.maxY : y(point.y, panel)
                let to = point.yEnd == nil ? box.y : y(point.yEnd, panel)
                if let from, let to { lines.append([Place(x: x, y: from), Place(x: x, y: to)]) }
            } else if let y = y(point.y, panel) {
                let from = point.x == nil ? box.x : x(point.x, panel)
                let to = point.xEnd == nil ? box.maxX : x(point.xEnd, panel)
                if let from, let to { lines.append([Place(x: from, y: y), Place(x: to, y: y)]) }
            }
        }
        var paint = stroke(series)
        if series.style.stroke == nil { (paint.strokeWidth, paint.dash) = (1.5, []) }
        if series.style.color == nil, series.name == nil { paint.stroke = .mutedText }
        let visible = lines.flatMap { Clip.line($0, to: box) }
        return visible.isEmpty ? [] : [.path(visible, closed: false, paint)]
    }

    private func rectangles(_ series: Channels.Series, _ panel: Layout.Panel) -> [Shape] {
        let box = panel.box
        let scales = panel.scales
        var shaded: [Int: (boxes: [Box], values: [Double])] = [:]
        for point in series.points {
            guard let (left, width) = extent(point.x, point.xEnd, scales.x, scales.xStep, box.width),
                let (low, height) = extent(point.y, point.yEnd, scales.y, scales.yStep, box.height)
            else { continue }
            let top = scales.y.kind == .category ? box.y + low : box.maxY - low - height
            let cell = Box(x: box.x + left, y: top, width: width, height: height)
            guard let clipped = Clip.box(cell, to: box) else { continue }
            let level = shadeLevel(point, scales) ?? -1
            shaded[level, default: ([], [])].boxes.append(clipped)
            if let value = point.shade { shaded[level]?.values.append(value) }
        }
        return shaded.sorted { $0.key < $1.key }.map { level, cells in
            guard level >= 0 else {
                return .boxes(cells.boxes, Paint(fill: ink(series), opacity: series.style.opacity ?? 0.2))
            }
            let shade = scales.shade(at: Double(level) / 31, ink: ink(series))
            let boxes = Shape.boxes(cells.boxes, Paint(fill: shade.ink, opacity: shade.opacity))
            // Without smoothing no light lines show between cells.
            let attributes = [
                Attribute(name: "data-value", value: words(ofShade: cells.values)),
                Attribute(name: "shape-rendering", value: "crispEdges"),
            ]
            return .group(attributes, [boxes])
        }
    }

    /// What cells of one shade stand for: their value, or about what it is where they differ.
    private func words(ofShade values: [Double]) -> String {
        let (low, high) = (values.min() ?? 0, values.max() ?? 0)
        let name = channels.seriesLabel.map { $0 + " " } ?? ""
        return low == high
            ? name + Numbers.significant(low, digits: 4)
            : name + "about " + Numbers.significant(low / 2 + high / 2, digits: 2)
    }

    private func extent(
        _ start: Datum?, _ end: Datum?, _ scale: PositionScale, _ step: Double, _ length: Double
    ) -> (Double, Double)? {
        guard let from = scale.unit(start) else { return nil }
        if let to = scale.unit(end) { return (min(from, to) * length, abs(to - from) * length) }
        let width = scale.kind == .category ? scale.bandwidth : step / (scale.high - scale.low)
        return ((from - width / 2) * length, width * length)
    }

    /// One of 32 shades, so that all of one shade are one path.
    func shadeLevel(_ point: Channels.Point, _ scales: Scales) -> Int? {
        point.shade.flatMap { scales.shadeUnit($0) }.map { Int(($0 * 31).rounded()) }
    }
}

extension Scales {
    /// The area of a symbol for a number, from 9 to 400 square pixels.
    func symbolArea(_ value: Double?) -> Double? {
        guard let value, value.isFinite, let size else { return nil }
        let span = size.upperBound / 2 - size.lowerBound / 2
        let unit = span > 0 ? (value / 2 - size.lowerBound / 2) / span : 1
        return (9 + 391 * min(max(unit, 0), 1)).rounded()
    }
}
