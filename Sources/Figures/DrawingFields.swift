import CMath

extension Drawing {
    /// Strokes across the axis of a strip, or along an edge where a tick has one place only.
    func ticks(_ series: Channels.Series, _ panel: Layout.Panel) -> [Shape] {
        var lines: [[Place]] = []
        let (box, scales) = (panel.box, panel.scales)
        for point in series.points {
            let (x, y) = (x(point.x, panel), y(point.y, panel))
            if let x, let y {
                let stands = scales.x.kind != .category
                let scale = stands ? scales.y : scales.x
                let length = stands ? box.height : box.width
                let half = scale.kind == .category ? min(scale.bandwidth * length * 0.35, 18) : 5
                lines.append(
                    stands
                        ? [Place(x: x, y: y - half), Place(x: x, y: y + half)]
                        : [Place(x: x - half, y: y), Place(x: x + half, y: y)])
            } else if let x, point.y == nil {
                lines.append([Place(x: x, y: box.maxY), Place(x: x, y: box.maxY - 8)])
            } else if let y, point.x == nil {
                lines.append([Place(x: box.x, y: y), Place(x: box.x + 8, y: y)])
            }
        }
        var paint = stroke(series)
        paint.dash = series.style.stroke?.dash ?? []
        paint.strokeWidth = series.style.stroke?.lineWidth ?? 1.5
        let visible = lines.flatMap { Clip.line($0, to: box) }
        guard !visible.isEmpty else { return [] }
        // Strokes of one path do not show where they overlap.
        return [paint.opacity < 1 ? .lines(visible, paint) : .path(visible, closed: false, paint)]
    }

    func vectors(_ series: Channels.Series, _ panel: Layout.Panel) -> [Shape] {
        var shapes: [Int: [Shape]] = [:]
        for point in series.points {
            guard let x0 = x(point.x, panel), let x1 = x(point.xEnd, panel), let y0 = y(point.y, panel),
                let y1 = y(point.yEnd, panel)
            else { continue }
            var copy = series
            let level = shadeLevel(point, panel.scales)
            if let level {
                let shade = panel.scales.shade(at: Double(level) / 31, ink: ink(series))
                (copy.style.color, copy.style.opacity) = (Color(ink: shade.ink), Self.opacity(alone: shade.opacity))
            }
            let (from, to) = (Place(x: x0, y: y0), Place(x: x1, y: y1))
            for part in Clip.line([from, to], to: panel.box) where part.count == 2 {
                shapes[level ?? -1, default: []] += arrow(from: part[0], to: part[1], copy, headed: part[1] == to)
            }
        }
        return shapes.sorted { $0.key < $1.key }.flatMap { Self.merged($0.value) }
    }

    /// A line with a head, which is no longer than half of the line.
    func arrow(from: Place, to: Place, _ series: Channels.Series, headed: Bool = true) -> [Shape] {
        let width = series.style.stroke?.lineWidth ?? 1.5
        let paint = Paint(
            stroke: ink(series), strokeWidth: width, dash: series.style.stroke?.dash ?? [],
            opacity: series.style.opacity ?? 1)
        let (dx, dy) = (to.x - from.x, to.y - from.y)
        let length = (dx * dx + dy * dy).squareRoot()
        guard headed, length > 0.5 else { return [.path([[from, to]], closed: false, paint)] }
        let head = min(4 + 2.2 * width, length * 0.5)
        let (ux, uy) = (dx / length, dy / length)
        let base = Place(x: to.x - ux * head, y: to.y - uy * head)
        let half = head * 0.42
        let corners = [
            to, Place(x: base.x - uy * half, y: base.y + ux * half),
            Place(x: base.x + uy * half, y: base.y - ux * half),
        ]
        return [
            .path([[from, base]], closed: false, paint),
            .path([corners], closed: true, Paint(fill: ink(series), opacity: series.style.opacity ?? 1)),
        ]
    }

    /// Paths of one paint in one, in the order of their first.
    private static func merged(_ shapes: [Shape]) -> [Shape] {
        var paints: [(paint: Paint, closed: Bool, lines: [[Place]])] = []
        for case .path(let lines, let closed, let paint) in shapes {
            if let index = paints.firstIndex(where: { $0.paint == paint && $0.closed == closed }) {
                paints[index].lines += lines
            } else {
                paints.append((paint, closed, lines))
            }
        }
        return paints.map { .path($0.lines, closed: $0.closed, $0.paint) }
    }

    func errorBars(_ series: Channels.Series, _ panel: Layout.Panel) -> [Shape] {
        var lines: [[Place]] = []
        for point in series.points {
            let cap = 4.0
            if point.yEnd != nil, let low = y(point.y, panel), let high = y(point.yEnd, panel),
                let x = x(point.x, panel).map({ $0 + shift(series, panel) })
            {
                lines.append([Place(x: x, y: low), Place(x: x, y: high)])
                for y in [low, high] { lines.append([Place(x: x - cap, y: y), Place(x: x + cap, y: y)]) }
            } else if point.xEnd != nil, let low = x(point.x, panel), let high = x(point.xEnd, panel),
                let y = y(point.y, panel)
            {
                lines.append([Place(x: low, y: y), Place(x: high, y: y)])
                for x in [low, high] { lines.append([Place(x: x, y: y - cap), Place(x: x, y: y + cap)]) }
            }
        }
        var paint = stroke(series)
        if series.style.stroke == nil { (paint.strokeWidth, paint.dash) = (1.5, []) }
        if channels.series.contains(where: { $0.kind == .bar }), series.style.color == nil { paint.stroke = .text }
        let visible = lines.flatMap { Clip.line($0, to: panel.box) }
        return visible.isEmpty ? [] : [.path(visible, closed: false, paint)]
    }

    /// How far from the middle of its place a mark of a group of bars stands.
    private func shift(_ series: Channels.Series, _ panel: Layout.Panel) -> Double {
        guard let position = series.position, let index = channels.positions.firstIndex(of: position) else { return 0 }
        let scale = panel.scales.x
        let width = scale.kind == .category ? scale.bandwidth : panel.scales.xStep / (scale.high - scale.low)
        let thickness = max(1, min(width * panel.box.width * 0.8, 90)) / Double(channels.positions.count)
        return (Double(index) + 0.5 - Double(channels.positions.count) / 2) * thickness
    }

    func boxes(_ series: Channels.Series, _ panel: Layout.Panel) -> [Shape] {
        let lying = series.isLying
        let scale = lying ? panel.scales.y : panel.scales.x
        let step = lying ? panel.scales.yStep : panel.scales.xStep
        let (outer, length) = (panel.box, lying ? panel.box.height : panel.box.width)
        var (bodies, lines, medians, outliers): ([Box], [[Place]], [[Place]], [Place]) = ([], [], [], [])
        for point in series.points {
            guard case .summary(let numbers)? = point.attachment,
                let (_, full) = span(lying ? point.y : point.x, nil, scale, step, length),
                let middle = lying ? y(point.y, panel) : x(point.x, panel)
            else { continue }
            func at(_ value: Double, _ offset: Double) -> Place? {
                let along = lying ? x(.number(value), panel) : y(.number(value), panel)
                return along.map { lying ? Place(x: $0, y: middle + offset) : Place(x: middle + offset, y: $0) }
            }
            let half = min(full, 56) / 2
            guard let a = at(numbers.quarter, -half), let b = at(numbers.threeQuarters, half) else { continue }
            bodies.append(
                Box(x: min(a.x, b.x), y: min(a.y, b.y), width: abs(b.x - a.x), height: abs(b.y - a.y)))
            for (end, start) in [(numbers.low, numbers.quarter), (numbers.high, numbers.threeQuarters)] {
                lines.append([at(end, 0), at(start, 0)].compactMap { $0 })
                lines.append([at(end, -half / 3), at(end, half / 3)].compactMap { $0 })
            }
            medians.append([at(numbers.median, -half), at(numbers.median, half)].compactMap { $0 })
            outliers += numbers.outliers.compactMap { at($0, 0) }
        }
        return boxShapes(
            series, bodies.compactMap { Clip.box($0, to: outer) },
            lines.filter { $0.count == 2 }.flatMap { Clip.line($0, to: outer) },
            medians.filter { $0.count == 2 }.flatMap { Clip.line($0, to: outer) },
            Thinning.points(outliers.filter { Clip.contains($0, outer) }))
    }

    private func boxShapes(
        _ series: Channels.Series, _ bodies: [Box], _ lines: [[Place]], _ medians: [[Place]], _ outliers: [Place]
    ) -> [Shape] {
        let ink = ink(series)
        var shapes: [Shape] = []
        if !bodies.isEmpty { shapes.append(.boxes(bodies, Paint(fill: ink, opacity: series.style.opacity ?? 0.25))) }
        if !lines.isEmpty { shapes.append(.path(lines, closed: false, Paint(stroke: ink, strokeWidth: 1.5))) }
        if !medians.isEmpty { shapes.append(.path(medians, closed: false, Paint(stroke: ink, strokeWidth: 3))) }
        if !outliers.isEmpty {
            shapes.append(
                .symbols(
                    outliers, series.style.symbol ?? .circle, size: 4, separate: true, Paint(fill: ink, opacity: 0.7)))
        }
        return shapes
    }

    func images(_ series: Channels.Series, _ panel: Layout.Panel) -> [Shape] {
        series.points.compactMap { point in
            guard case .image(let image)? = point.attachment, let x0 = x(point.x, panel), let x1 = x(point.xEnd, panel),
                let y0 = y(point.y, panel), let y1 = y(point.yEnd, panel)
            else { return nil }
            let box = Box(x: min(x0, x1), y: min(y0, y1), width: abs(x1 - x0), height: abs(y1 - y0))
            // A part of a picture cannot be shown without a clip path, so a picture is shown if its middle is.
            let middle = Place(x: box.x + box.width / 2, y: box.y + box.height / 2)
            guard Clip.contains(middle, panel.box), box.width < 1e5, box.height < 1e5 else { return nil }
            return .image(box, png: Base64.encode(image.png))
        }
    }
}
