import Foundation
import Testing

@testable import Figures

/// Lays charts out in a browser, where text is as wide as readers see it.
@Suite struct BrowserTests {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    static let hasBrowser = ["chromium", "chromium-browser", "google-chrome"].contains { name in
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains { folder in
            FileManager.default.isExecutableFile(atPath: "\(folder)/\(name)")
        }
    }

    @Test(.enabled(if: hasBrowser, "needs Chromium: ./setup --browser installs it"))
    func noTextOverlapsOrLeavesItsPicture() throws {
        let charts = Gallery.all.map { ($0.name, $0.chart) } + RandomCharts.make(500, seed: 11)
        let assets = Self.root.appendingPathComponent("Sources/Renderer/Assets")
        var page = "<!doctype html><meta charset=utf-8><title>Charts</title>"
        for sheet in ["fonts.css", "lessons.css"] {
            page += "<link rel=stylesheet href=\"file://\(assets.appendingPathComponent(sheet).path)\">"
        }
        page += charts.map { "<div class=chart id=\"\($0.0)\">\($0.1.svg())</div>" }.joined(separator: "\n")
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("charts-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("charts.html")
        try page.write(to: file, atomically: true, encoding: .utf8)
        let output = Pipe()
        let process = Process()
        process.executableURL = Self.root.appendingPathComponent(".ci/check-figures")
        process.arguments = [file.path]
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(text)")
        #expect(text.contains("\(charts.count) charts, 0 wrong"), "\(text)")
    }

    @Test func randomChartsAreTheSameOnEveryRun() {
        let (first, second) = (RandomCharts.make(60, seed: 3), RandomCharts.make(60, seed: 3))
        #expect(first.map { $0.1.svg() } == second.map { $0.1.svg() })
    }
}

/// Charts of every mark and option, with data and words of all sizes.
enum RandomCharts {
    static func make(_ count: Int, seed: UInt64) -> [(String, Chart)] {
        var random = Sequencer(state: seed)
        return (0..<count).map { ("random-\($0)", chart(&random)) }
    }

    private static let words = [
        "a", "loss", "Validation accuracy", "<b>&", "Flavanoids and non-flavanoid phenols", "w₁", "∂L/∂w", "Ångström",
        "a very long name of a category that nobody would choose but somebody will", "17", "Größe",
    ]

    private static func pick<Value>(_ values: [Value], _ random: inout Sequencer) -> Value {
        values[Int.random(in: values.indices, using: &random)]
    }

    private static func chart(_ random: inout Sequencer) -> Chart {
        let label = { (random: inout Sequencer) in words[Int.random(in: 0..<words.count, using: &random)] }
        let (x, y, name) = (label(&random), label(&random) + " y", label(&random))
        let exponent = Int.random(in: -6...8, using: &random)
        let scale = Double.powerOfTen(exponent)
        let offset = pick([0.0, 0.0, 1.0, 1000.0], &random)
        let count = pick([0, 1, 2, 12, 60], &random)
        let series = Int.random(in: 1...9, using: &random)
        let kind = Int.random(in: 0..<10, using: &random)
        let facets = Int.random(in: 0..<6, using: &random)
        let annotated = Bool.random(using: &random)
        var marks = MarkGroup(marks: [])
        for i in 0..<count {
            let value = (offset + Double.random(in: -1...1, using: &random)) * scale
            let mark = mark(kind, i, value, x, y, &random)
            var group = MarkGroup(marks: mark.marks)
            if series > 1 { group = group.foregroundStyle(by: .value(name, words[i % series] + " \(i % series)")) }
            if facets == 1 { group = group.facet(by: .value("Panel", words[i % 5])) }
            if facets == 2 {
                group = group.facet(row: .value("Row", "row \(i % 2)"), column: .value("Column", words[i % 3]))
            }
            if annotated, i % 9 == 0 { group = group.annotation(words[(i / 9) % words.count]) }
            marks.marks += group.marks
        }
        return styled(Chart { marks }, &random)
    }

    private static func mark(
        _ kind: Int, _ i: Int, _ value: Double, _ x: String, _ y: String, _ random: inout Sequencer
    ) -> MarkGroup {
        let place = PlottableValue.value(x, Double(i) * 3.7 - 20)
        let category = PlottableValue.value(x, words[i % words.count])
        let number = PlottableValue.value(y, value)
        switch kind {
        case 0: return MarkGroup(marks: LineMark(x: place, y: number).marks)
        case 1: return MarkGroup(marks: PointMark(x: number, y: .value("other", value * value)).marks)
        case 2: return MarkGroup(marks: BarMark(x: category, y: number).marks)
        case 3: return MarkGroup(marks: BarMark(x: number, y: category).marks)
        case 4: return RectangleMark(x: category, y: .value(y, "row \(i % 4)")).foregroundStyle(by: number)
        case 5: return MarkGroup(marks: BoxMark(x: category, y: y, values: [value, value * 2, 0, value / 3]).marks)
        case 6:
            let end = PlottableValue.value(y, value * 1.2)
            return MarkGroup(marks: VectorMark(x: place, y: number, xEnd: .value(x, Double(i)), yEnd: end).marks)
        case 7: return MarkGroup(marks: TextMark(words[i % words.count], x: place, y: number).marks)
        case 8:
            guard i % 10 == 0 else { return MarkGroup(marks: PointMark(x: place, y: number).marks) }
            let domain = -2.0...Double.random(in: 0...3, using: &random)
            return MarkGroup(
                marks: ContourMark(x: x, y: y, xDomain: domain, yDomain: domain, resolution: 12) { $0 * $1 + value }
                    .marks)
        default: return MarkGroup(marks: ErrorBarMark(x: place, y: number, deviation: value / 5).marks)
        }
    }

    private static func styled(_ chart: Chart, _ random: inout Sequencer) -> Chart {
        var chart = chart
        if Bool.random(using: &random) {
            chart = chart.chartTitle(words[Int.random(in: 0..<words.count, using: &random)])
        }
        if Bool.random(using: &random) { chart = chart.chartLegend(.visible) }
        let types: [ScaleType] = [.linear, .linear, .log, .symmetricLog]
        chart = chart.chartYScale(type: pick(types, &random), reversed: Bool.random(using: &random))
        if Int.random(in: 0..<4, using: &random) == 0 { chart = chart.chartYAxis(format: .percent(decimals: 1)) }
        if Int.random(in: 0..<4, using: &random) == 0 { chart = chart.chartFacets(x: .own, y: .own) }
        if Int.random(in: 0..<5, using: &random) == 0 { chart = chart.chartAspectRatio(1) }
        let width = pick([240.0, 340.0, 680.0], &random)
        return chart.chartSize(width: width, height: Bool.random(using: &random) ? 260 : nil)
    }
}
