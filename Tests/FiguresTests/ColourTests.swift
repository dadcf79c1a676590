import Foundation
import Testing

@testable import Figures

/// The colours of the site's style sheet, as readers see them, also those who tell fewer colours apart.
@Suite struct ColourTests {
    enum Theme: String, CaseIterable { case light, dark }

    @Test(arguments: Theme.allCases)
    func textIsLegible(_ theme: Theme) throws {
        let sheet = try StyleSheet(theme)
        let ground = try sheet.color("background")
        for name in ["text", "muted"] + (1...8).map({ "series-\($0)" }) {
            #expect(try sheet.color(name).contrast(with: ground) >= 4.5, "\(name) in \(theme)")
        }
    }

    @Test(arguments: Theme.allCases)
    func textOnCellsIsLegible(_ theme: Theme) throws {
        let sheet = try StyleSheet(theme)
        let (text, ground) = (try sheet.color("text"), try sheet.color("background"))
        let chart = Chart {
            RectangleMark(x: .value("x", "a"), y: .value("y", "b")).foregroundStyle(by: .value("Share", 1))
            RectangleMark(x: .value("x", "c"), y: .value("y", "b")).foregroundStyle(by: .value("Share", 0))
            TextMark("1", x: .value("x", "a"), y: .value("y", "b"))
        }
        for scale in [ColorScale.sequential, .diverging(center: 0.5)] {
            let options = chart.chartForegroundStyleScale(scale).options
            let scales = Scales(Channels(chart.marks, options: options), options: options)
            for unit in [0, 0.25, 0.5, 0.75, 1] {
                let shade = scales.shade(at: unit, ink: .series(1))
                guard case .series(let number) = shade.ink else {
                    Issue.record("a shade without a series")
                    continue
                }
                let cell = try sheet.color("series-\(number)").over(ground, opacity: shade.opacity)
                #expect(text.contrast(with: cell) >= 4.5, "\(unit) of \(scale) in \(theme)")
            }
        }
    }

    /// Every two series differ by at least 8 in CIEDE2000, the first four by at least 13, where about 2 can be seen.
    @Test(arguments: Theme.allCases, ColourVision.allCases)
    func seriesAreToldApart(_ theme: Theme, _ vision: ColourVision) throws {
        let sheet = try StyleSheet(theme)
        let seen = try (1...8).map { try sheet.color("series-\($0)").seen(with: vision).lab }
        for first in seen.indices {
            for second in seen.indices where second > first {
                let difference = seen[first].difference(from: seen[second])
                #expect(difference >= (second < 4 ? 13 : 8), "\(first + 1) and \(second + 1): \(difference)")
            }
        }
    }

    /// A picture outside the site has the colours of the light theme.
    @Test func fallbacksAreTheSheetsColours() throws {
        let sheet = try StyleSheet(.light)
        for (index, rgb) in Ink.seriesFallbacks.enumerated() {
            #expect(try sheet.color("series-\(index + 1)") == LinearColor(hex: rgb))
        }
    }

    /// Where colours start again, and for readers without any, the dash and the symbol differ.
    @Test func seriesDifferWithoutColour() {
        let dashes = (1...8).map { StrokeStyle.dash(ofSeries: $0) }
        #expect(Set(dashes).count == 8)
        for number in 1...8 { #expect(StrokeStyle.dash(ofSeries: number) != StrokeStyle.dash(ofSeries: number + 8)) }
    }

    /// Pairs 1, 7 and 17 of the test data of Sharma, Wu and Dalal (2005).
    @Test(arguments: [
        ([50, 2.6772, -79.7751], [50, 0, -82.7485], 2.0425), ([50, 0, 0], [50, -1, 2], 2.3669),
        ([50, 2.5, 0], [73, 25, -18], 27.1492),
    ])
    func differencesAreThoseOfThePaper(_ first: [Double], _ second: [Double], _ expected: Double) {
        let (a, b) = (Lab(l: first[0], a: first[1], b: first[2]), Lab(l: second[0], a: second[1], b: second[2]))
        #expect(abs(a.difference(from: b) - expected) < 5e-5)
    }
}

/// What `:root` of the site's style sheet says in a theme.
struct StyleSheet {
    private let values: [String: Substring]
    private let theme: ColourTests.Theme

    init(_ theme: ColourTests.Theme) throws {
        let file = BrowserTests.root.appendingPathComponent("Sources/Renderer/Assets/lessons.css")
        let text = try String(contentsOf: file, encoding: .utf8)
        let root = text[try #require(text.firstRange(of: ":root {")).upperBound...].prefix { $0 != "}" }
        var values: [String: Substring] = [:]
        for declaration in root.split(separator: ";") {
            guard let dashes = declaration.firstRange(of: "--") else { continue }
            let parts = declaration[dashes.upperBound...].split(separator: ":", maxSplits: 1)
            if parts.count == 2 { values[String(parts[0])] = parts[1] }
        }
        (self.values, self.theme) = (values, theme)
    }

    /// `light-dark(#rrggbb, #rrggbb)`.
    func color(_ name: String) throws -> LinearColor {
        let value = try #require(values[name], "no --\(name)")
        let both = value.split(separator: "#").dropFirst().compactMap { UInt32($0.prefix(6), radix: 16) }
        try #require(both.count == 2, "--\(name) is not a colour for light and one for dark")
        return LinearColor(hex: both[theme == .light ? 0 : 1])
    }
}
