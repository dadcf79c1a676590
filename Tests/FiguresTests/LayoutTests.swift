import Testing

@testable import Figures

@Suite struct LayoutTests {
    private func texts(_ chart: Chart) -> [Label] {
        chart.scene.shapes.flatMap(\.leaves).compactMap { if case .label(let label) = $0 { label } else { nil } }
    }

    private func scales(_ chart: Chart) -> Scales {
        Scales(Channels(chart.marks, options: chart.options).stacked(log: false), options: chart.options)
    }

    @Test func longNamesBelowBarsStandInLines() {
        let chart = Chart(["Fine-tuning the last layer", "From scratch", "Distilled from an ensemble"]) { name in
            BarMark(x: .value("Method", name), y: .value("Accuracy", 0.9))
        }.chartSize(width: 320)
        let labels = texts(chart)
        #expect(labels.allSatisfy { $0.rotation == 0 && !$0.text.hasSuffix("…") })
        #expect(labels.contains { $0.text == "Distilled" } && labels.contains { $0.text == "ensemble" })
        // Where not even three lines have room, the names are turned.
        #expect(texts(chart.chartSize(width: 130)).contains { $0.rotation != 0 })
    }

    @Test func everyBarOverANumberHasItsTick() {
        let chart = Chart(-5...5) { i in BarMark(x: .value("Shift", i), y: .value("Gain", i)) }
        let words = texts(chart).map(\.text)
        for number in 1...5 { #expect(words.contains("\(number)") && words.contains("−\(number)")) }
    }

    @Test func oneWholeNumberHasWholeTicks() {
        let chart = Chart { PointMark(x: .value("Step", 3), y: .value("Loss", 0.25)) }
        #expect(scales(chart).x.ticks(count: 8).map(\.label) == ["2", "3", "4"])
    }

    @Test func pointsDoNotStandOnLogarithmicAxes() throws {
        let chart = Chart([8.0, 128]) { v in PointMark(x: .value("Batch", v), y: .value("Loss", v)) }
            .chartXScale(type: .log)
        let units = try [8.0, 128].map { try #require(scales(chart).x.unit(.number($0))) }
        #expect(units[0] > 0.02 && units[1] < 0.98)
        // A domain that was given is kept.
        let given = chart.chartXScale(domain: 8...128)
        #expect(scales(given).x.unit(.number(8)) == 0)
    }

    @Test func lyingBarsEndAtRoundNumbers() {
        let chart = Chart([("a", -0.58), ("b", 0.82)]) { name, v in
            BarMark(x: .value("Weight", v), y: .value("Feature", name))
        }
        let x = scales(chart).x
        #expect(abs(x.low + 0.6) < 1e-12 && abs(x.high - 1) < 1e-12)
    }

    @Test func ticksReachTheTopOfAnAxis() {
        let chart = Chart([0.0, 1.3]) { v in LineMark(x: .value("x", v > 0), y: .value("Loss", v)) }
            .chartSize(height: 260)
        #expect(texts(chart).contains { $0.text == "1.4" })
        // Too low a chart has no room for that many.
        let low = texts(chart.chartSize(height: 140)).map(\.text)
        #expect(!low.contains("1.2"), "\(low)")
    }

    @Test func columnsOfNumbersHaveHeads() {
        let chart = Chart([1.0, 2]) { v in PointMark(x: .value("", v), y: .value("", v * 2)) }
        #expect(chart.dataTable().columns.map(\.title) == ["x", "y"])
    }

    @Test func marksOfOnePlaceShareARowOfTheNumbers() {
        let chart = Chart {
            for x in [1.0, 2, 2] {
                LineMark(x: .value("Step", x), y: .value("Loss", x * 3))
                PointMark(x: .value("Step", x), y: .value("Loss", x * 3))
            }
            RuleMark(x: .value("Step", 1.0), yStart: .value("Loss", 2.0), yEnd: .value("Loss", 4.0))
        }
        let table = chart.dataTable()
        #expect(table.columns.map(\.title) == ["Step", "Loss", "Loss (from)", "Loss (to)"])
        #expect(table.columns[0].cells == [.number(1), .number(2), .number(2)])
        #expect(table.columns[1].cells == [.number(3), .number(6), .number(6)])
        #expect(table.columns[3].cells == [.number(4), .empty, .empty])
    }

    @Test func nothingHasNoAxes() {
        #expect(texts(Chart {}).map(\.text) == ["No data"])
    }

    @Test func rowsOfTwoDirectionsHaveOneHeader() {
        let chart = Chart(0..<4) { i in
            PointMark(x: .value("x", i), y: .value("y", i))
                .facet(row: .value("Row", i / 2), column: .value("Column", i % 2))
        }
        let layout = Layout(Channels(chart.marks, options: chart.options), scales(chart), chart.options)
        #expect(layout.panels[2].box.y - layout.panels[0].box.maxY < 20)
    }

    @Test func theLegendOfFilledContoursTellsItsLevels() {
        func chart(_ levels: ContourLevels) -> Chart {
            Chart {
                ContourMark(
                    x: "x", y: "y", z: "Loss", xDomain: -2...2, yDomain: -2...2, levels: levels, filled: true
                ) { $0 * $0 + $1 * $1 }
            }
        }
        let words = texts(chart(.values([0.5, 2, 4]))).map(\.text)
        #expect(words.contains("Loss") && words.contains("below 0.5") && words.contains("above 4"))
    }

    @Test func theNumbersOfContoursHideNoPath() {
        let path = (0...40).map { (x: -2.0 + Double($0) * 0.05, y: 0.02 * Double($0 % 2)) }
        let chart = Chart {
            ContourMark(
                x: "x", y: "y", xDomain: -2...2, yDomain: -2...2, levels: .values([0.01, 0.5, 1, 2])
            ) { $0 * $0 + 4 * $1 * $1 }
            for step in path { LineMark(x: .value("x", step.x), y: .value("y", step.y)) }
        }
        let leaves = chart.scene.shapes.flatMap(\.leaves)
        // The number of a contour stands on a ground of its own.
        var numbers: [Label] = []
        var lines: [[Place]] = []
        for (leaf, next) in zip(leaves, leaves.dropFirst() + leaves.prefix(1)) {
            if case .boxes = leaf, case .label(let label) = next { numbers.append(label) }
            if case .path(let paths, _, let paint) = leaf, paint.stroke == .series(1) { lines += paths }
        }
        #expect(numbers.map(\.text).sorted() == ["0.5", "1", "2"])
        #expect(!lines.isEmpty)
        for label in numbers {
            #expect(lines.allSatisfy { Clip.line($0, to: label.outline).isEmpty })
        }
    }

    @Test func divergingContoursHaveTwoHues() {
        let chart = Chart {
            ContourMark(x: "x", y: "y", xDomain: -1...1, yDomain: -1...1, levels: .count(6), filled: true) { x, y in
                x * y
            }
        }.chartForegroundStyleScale(.diverging(center: 0))
        let inks = chart.scene.shapes.flatMap(\.leaves).compactMap { shape -> Ink? in
            if case .path(_, true, let paint) = shape, paint.evenOdd { paint.fill } else { nil }
        }
        #expect(inks.contains(.series(1)) && inks.contains(.series(2)))
    }

    /// A script reads these; what they say is part of the picture's contract.
    @Test func chartsTellTheirScalesAndMarks() {
        let bars = Chart([("a|b", 1.0), ("c", 2)]) { name, v in
            BarMark(x: .value("Name", name), y: .value("Count", v)).foregroundStyle(by: .value("Kind", name))
        }.svg()
        #expect(bars.contains("data-x=\"names Name␟a|b␟c\"") && bars.contains("data-y=\"linear 0.0 2.0 Count\""))
        #expect(bars.contains("data-mark=\"bar\" data-series=\"a|b\""))
        let points = Chart([1.0, 10]) { v in PointMark(x: .value("x", v), y: .value("y", v)).symbol(.square) }
            .chartXScale(domain: 1...10, type: .log, reversed: true)
        #expect(points.svg().contains("data-x=\"log 10.0 1.0 x\"") && points.svg().contains("data-at=\"2.7 2.7\""))
        let cells = Chart([0.25, 0.75]) { v in
            RectangleMark(x: .value("x", "\(v)"), y: .value("y", "r")).foregroundStyle(by: .value("Share", v))
        }.svg()
        #expect(cells.contains("data-value=\"Share 0.25\"") && cells.contains("data-value=\"Share 0.75\""))
    }
}
