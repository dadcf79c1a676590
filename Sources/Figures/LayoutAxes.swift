extension Layout {
    /// As many y ticks as keep the labels apart; long category names are shortened.
    mutating func chooseYTicks(_ scales: Scales, height: Double) {
        var count = min(6, max(2, Int(height / 46)))
        repeat {
            yTicks = scales.y.ticks(count: count)
            count -= 1
        } while count > 1 && scales.y.kind != .category && Double(yTicks.count) * 20 > height
        if scales.y.kind == .category {
            yTicks = Self.thinned(yTicks, spacing: height / Double(max(1, yTicks.count)), least: 17)
        }
        for index in yTicks.indices {
            yTicks[index].label = Font.label.truncated(yTicks[index].label, to: width * 0.35)
        }
    }

    /// As many x ticks as keep the labels apart; category names wider than their band are turned.
    mutating func chooseXTicks(_ scales: Scales, width panelWidth: Double) {
        if scales.x.kind == .category {
            xTicks = scales.x.ticks(count: 0)
            let band = panelWidth / Double(max(1, xTicks.count))
            let widest = xTicks.map { Font.label.width(of: $0.label) }.max() ?? 0
            guard widest > band - 6 else { return }
            let numeric = xTicks.allSatisfy { $0.label.utf8.allSatisfy { $0 < 0x3A } }
            if numeric {
                xTicks = Self.thinned(xTicks, spacing: band, least: widest + 10)
                return
            }
            xLabelsRotate = true
            xTicks = Self.thinned(xTicks, spacing: band, least: 20)
            let limit = min(130, height * 0.3)
            for index in xTicks.indices { xTicks[index].label = Font.label.truncated(xTicks[index].label, to: limit) }
            return
        }
        var count = min(10, max(2, Int(panelWidth / 68)))
        while true {
            xTicks = scales.x.ticks(count: count)
            if count <= 1 || Self.fit(xTicks, scales.x, panelWidth) { return }
            count -= 1
        }
    }

    private static func fit(_ ticks: [Tick], _ scale: PositionScale, _ width: Double) -> Bool {
        var edge = -Double.infinity
        for tick in ticks {
            guard let unit = scale.unit(tick.value) else { continue }
            let half = Font.label.width(of: tick.label) / 2
            if unit * width - half < edge { return false }
            edge = unit * width + half + 12
        }
        return true
    }

    private static func thinned(_ ticks: [Tick], spacing: Double, least: Double) -> [Tick] {
        let every = max(1, Int((least / max(spacing, 0.001)).rounded(.up)))
        return ticks.indices.filter { $0 % every == 0 }.map { ticks[$0] }
    }

    mutating func addTickLabels(_ scales: Scales) {
        for panel in panels {
            if panel.showsY {
                for tick in yTicks {
                    guard let unit = scales.y.unit(tick.value) else { continue }
                    let at = Place(x: panel.box.x - 8, y: place(unit, scales.y, panel.box) + 5)
                    labels.append(Label(text: tick.label, at: at, anchor: .end, ink: .mutedText))
                }
            }
            if panel.showsX {
                for tick in xTicks {
                    guard let unit = scales.x.unit(tick.value) else { continue }
                    var label = Label(
                        text: tick.label, at: Place(x: panel.box.x + unit * panel.box.width, y: panel.box.maxY + 19),
                        ink: .mutedText)
                    label.anchor = xLabelsRotate ? .end : .middle
                    if xLabelsRotate {
                        (label.rotation, label.at.x, label.at.y) = (-35, label.at.x + 5, label.at.y - 3)
                    }
                    labels.append(label)
                }
            }
        }
    }

    /// Categories run downwards from the top, numbers upwards.
    private func place(_ unit: Double, _ scale: PositionScale, _ box: Box) -> Double {
        scale.kind == .category ? box.y + unit * box.height : box.maxY - unit * box.height
    }
}
