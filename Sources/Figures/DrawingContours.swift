extension Drawing {
    func contours(_ series: Channels.Series, _ panel: Layout.Panel) -> [Shape] {
        var shapes: [Shape] = []
        for case .contour(let contour)? in series.points.map({ $0.attachment }) {
            if case .diverging = panel.scales.colors, contour.filled {
                shapes += bands(contour, series, panel)
                continue
            }
            let grid = contour.filled ? MarchingSquares(closing: contour) : MarchingSquares(contour)
            var covered = 0.0
            if contour.filled { shapes += ground(contour, series, panel, &covered) }
            for (rank, level) in contour.levels.enumerated() {
                let lines = lines(of: grid, at: level, panel)
                guard !lines.isEmpty else { continue }
                if contour.filled {
                    shapes += fill(lines, Double(rank + 1) / Double(contour.levels.count), series, panel, &covered)
                } else {
                    var paint = stroke(series)
                    if series.style.stroke == nil { (paint.strokeWidth, paint.dash) = (1.25, []) }
                    if series.style.color == nil, series.name == nil { paint.stroke = .axis }
                    let visible = lines.flatMap { Clip.line($0, to: panel.box) }
                    if !visible.isEmpty { shapes.append(.path(visible, closed: false, paint)) }
                }
            }
        }
        return shapes
    }

    private func lines(of grid: MarchingSquares, at level: Double, _ panel: Layout.Panel) -> [[Place]] {
        grid.lines(at: level).map { line in
            line.compactMap { place -> Place? in
                guard let x = x(.number(place.x), panel), let y = y(.number(place.y), panel) else { return nil }
                return Place(x: x, y: y)
            }
        }.filter { $0.count > 1 }
    }

    /// Two hues cannot lie over each other, so each band between two levels is an area with a hole, in the shade of its
    /// middle.
    private func bands(_ contour: Contour, _ series: Channels.Series, _ panel: Layout.Panel) -> [Shape] {
        let grid = MarchingSquares(closing: contour)
        let finite = contour.values.filter { $0.isFinite }
        guard let low = finite.min(), let high = finite.max() else { return [] }
        let inner = contour.levels.filter { $0 > low && $0 < high }
        // Just below the least value everything is inside, and what is not finite stays outside.
        let edges = [low - (high - low) * 1e-9] + inner
        let lines = edges.map { clamped(self.lines(of: grid, at: $0, panel), to: panel.box) }
        return edges.indices.compactMap { index in
            let above = index + 1 < edges.count ? edges[index + 1] : high
            guard let unit = panel.scales.shadeUnit(edges[index] / 2 + above / 2) else { return nil }
            let outline = lines[index] + (index + 1 < edges.count ? lines[index + 1] : [])
            if outline.isEmpty { return nil }
            let shade = panel.scales.shade(at: unit, ink: ink(series))
            return .path(outline, closed: true, Paint(fill: shade.ink, opacity: shade.opacity, evenOdd: true))
        }
    }

    private func clamped(_ lines: [[Place]], to box: Box) -> [[Place]] {
        lines.map { line in
            line.map { Place(x: min(max($0.x, box.x), box.maxX), y: min(max($0.y, box.y), box.maxY)) }
        }
    }

    /// What lies below the first level.
    private func ground(
        _ contour: Contour, _ series: Channels.Series, _ panel: Layout.Panel, _ covered: inout Double
    ) -> [Shape] {
        guard !contour.values.contains(where: { !$0.isFinite }),
            let x0 = x(.number(contour.x.lowerBound), panel), let x1 = x(.number(contour.x.upperBound), panel),
            let y0 = y(.number(contour.y.lowerBound), panel), let y1 = y(.number(contour.y.upperBound), panel),
            let box = Clip.box(
                Box(x: min(x0, x1), y: min(y0, y1), width: abs(x1 - x0), height: abs(y1 - y0)), to: panel.box)
        else { return [] }
        covered = Self.opacity(ofRank: 0)
        return [.boxes([box], Paint(fill: ink(series), opacity: covered))]
    }

    /// The shade tells the rank `unit` of a level among all, so that levels are told apart however they are spaced. Areas
    /// above a level lie on those of the levels below; each adds what is missing to the shade of its own.
    private func fill(
        _ lines: [[Place]], _ unit: Double, _ series: Channels.Series, _ panel: Layout.Panel, _ covered: inout Double
    ) -> [Shape] {
        let wanted = series.style.opacity ?? Self.opacity(ofRank: unit)
        let added = series.style.opacity ?? max(0, 1 - (1 - wanted) / (1 - covered))
        covered = max(covered, wanted)
        return [
            .path(clamped(lines, to: panel.box), closed: true, Paint(fill: ink(series), opacity: added, evenOdd: true))
        ]
    }
}
