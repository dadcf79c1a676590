import Testing

@testable import Figures

@Suite struct ScaleTests {
    @Test(arguments: [
        (0.0, 1.0, 5, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
        (0, 100, 5, ["0", "20", "40", "60", "80", "100"]),
        (-3, 3, 6, ["−3", "−2", "−1", "0", "1", "2", "3"]),
        (0.0011, 0.0042, 3, ["0.002", "0.003", "0.004"]),
        (0, 12_000, 4, ["0", "2,000", "4,000", "6,000", "8,000", "10,000", "12,000"]),
        (0, 5e8, 5, ["0", "10⁸", "2×10⁸", "3×10⁸", "4×10⁸", "5×10⁸"]),
        (1e-9, 3e-9, 2, ["10⁻⁹", "2×10⁻⁹", "3×10⁻⁹"]),
    ])
    func linear(low: Double, high: Double, count: Int, labels: [String]) {
        #expect(Ticks.linear(low: low, high: high, count: count).map(\.label) == labels)
    }

    @Test(arguments: [
        (1.0, 1000.0, 5, ["1", "10", "100", "1,000"]),
        (0.01, 10, 5, ["0.01", "0.1", "1", "10"]),
        (1e-8, 1e-2, 3, ["10⁻⁸", "10⁻⁶", "10⁻⁴", "10⁻²"]),
        (0.5, 30, 5, ["0.5", "1", "2", "5", "10", "20"]),
        (0.3, 0.7, 4, ["0.3", "0.4", "0.5", "0.6", "0.7"]),
        (1e-300, 1e300, 4, ["10⁻²⁰⁰", "10⁰", "10²⁰⁰"]),
    ])
    func log(low: Double, high: Double, count: Int, labels: [String]) {
        #expect(Ticks.log(low: low, high: high, count: count).map(\.label) == labels)
    }

    @Test func barsStartAtZeroAndLinesDoNot() {
        let bars = Chart([3.0, 4]) { v in BarMark(x: .value("x", "\(v)"), y: .value("y", v)) }
        let lines = Chart([30.2, 31.7]) { v in LineMark(x: .value("x", v), y: .value("y", v)) }
        let options = ChartOptions()
        let barScale = Scales(Channels(bars.marks, options: options).stacked(log: false), options: options).y
        #expect(barScale.low == 0 && barScale.high == 4)
        #expect(Scales(Channels(lines.marks, options: options), options: options).y.low > 29)
    }

    @Test func barsAtOnePlaceAreStacked() {
        let chart = Chart([("a", 1.0), ("b", 2.0), ("c", -4.0)]) { name, v in
            BarMark(x: .value("x", "one"), y: .value("y", v)).foregroundStyle(by: .value("s", name))
        }
        let stacked = Channels(chart.marks, options: ChartOptions()).stacked(log: false)
        let ends = stacked.series.map { [$0.points[0].y, $0.points[0].yEnd] }
        #expect(ends == [[.number(0), .number(1)], [.number(1), .number(3)], [.number(0), .number(-4)]])
    }

    @Test func unitsOfALogScaleAreEquallySpaced() throws {
        let scale = PositionScale(kind: .log, low: 1, high: 1000)
        #expect(abs(try #require(scale.unit(.number(10))) - 1.0 / 3) < 1e-12)
        #expect(scale.unit(.number(0)) == nil)
        #expect(scale.unit(.missing) == nil)
    }
}
