import Foundation
import Testing

@testable import Figures

@Suite struct RobustnessTests {
    @Test func aLineOfTwoHundredPointsIsSmall() {
        var random = Sequencer(state: 1)
        let chart = Chart(0..<200) { i in
            LineMark(x: .value("Step", i), y: .value("Loss", Double.random(in: 0...1, using: &random)))
        }
        #expect(chart.svg().utf8.count <= 6 * 1024)
    }

    @Test func twoThousandPointsAreSmall() {
        var random = Sequencer(state: 1)
        let chart = Chart(0..<2000) { _ in
            PointMark(
                x: .value("x", Double.random(in: 0...1, using: &random)),
                y: .value("y", Double.random(in: 0...1, using: &random)))
        }
        #expect(chart.svg().utf8.count <= 60 * 1024)
    }

    @Test func missingValuesAreNoted() {
        #expect(
            Gallery.gaps.notes == ["3 values of Norm are missing or cannot be placed on their scale, and are left out."]
        )
        let zero = Chart([0.0, 1, 10]) { v in LineMark(x: .value("x", v), y: .value("y", v)) }.chartYScale(type: .log)
        #expect(zero.notes == ["1 value of y is missing or cannot be placed on its scale, and is left out."])
        #expect(Gallery.lines.notes.isEmpty)
    }

    @Test func aGapBreaksTheLine() throws {
        let paths = Gallery.gaps.scene.shapes.flatMap(\.leaves).compactMap { shape -> [[Place]]? in
            if case .path(let lines, false, let paint) = shape, paint.stroke == .series(1) { lines } else { nil }
        }
        #expect(paths.flatMap { $0 }.map(\.count) == [12, 7, 17])
    }

    @Test func thinningKeepsExtremes() {
        var places = (0..<50_000).map { index in Place(x: Double(index) / 100, y: Double(index % 7)) }
        places[31_234].y = 500
        places[40_001].y = -500
        let thinned = Thinning.line(places)
        #expect(thinned.count <= 4 * 1002)
        #expect(thinned.contains { $0.y == 500 } && thinned.contains { $0.y == -500 })
        #expect(thinned.first == places.first && thinned.last == places.last)
    }

    @Test func clippingCutsAtTheEdge() {
        let box = Box(x: 0, y: 0, width: 10, height: 10)
        let parts = Clip.line([Place(x: -10, y: 5), Place(x: 5, y: 5), Place(x: 5, y: 30), Place(x: 8, y: 5)], to: box)
        #expect(parts.count == 2)
        #expect(parts.allSatisfy { $0.allSatisfy { Clip.contains($0, box) } })
    }

    @Test(arguments: [-1.0e308, 0, 1e-320, 1.7e308, .nan, .infinity])
    func anyNumberMakesAPicture(_ extreme: Double) {
        for type in [ScaleType.linear, .log] {
            let chart = Chart([extreme, 1, -1.7e308]) { v in
                LineMark(x: .value("x", v), y: .value("y", v))
                PointMark(x: .value("x", v), y: .value("y", v))
                BarMark(x: .value("x", v), y: .value("y", v))
            }.chartXScale(type: type).chartYScale(type: type)
            #expect(chart.svg().hasSuffix("</svg>"))
        }
    }

    @Test func seriesColoursAreLegibleOnWhite() {
        for rgb in Ink.seriesFallbacks { #expect(Self.contrastWithWhite(rgb) >= 4.5) }
        #expect(Self.contrastWithWhite(Ink.mutedText.fallback) >= 4.5)
    }

    @Test func descriptionTellsTheStory() {
        let chart = Chart([1.1, 0.7, 0.4]) { v in LineMark(x: .value("Step", v), y: .value("Loss", v)) }
        #expect(chart.plainText == "Loss against Step, line chart: Loss falls from 1.1 to 0.4.")
        #expect(Gallery.lines.plainText.hasPrefix("Loss against Step, line chart, two series: raw falls from 1.1"))
    }

    @Test func linesAreNamedAtTheirEndsWhereThereIsRoom() {
        func hasKeys(_ chart: Chart) -> Bool {
            let options = chart.options
            let channels = Channels(chart.marks, options: options)
            return !Layout(channels, Scales(channels, options: options), options).keys.isEmpty
        }
        #expect(!hasKeys(Gallery.lines))
        #expect(hasKeys(Gallery.lines.chartLegend(.visible)))
        #expect(hasKeys(Gallery.manySeries))
    }

    /// The contrast ratio of the Web Content Accessibility Guidelines 2.
    private static func contrastWithWhite(_ rgb: UInt32) -> Double {
        func linear(_ byte: UInt32) -> Double {
            let value = Double(byte & 255) / 255
            return value <= 0.03928 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
        }
        return 1.05 / (0.2126 * linear(rgb >> 16) + 0.7152 * linear(rgb >> 8) + 0.0722 * linear(rgb) + 0.05)
    }
}
