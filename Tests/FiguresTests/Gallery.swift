import Figures

struct LossPoint {
    var step: Int
    var loss: Double
    var kind: String
}

/// Numbers that look random and never change.
struct Sequencer: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return (state ^ (state >> 29)) &* 0x9E37_79B9_7F4A_7C15
    }
}

/// One chart for each thing that a chart can do.
enum Gallery {
    static let losses: [LossPoint] = ["raw", "standardised"].flatMap { kind in
        (0..<100).map { step in
            let rate = kind == "raw" ? 0.01 : 0.08
            let wobble = 0.03 * Double((step * 7919 + kind.count * 31) % 17) / 17
            return LossPoint(step: step, loss: 1.1 / (1 + rate * Double(step)) + wobble, kind: kind)
        }
    }

    static let all: [(name: String, chart: Chart)] = [
        ("lines", lines),
        ("lines-log", lines.chartYScale(type: .log).chartTitle("Training loss with and without scaling")),
        ("legend", lines.chartLegend(.visible)), ("points", points), ("bars-stacked", bars(grouped: false)),
        ("bars-grouped", bars(grouped: true)), ("bars-horizontal", horizontalBars), ("bars-long-names", longNames),
        ("histogram", histogram), ("band", band), ("rules", rules), ("heat-map", heatMap), ("facets", facets),
        ("facets-rows", manyFacets), ("log-decades", decades), ("gaps", gaps), ("empty", Chart {}),
        ("one-point", Chart { PointMark(x: .value("x", 3), y: .value("y", 0.25)) }),
        ("all-equal", Chart(0..<5) { i in LineMark(x: .value("Step", i), y: .value("Loss", 0.7)) }),
        ("huge", huge), ("many-series", manySeries), ("hostile", hostile),
        ("small", lines.chartSize(width: 300, height: 200)),
        ("domain", lines.chartYScale(domain: 0.4...0.8).chartXScale(domain: 10...60)),
        ("symbols", symbols), ("thinned", thinned), ("negative-bars", negativeBars),
    ]

    static let lines = Chart(losses) { p in
        LineMark(x: .value("Step", p.step), y: .value("Loss", p.loss)).foregroundStyle(by: .value("Features", p.kind))
    }

    static let points: Chart = {
        var random = Sequencer(state: 7)
        return Chart(0..<150) { i in
            let x = Double.random(in: 0...6, using: &random) + Double(i % 3)
            let y = x * 0.5 + Double.random(in: 0...2, using: &random) + Double(i % 3) * 2
            PointMark(x: .value("First feature", x), y: .value("Second feature", y))
                .foregroundStyle(by: .value("Cluster", ["first", "second", "third"][i % 3]))
        }
        .chartTitle("Three clusters").chartSubtitle("150 invented points")
    }()

    static func bars(grouped: Bool) -> Chart {
        let rows: [(String, String, Double)] = [
            ("SGD", "train", 0.91), ("SGD", "test", 0.88), ("Momentum", "train", 0.97), ("Momentum", "test", 0.93),
            ("Adam", "train", 0.99), ("Adam", "test", 0.94),
        ]
        return Chart(rows) { row in
            let bar = BarMark(x: .value("Optimizer", row.0), y: .value("Accuracy", row.2))
                .foregroundStyle(by: .value("Set", row.1))
            if grouped { bar.position(by: .value("Set", row.1)) } else { bar }
        }
    }

    static let features = [
        "Alcohol", "Malic acid", "Ash", "Alcalinity of ash", "Magnesium", "Total phenols", "Flavanoids",
        "Non-flavanoid phenols", "Proanthocyanins", "Colour intensity", "Hue", "OD280/OD315 of diluted wines",
        "Proline",
    ]

    static let horizontalBars = Chart(Array(features.enumerated())) { index, name in
        BarMark(x: .value("Weight", Double((index * 37) % 19) - 6), y: .value("Feature", name))
    }

    static let longNames = Chart(Array(features.enumerated())) { index, name in
        BarMark(x: .value("Feature", name), y: .value("Deviation", Double((index * 37) % 19) + 1))
    }

    static let negativeBars = Chart(-5..<6) { i in
        BarMark(x: .value("Shift", i), y: .value("Gain", Double(i * i * i) / 10))
    }

    static let histogram = Chart(0..<20) { i in
        let x = Double(i) / 2 - 5
        BarMark(
            xStart: .value("Weight", x), xEnd: .value("Weight", x + 0.5),
            y: .value("Count", (100 / (1 + x * x)).rounded()))
    }

    static let band = Chart {
        for step in stride(from: 0, through: 100, by: 4) {
            for (name, rate) in [("dropout", 0.03), ("no dropout", 0.05)] {
                let mean = 0.5 + 0.45 * (1 - 1 / (1 + rate * Double(step)))
                AreaMark(
                    x: .value("Epoch", step), yStart: .value("Accuracy", mean - 0.03),
                    yEnd: .value("Accuracy", mean + 0.03)
                ).foregroundStyle(by: .value("Model", name))
                LineMark(x: .value("Epoch", step), y: .value("Accuracy", mean)).foregroundStyle(
                    by: .value("Model", name))
            }
        }
    }

    static let rules = Chart {
        for i in 0...50 {
            let x = Double(i) / 5
            LineMark(x: .value("x", x), y: .value("f(x)", (x - 4) * (x - 4) / 4))
        }
        RuleMark(y: .value("f(x)", 4)).lineStyle(StrokeStyle(lineWidth: 1, dash: [4, 4]))
        RuleMark(x: .value("x", 4)).foregroundStyle(.orange)
        RectangleMark(
            xStart: .value("x", 6), xEnd: .value("x", 8), yStart: .value("f(x)", 0), yEnd: .value("f(x)", 6)
        ).foregroundStyle(.green).opacity(0.15)
    }

    static let heatMap = Chart {
        for (row, truth) in ["class 1", "class 2", "class 3"].enumerated() {
            for (column, guess) in ["class 1", "class 2", "class 3"].enumerated() {
                RectangleMark(x: .value("Predicted", guess), y: .value("True", truth))
                    .foregroundStyle(by: .value("Share", row == column ? 0.9 : 0.03 * Double(row + column)))
            }
        }
    }.chartSize(width: 420)

    static let facets = Chart(losses) { p in
        LineMark(x: .value("Step", p.step), y: .value("Loss", p.loss)).foregroundStyle(by: .value("Features", p.kind))
            .facet(by: .value("Features", p.kind))
    }

    static let manyFacets = Chart(0..<5 * 40) { i in
        let rate = [0.001, 0.01, 0.1, 1, 10][i / 40]
        LineMark(x: .value("Step", i % 40), y: .value("Loss", 1 / (1 + rate * Double(i % 40))))
            .facet(by: .value("Rate", "rate \(rate)"))
    }

    static let decades = Chart(0..<60) { i in
        LineMark(
            x: .value("Learning rate", 1e-8 * Double.powerOfTen(i / 6) * Double(i % 6 + 1)),
            y: .value("Condition number", Double.powerOfTen(i / 4)))
    }.chartXScale(type: .log).chartYScale(type: .log)

    static let gaps = Chart(0..<40) { i in
        let y = i == 12 ? Double.nan : i == 20 ? .infinity : i == 22 ? -.infinity : Double((i * 13) % 11)
        LineMark(x: .value("Step", i), y: .value("Norm", y))
    }

    static let huge = Chart([1e-300, 1, 1e300]) { v in
        LineMark(x: .value("Value", v), y: .value("Square root", v.squareRoot()))
    }.chartXScale(type: .log).chartYScale(type: .log)

    static let manySeries = Chart(0..<10 * 20) { i in
        LineMark(x: .value("Step", i % 20), y: .value("Loss", 1 / (1 + Double(i / 20) * 0.01 * Double(i % 20))))
            .foregroundStyle(by: .value("Seed", "seed \(i / 20)"))
    }

    static let hostile = Chart([
        "<b>&\"quoted\"</b>", "🦊 fox & 🐻 bear", "a\u{0}b\u{7}c", "שלום עולם", "日本語の長い名前のカテゴリー", "ends with ]]>",
    ]) { name in
        BarMark(x: .value("Count <&\">", name.count), y: .value("Name 🦊", name))
    }.chartTitle(
        "Labels with < & \" and 🦊, and a title long enough that it must be broken into two lines to stay inside the picture"
    )

    static let symbols = Chart(0..<6) { i in
        for x in 0..<5 {
            LineMark(x: .value("x", x), y: .value("y", i * 2 + x % 2)).foregroundStyle(
                by: .value("Symbol", "kind \(i)"))
            PointMark(x: .value("x", x), y: .value("y", i * 2 + x % 2)).foregroundStyle(
                by: .value("Symbol", "kind \(i)"))
        }
    }

    static let thinned: Chart = {
        var random = Sequencer(state: 3)
        var y = 0.0
        return Chart(0..<20_000) { i in
            let _ = (y += Double.random(in: -1...1, using: &random))
            LineMark(x: .value("Step", i), y: .value("Walk", y))
        }
    }()
}

extension Double {
    static func powerOfTen(_ n: Int) -> Double { Double("1e\(n)") ?? .nan }
}
