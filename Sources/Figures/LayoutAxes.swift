extension Layout {
    /// As many y ticks as keep the labels apart; long category names are shortened.
    func yTicks(_ scales: Scales, height: Double) -> [Tick] {
        var ticks: [Tick]
        var count = min(options.y.tickCount ?? 6, max(2, Int(height / 46)))
        repeat {
            ticks = Self.ticks(scales.y, options.y, count: count)
            count -= 1
        } while count > 1 && options.y.ticks == nil && scales.y.kind != .category && Double(ticks.count) * 20 > height
        if let closed = closedTicks(scales.y, after: ticks, height) { ticks = closed }
        if scales.y.kind == .category {
            ticks = Self.thinned(ticks, spacing: height / Double(max(1, ticks.count)), least: 17)
        }
        if !Self.fit(ticks, scales.y, height, { _ in 17 }, gap: 0) {
            ticks = Self.apart(ticks, scales.y, height, { _ in 17 }, gap: 0)
        }
        for index in ticks.indices { ticks[index].label = Font.label.truncated(ticks[index].label, to: width * 0.35) }
        return ticks
    }

    /// Ticks that end where the axis does, if a few more than usual do so and have room.
    private func closedTicks(_ scale: PositionScale, after ticks: [Tick], _ height: Double) -> [Tick]? {
        guard scale.kind == .linear, options.y.ticks == nil, options.y.tickCount == nil else { return nil }
        func isClosed(_ ticks: [Tick]) -> Bool {
            guard let first = scale.unit(ticks.first?.value), let last = scale.unit(ticks.last?.value) else {
                return false
            }
            return abs(min(first, last)) < 1e-6 && abs(max(first, last) - 1) < 1e-6
        }
        if isClosed(ticks) || ticks.count < 2 { return nil }
        let most = min(12, Int(height / 24))
        guard ticks.count < most else { return nil }
        for count in ticks.count..<most {
            let more = Self.ticks(scale, options.y, count: count)
            if isClosed(more), more.count - 1 <= most { return more }
        }
        return nil
    }

    /// As many x ticks as keep the labels apart; category names wider than their band are turned.
    func chooseXTicks(_ axes: inout Axes, _ scales: Scales, width panelWidth: Double) {
        guard !hidesX else { return }
        if scales.x.kind == .category { return chooseCategories(&axes, scales, width: panelWidth) }
        func labelWidth(_ tick: Tick) -> Double { Font.label.width(of: tick.label) }
        // Each bar has its number if there is room.
        let bars = scales.xStep > 0 ? (scales.x.high - scales.x.low) / scales.xStep : 0
        let least = bars > 0 && bars < 16.5 ? 40.0 : 80
        var count =
            options.x.tickCount.map { min($0, max(2, Int(panelWidth / 60))) }
            ?? min(least == 40 ? 16 : 8, max(3, Int(panelWidth / least)))
        while true {
            axes.xTicks = Self.ticks(scales.x, options.x, count: count)
            if Self.fit(axes.xTicks, scales.x, panelWidth, labelWidth, gap: 16) { return }
            if count <= 1 || options.x.ticks != nil { break }
            count -= 1
        }
        axes.xTicks = Self.apart(axes.xTicks, scales.x, panelWidth, labelWidth, gap: 12)
    }

    private func chooseCategories(_ axes: inout Axes, _ scales: Scales, width panelWidth: Double) {
        axes.xTicks = scales.x.ticks(count: 0)
        let band = panelWidth / Double(max(1, axes.xTicks.count))
        let widest = axes.xTicks.map { Font.label.width(of: $0.label) }.max() ?? 0
        guard widest > band - 6 else { return }
        let broken = axes.xTicks.map { Font.label.wrapped($0.label, to: band - 8) }
        if broken.allSatisfy({ $0.count <= 3 && !$0.contains { $0.hasSuffix("…") } }) {
            for index in broken.indices { axes.xTicks[index].label = broken[index].joined(separator: "\n") }
            return
        }
        let numeric = axes.xTicks.allSatisfy { $0.label.utf8.allSatisfy { $0 < 0x3A } }
        if numeric {
            axes.xTicks = Self.thinned(axes.xTicks, spacing: band, least: widest + 10)
            return
        }
        axes.xLabelsRotate = true
        axes.xTicks = Self.thinned(axes.xTicks, spacing: band, least: 25)
        let limit = min(150, max(height, 320) * 0.4)
        for index in axes.xTicks.indices {
            axes.xTicks[index].label = Font.label.truncated(axes.xTicks[index].label, to: limit)
        }
    }

    /// The ticks that the author gave, those inside the domain, or round ones; written as asked.
    private static func ticks(_ scale: PositionScale, _ axis: ChartOptions.Axis, count: Int) -> [Tick] {
        var ticks = scale.ticks(count: count)
        guard scale.kind != .category else { return ticks }
        if let given = axis.ticks {
            let inside = given.filter { value in
                scale.unit(.number(value)).map { $0 >= -1e-9 && $0 <= 1 + 1e-9 } ?? false
            }.sorted()
            ticks = inside.map { Tick(value: .number($0), label: Numbers.significant($0, digits: 6)) }
        }
        guard axis.format != .automatic else { return ticks }
        return ticks.map { tick in
            Tick(value: tick.value, label: tick.value.finite.map { axis.format.text($0) } ?? tick.label)
        }
    }

    private static func fit(
        _ ticks: [Tick], _ scale: PositionScale, _ length: Double, _ size: (Tick) -> Double, gap: Double
    ) -> Bool {
        apart(ticks, scale, length, size, gap: gap).count == ticks.count
    }

    /// The ticks whose labels do not run into the one before.
    private static func apart(
        _ ticks: [Tick], _ scale: PositionScale, _ length: Double, _ size: (Tick) -> Double, gap: Double
    ) -> [Tick] {
        var edge = -Double.infinity
        let placed = ticks.compactMap { tick in scale.unit(tick.value).map { (tick: tick, at: $0 * length) } }
        var kept: [(tick: Tick, at: Double)] = []
        for (tick, at) in placed.sorted(by: { $0.at < $1.at }) where at - size(tick) / 2 >= edge {
            kept.append((tick, at))
            edge = at + size(tick) / 2 + gap
        }
        return kept.map { $0.tick }
    }

    private static func thinned(_ ticks: [Tick], spacing: Double, least: Double) -> [Tick] {
        let every = max(1, Int((least / max(spacing, 0.001)).rounded(.up)))
        return ticks.indices.filter { $0 % every == 0 }.map { ticks[$0] }
    }

    mutating func addTickLabels() {
        for index in panels.indices {
            let panel = panels[index]
            if panel.showsY {
                // The panel may have become lower than was guessed when its ticks were chosen.
                let ticks = Self.apart(panel.axes.yTicks, panel.scales.y, panel.box.height, { _ in 17 }, gap: 0)
                for tick in ticks where tick.label != "…" {
                    guard let unit = panel.scales.y.unit(tick.value) else { continue }
                    let at = Place(x: panel.box.x - 8, y: place(unit, panel.scales.y, panel.box) + 5)
                    labels.append(Label(text: tick.label, at: at, anchor: .end, ink: .mutedText))
                }
            }
            if panel.showsX { addXLabels(of: panel, within: room(ofPanel: index)) }
        }
    }

    private mutating func addXLabels(of panel: Panel, within room: ClosedRange<Double>) {
        let rotate = panel.axes.xLabelsRotate
        func size(_ tick: Tick) -> Double { rotate ? 24.5 : Font.label.width(of: tick.label) }
        let ticks = Self.apart(panel.axes.xTicks, panel.scales.x, panel.box.width, size, gap: rotate ? 0 : 8)
        for tick in ticks {
            guard let unit = panel.scales.x.unit(tick.value) else { continue }
            var label = Label(
                text: tick.label, at: Place(x: panel.box.x + unit * panel.box.width, y: panel.box.maxY + 19),
                anchor: .middle, ink: .mutedText)
            if rotate {
                (label.anchor, label.rotation, label.at.x, label.at.y) = (.end, -35, label.at.x + 5, label.at.y - 3)
                // Turned labels reach to the left, and must not leave the picture there.
                label.text = label.font.truncated(label.text, to: (label.at.x - 10) / 0.82)
                if label.text != "…" { labels.append(label) }
            } else if label.box.x >= room.lowerBound, label.box.maxX <= room.upperBound {
                for line in tick.label.split(separator: "\n") where line != "…" {
                    label.text = String(line)
                    labels.append(label)
                    label.at.y += Axes.lineHeight
                }
            }
        }
    }

    /// How far the x labels of a panel may reach: halfway to its neighbours, or to the edges of the picture.
    private func room(ofPanel index: Int) -> ClosedRange<Double> {
        let box = panels[index].box
        let left = panels.filter { $0.box.y == box.y && $0.box.maxX <= box.x }.map { $0.box.maxX }.max()
        let right = panels.filter { $0.box.y == box.y && $0.box.x >= box.maxX }.map { $0.box.x }.min()
        let low = left.map { ($0 + box.x) / 2 + 2 } ?? 1
        return low...max(low, right.map { ($0 + box.maxX) / 2 - 2 } ?? width - 1)
    }

    /// Categories run downwards from the top, numbers upwards.
    private func place(_ unit: Double, _ scale: PositionScale, _ box: Box) -> Double {
        scale.kind == .category ? box.y + unit * box.height : box.maxY - unit * box.height
    }
}
