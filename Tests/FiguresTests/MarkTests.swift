import Foundation
import Testing

@testable import Figures

@Suite struct MarkTests {
    @Test func quartilesInterpolateAndFarValuesAreOutliers() throws {
        let numbers = try #require(FiveNumbers([1, 2, 3, 4, 5, 6, 7, 100]))
        #expect([numbers.quarter, numbers.median, numbers.threeQuarters] == [2.75, 4.5, 6.25])
        #expect(numbers.low == 1 && numbers.high == 7 && numbers.outliers == [100])
        #expect(FiveNumbers([.nan]) == nil)
    }

    @Test func binsAreRoundAndHoldEveryValue() {
        var random = Sequencer(state: 9)
        let values = (0..<500).map { _ in Double.random(in: 0...10, using: &random) }
        let edges = HistogramMark.edges(for: values)
        // Freedman and Diaconis: 2 · IQR · n^(−1/3) is about 1.26, which rounds to 1.
        #expect(edges == (0...10).map { Double($0) })
        let counts = HistogramMark(values, label: "x").marks.compactMap { $0.yEnd?.datum.finite }
        #expect(counts.reduce(0, +) == 500)
        let density = HistogramMark(values, label: "x", bins: .count(20), height: .density).marks
        let areas = density.compactMap { bar -> Double? in
            guard let a = bar.x?.datum.finite, let b = bar.xEnd?.datum.finite, let h = bar.yEnd?.datum.finite else {
                return nil
            }
            return (b - a) * h
        }
        #expect(abs(areas.reduce(0, +) - 1) < 1e-9)
        #expect(HistogramMark([], label: "x").marks.isEmpty)
        #expect(HistogramMark([3, 3], label: "x").marks.count == 1)
    }

    @Test func aMeanHasTheDeviationOfTheSample() {
        let marks = MeanMark(runs: [[1, 10], [3, 10]], x: "Step", y: "Loss").marks
        #expect(marks.filter { $0.kind == .line }.compactMap { $0.y?.datum.finite } == [2, 10])
        let low = marks.first { $0.kind == .area }?.y?.datum.finite ?? .nan
        #expect(abs(low - (2 - 2.0.squareRoot())) < 1e-12)
    }

    @Test func contoursOfACircleAreClosedAndRound() throws {
        let mark = ContourMark(
            x: "x", y: "y", xDomain: -2...2, yDomain: -2...2, levels: .values([1]), resolution: 81
        ) { $0 * $0 + $1 * $1 }.marks[0]
        guard case .contour(let contour)? = mark.attachment else {
            Issue.record("no contour")
            return
        }
        let lines = MarchingSquares(contour).lines(at: 1)
        #expect(lines.count == 1)
        let line = try #require(lines.first)
        #expect(line.first == line.last)
        #expect(line.allSatisfy { abs(($0.x * $0.x + $0.y * $0.y).squareRoot() - 1) < 1e-3 })
        // Above 5 there are four corners, each closed along the border.
        #expect(MarchingSquares(closing: contour).lines(at: 5).allSatisfy { $0.first == $0.last && $0.count > 3 })
        #expect(MarchingSquares(closing: contour).lines(at: 5).count == 4)
    }

    @Test func monotoneLinesStayBetweenTheirValues() {
        let places = [
            Place(x: 0, y: 0), Place(x: 1, y: 0), Place(x: 2, y: 100), Place(x: 3, y: 100), Place(x: 9, y: 40),
        ]
        let curve = InterpolationMethod.monotone.polyline(places)
        #expect(curve.allSatisfy { $0.y >= 0 && $0.y <= 100 })
        for place in places { #expect(curve.contains(place)) }
        #expect(InterpolationMethod.stepEnd.polyline(places).count == 9)
        #expect(InterpolationMethod.catmullRom.polyline(places).count > places.count)
    }

    @Test func functionsAreSampledWhereTheyBend() {
        let straight = FunctionMark(x: "x", y: "y", domain: 0...1) { 2 * $0 }.marks.count
        let bent = FunctionMark(x: "x", y: "y", domain: 0...1) { sin(40 * $0) }.marks.count
        #expect(straight == 49 && bent > 100 && bent < 2000)
        let pole = FunctionMark(x: "x", y: "y", domain: -1...1) { $0 < 0 ? .nan : $0 }
        #expect(Chart { pole }.notes.isEmpty)
    }

    @Test func aSymmetricLogarithmIsOddAndOrdered() {
        let chart = Chart([-1000.0, -1, 0, 1, 1000]) { v in LineMark(x: .value("x", v), y: .value("y", v)) }
            .chartYScale(type: .symmetricLog)
        let scale = Scales(Channels(chart.marks, options: chart.options), options: chart.options).y
        let units = [-1000.0, -1, 0, 1, 1000].compactMap { scale.unit(.number($0)) }
        #expect(units.count == 5 && units == units.sorted())
        #expect(abs(units[2] - 0.5) < 1e-12 && abs(units[1] + units[3] - 1) < 1e-12)
        #expect(scale.ticks(count: 9).map(\.label) == ["−1,000", "−100", "−10", "−1", "0", "1", "10", "100", "1,000"])
    }

    @Test func pixelsSurviveTheirCompression() throws {
        #expect(Checksum.crc32(Array("IEND".utf8)) == 0xAE42_6082)
        #expect(Checksum.adler32(Array("Wikipedia".utf8)) == 0x11E6_0398)
        let zeros = PixelImage(gray: Array(repeating: 0.0, count: 784), columns: 28, range: 0...1)
        #expect(zeros.png.count < 120)
        #expect(Base64.encode(Array("light wor".utf8)) == "bGlnaHQgd29y" && Base64.encode([77]) == "TQ==")
    }

    @Test func missingNumbersAreADash() {
        let table = Table(columns: [TableColumn("Time", [1.5, nil, .nan, 3], unit: "s", total: .mean)])
        #expect(table.html().contains("<th scope=\"col\" class=\"num\">Time, s</th>"))
        #expect(table.html().components(separatedBy: "<td class=\"num\">–</td>").count == 3)
        #expect(table.html().contains("<tfoot><tr class=\"total\"><td class=\"num\">2.25</td>"))
    }

    /// A translucent group is drawn as a whole and then made lighter: its marks would not darken one another.
    @Test func translucentMarksShowWhereTheyOverlap() {
        let points = Chart(0..<3) { i in PointMark(x: .value("x", i), y: .value("y", 0)).opacity(0.25) }.svg()
        #expect(points.contains("stroke-opacity=\".25\"") && !points.contains(" opacity=\".25\""))
        let squares = Chart(0..<3) { i in
            PointMark(x: .value("x", i), y: .value("y", 0)).symbol(.square).opacity(0.25)
        }.svg()
        #expect(squares.contains("fill-opacity=\".25\"") && !squares.contains(" opacity=\".25\""))
        let ticks = Chart(0..<3) { i in TickMark(x: .value("x", i)).opacity(0.25) }.svg()
        #expect(ticks.contains("stroke-opacity=\".25\"") && !ticks.contains(" opacity=\".25\""))
    }
}
