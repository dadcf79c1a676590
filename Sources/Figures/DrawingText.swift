extension Drawing {
    /// What marks say: text at a place, annotations, and the numbers of contour lines, apart from all other text.
    func texts(among shapes: [Shape]) -> [Shape] {
        let hasText = channels.series.contains { series in
            series.kind == .text || series.kind == .contour || series.points.contains { $0.annotation != nil }
        }
        guard hasText else { return [] }
        let labels = shapes.flatMap { $0.leaves }.compactMap { if case .label(let label) = $0 { label } else { nil } }
        let bounds = Box(x: 2, y: 2, width: layout.width - 4, height: layout.height - 4)
        var placer = LabelPlacer(avoiding: labels, lines: Self.outlines(shapes), in: bounds)
        let others = LabelPlacer(avoiding: [], lines: Self.outlines(shapes, without: .contour), in: bounds)
        var result: [Shape] = []
        for panel in layout.panels {
            let all = channels.series.filter { panel.facet.holds($0.facet) }
            for series in all where series.kind == .text { result += self.labels(of: series, panel, &placer) }
            for series in all { result += annotations(of: series, panel, &placer) }
            for series in all where series.kind == .contour {
                result += numbers(of: series, panel, among: others, &placer)
            }
        }
        return result
    }

    /// Corners and lines of the marks; the grid and the axes may be written over.
    private static func outlines(_ shapes: [Shape], without kind: Mark.Kind? = nil) -> [[Place]] {
        var lines: [[Place]] = []
        var count = 0
        for case .group(let attributes, let marks) in shapes where attributes.first?.name == "data-panel" {
            let marks = marks.filter { mark in
                guard let kind, case .group(let attributes, _) = mark else { return true }
                return attributes.first?.value != kind.rawValue
            }
            for leaf in marks.flatMap({ $0.leaves }) where count < 5000 {
                switch leaf {
                // What is filled may be written over, with a rim about the letters.
                case .path(_, _, let paint) where paint.evenOdd: break
                case .path(let paths, let closed, _):
                    lines += paths.map { closed ? $0 + $0.prefix(1) : $0 }
                    count += paths.reduce(0) { $0 + $1.count }
                case .lines(let paths, _):
                    lines += paths
                    count += paths.reduce(0) { $0 + $1.count }
                case .symbols(let places, _, _, _, _):
                    lines += places.map { [$0] }
                    count += places.count
                default: break
                }
            }
        }
        return lines
    }

    private func labels(of series: Channels.Series, _ panel: Layout.Panel, _ placer: inout LabelPlacer) -> [Shape] {
        series.points.compactMap { point in
            guard case .text(let text)? = point.attachment, !text.isEmpty, let x = x(point.x, panel),
                let y = y(point.y, panel), Clip.contains(Place(x: x, y: y), panel.box)
            else { return nil }
            var ink = Ink.text
            if series.style.color != nil || series.name != nil { ink = self.ink(series) }
            return placer.centred(Place(x: x, y: y), text, ink: ink, halo: !isOnCell(point, panel)).map {
                Shape.label($0)
            }
        }
    }

    /// Whether the text stands on a cell of a heat map, which is never too dark for it.
    private func isOnCell(_ point: Channels.Point, _ panel: Layout.Panel) -> Bool {
        channels.series.contains { series in
            series.kind == .rectangle && panel.facet.holds(series.facet)
                && series.points.contains { $0.shade != nil && $0.x == point.x && $0.y == point.y }
        }
    }

    private func annotations(
        of series: Channels.Series, _ panel: Layout.Panel, _ placer: inout LabelPlacer
    ) -> [Shape] {
        var shapes: [Shape] = []
        for point in series.points {
            guard let annotation = point.annotation, !annotation.text.isEmpty,
                let place = anchor(of: point, series, panel), Clip.contains(place, panel.box)
            else { continue }
            let hasColor = series.name != nil || series.style.color != nil
            let ink = hasColor && series.kind != .bar ? ink(series) : Ink.text
            guard let placed = placer.beside(place, annotation.text, annotation.position, ink: ink) else { continue }
            if let leader = placed.leader {
                shapes.append(.path([leader], closed: false, Paint(stroke: .axis)))
            }
            shapes.append(.label(placed.label))
        }
        return shapes
    }

    /// Where an annotation points to: the middle of the far end of a mark.
    private func anchor(of point: Channels.Point, _ series: Channels.Series, _ panel: Layout.Panel) -> Place? {
        let box = panel.box
        func middle(_ a: Double?, _ b: Double?) -> Double? { a.map { a in b.map { (a + $0) / 2 } ?? a } }
        let (x0, x1) = (x(point.x, panel), x(point.xEnd, panel))
        let (y0, y1) = (y(point.y, panel), y(point.yEnd, panel))
        switch series.kind {
        case .rule:
            return Place(x: middle(x0, x1) ?? box.maxX - box.width * 0.12, y: middle(y0, y1) ?? box.y + 12)
        case .bar where channels.barsAreHorizontal:
            guard let x = x1 ?? x0, let y = y0 else { return nil }
            return Place(x: x, y: y)
        case .bar, .errorBar:
            guard let x = middle(x0, x1), let y = y1 ?? y0 else { return nil }
            return Place(x: x, y: y)
        case .vector:
            guard let x = x1, let y = y1 else { return nil }
            return Place(x: x, y: y)
        default:
            guard let x = middle(x0, x1), let y = middle(y0, y1) else { return nil }
            return Place(x: x, y: y)
        }
    }

    /// One number on each line of a contour plot, on its longest piece and where it hides least of other marks.
    private func numbers(
        of series: Channels.Series, _ panel: Layout.Panel, among others: LabelPlacer, _ placer: inout LabelPlacer
    ) -> [Shape] {
        var shapes: [Shape] = []
        for case .contour(let contour)? in series.points.map({ $0.attachment })
        where !contour.filled && contour.levels.count > 1 {
            let grid = MarchingSquares(contour)
            for (rank, level) in contour.levels.enumerated() {
                guard let longest = grid.lines(at: level).max(by: { $0.count < $1.count }), longest.count > 12 else {
                    continue
                }
                let text = Numbers.significant(level, digits: 3)
                guard !isHidden(longest, by: text, panel) else { continue }
                var best: (place: Place, cost: Int)?
                for step in 0..<9 {
                    // Neighbouring lines carry their numbers at different places, so that they do not form a wall.
                    let index = longest.count * (1 + (2 + rank * 2 % 5 + step * 2) % 9) / 10
                    guard let x = x(.number(longest[index].x), panel), let y = y(.number(longest[index].y), panel),
                        Clip.contains(Place(x: x, y: y), panel.box)
                    else { continue }
                    let cost = others.crossings(ofCentred: text, at: Place(x: x, y: y))
                    if cost < best?.cost ?? .max { best = (Place(x: x, y: y), cost) }
                    if cost == 0 { break }
                }
                if let best, let label = placer.centred(best.place, text, ink: .mutedText, halo: false) {
                    // The line is interrupted by its number: between the figures of 0.4 it would read as a colon.
                    shapes.append(.boxes([label.outline], Paint(fill: .surface)))
                    shapes.append(.label(label))
                }
            }
        }
        return shapes
    }

    /// Whether a line is so small that its number would stand in its place.
    private func isHidden(_ line: [Place], by text: String, _ panel: Layout.Panel) -> Bool {
        let xs = line.compactMap { x(.number($0.x), panel) }
        let ys = line.compactMap { y(.number($0.y), panel) }
        guard let left = xs.min(), let right = xs.max(), let top = ys.min(), let bottom = ys.max() else { return true }
        return bottom - top < Font.label.size && right - left < 2.5 * Font.label.width(of: text)
    }
}
