extension Drawing {
    func shapes(of series: Channels.Series, in box: Box) -> [Shape] {
        switch series.kind {
        case .line: line(series, box)
        case .point: points(series, box)
        case .area: area(series, box)
        case .bar: bars(series, box)
        case .rule: rules(series, box)
        case .rectangle: rectangles(series, box)
        }
    }

    private func line(_ series: Channels.Series, _ box: Box) -> [Shape] {
        var runs: [[Place]] = [[]]
        for point in series.points {
            if let x = x(point.x, box), let y = y(point.y, box) {
                runs[runs.count - 1].append(Place(x: x, y: y))
            } else if runs[runs.count - 1].isEmpty == false {
                runs.append([])
            }
        }
        let lonely = runs.filter { $0.count == 1 }.flatMap { $0 }
        let lines = runs.filter { $0.count > 1 }.flatMap { Clip.line(Thinning.line($0), to: box) }
        var shapes: [Shape] = []
        if !lines.isEmpty { shapes.append(.path(lines, closed: false, stroke(series))) }
        // A single value between gaps has no line to show it.
        let visible = lonely.filter { Clip.contains($0, box) }
        if !visible.isEmpty {
            shapes.append(.symbols(visible, .circle, size: 5, separate: false, Paint(fill: ink(series))))
        }
        return shapes
    }

    private func points(_ series: Channels.Series, _ box: Box) -> [Shape] {
        var places: [Place] = []
        var shaded: [Int: [Place]] = [:]
        for point in series.points {
            guard let x = x(point.x, box), let y = y(point.y, box) else { continue }
            let place = Place(x: x, y: y)
            guard Clip.contains(place, box) else { continue }
            if let level = shadeLevel(point) { shaded[level, default: []].append(place) } else { places.append(place) }
        }
        var shapes: [Shape] = []
        if !places.isEmpty {
            shapes.append(symbols(series.style.opacity == nil ? Thinning.points(places) : places, series))
        }
        for (level, places) in shaded.sorted(by: { $0.key < $1.key }) {
            var copy = series
            copy.style.opacity = Self.shadeOpacity(Double(level) / 31)
            copy.style.symbol = copy.style.symbol ?? .circle
            shapes.append(symbols(places, copy))
        }
        return shapes
    }

    private func area(_ series: Channels.Series, _ box: Box) -> [Shape] {
        var runs: [(low: [Place], high: [Place])] = [([], [])]
        for point in series.points {
            if let x = x(point.x, box), let low = y(point.y, box), let high = y(point.yEnd, box) {
                runs[runs.count - 1].low.append(Place(x: x, y: min(max(low, box.y), box.maxY)))
                runs[runs.count - 1].high.append(Place(x: x, y: min(max(high, box.y), box.maxY)))
            } else if !runs[runs.count - 1].low.isEmpty {
                runs.append(([], []))
            }
        }
        let polygons = runs.filter { $0.low.count > 1 }.map {
            Thinning.line($0.high) + Thinning.line($0.low).reversed()
        }
        if polygons.isEmpty { return [] }
        return [.path(polygons, closed: true, Paint(fill: ink(series), opacity: series.style.opacity ?? 0.2))]
    }

    private func bars(_ series: Channels.Series, _ box: Box) -> [Shape] {
        let horizontal = channels.barsAreHorizontal
        let groups = Double(max(1, channels.positions.count))
        let offset = series.position.flatMap { channels.positions.firstIndex(of: $0) }.map { Double($0) } ?? 0
        var boxes: [Box] = []
        for point in series.points {
            let (across, acrossEnd) = horizontal ? (point.y, point.yEnd) : (point.x, point.xEnd)
            let (along, alongEnd) = horizontal ? (point.x, point.xEnd) : (point.y, point.yEnd)
            guard let start = horizontal ? x(along, box) : y(along, box),
                let end = horizontal ? x(alongEnd, box) : y(alongEnd, box),
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
    private func span(
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

    private func rules(_ series: Channels.Series, _ box: Box) -> [Shape] {
        var lines: [[Place]] = []
        for point in series.points {
            let across = point.x != nil && (point.xEnd == nil) && !(point.y != nil && point.yEnd == nil)
            if across, let x = x(point.x, box) {
                let from = point.y == nil ? box.maxY : y(point.y, box)
                let to = point.yEnd == nil ? box.y : y(point.yEnd, box)
                if let from, let to { lines.append([Place(x: x, y: from), Place(x: x, y: to)]) }
            } else if let y = y(point.y, box) {
                let from = point.x == nil ? box.x : x(point.x, box)
                let to = point.xEnd == nil ? box.maxX : x(point.xEnd, box)
                if let from, let to { lines.append([Place(x: from, y: y), Place(x: to, y: y)]) }
            }
        }
        var paint = stroke(series)
        if series.style.stroke == nil { (paint.strokeWidth, paint.dash) = (1.5, []) }
        if series.style.color == nil, series.name == nil { paint.stroke = .mutedText }
        let visible = lines.flatMap { Clip.line($0, to: box) }
        return visible.isEmpty ? [] : [.path(visible, closed: false, paint)]
    }

    private func rectangles(_ series: Channels.Series, _ box: Box) -> [Shape] {
        var shaded: [Int: [Box]] = [:]
        for point in series.points {
            guard let (left, width) = extent(point.x, point.xEnd, scales.x, scales.xStep, box.width),
                let (low, height) = extent(point.y, point.yEnd, scales.y, scales.yStep, box.height)
            else { continue }
            let top = scales.y.kind == .category ? box.y + low : box.maxY - low - height
            let cell = Box(x: box.x + left, y: top, width: width, height: height)
            guard let clipped = Clip.box(cell, to: box) else { continue }
            shaded[shadeLevel(point) ?? -1, default: []].append(clipped)
        }
        return shaded.sorted { $0.key < $1.key }.map { level, boxes in
            let opacity = level < 0 ? series.style.opacity ?? 0.2 : Self.shadeOpacity(Double(level) / 31)
            return .boxes(boxes, Paint(fill: ink(series), opacity: opacity))
        }
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
    private func shadeLevel(_ point: Channels.Point) -> Int? {
        guard let value = point.shade, value.isFinite, let range = scales.shade else { return nil }
        let span = range.upperBound / 2 - range.lowerBound / 2
        return span > 0 ? Int(((value / 2 - range.lowerBound / 2) / span * 31).rounded()) : 31
    }
}
