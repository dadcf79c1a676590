/// A colour of a mark. The named ones are CSS variables of the page, legible in light and dark.
public struct Color: Equatable, Sendable {
    var ink: Ink

    /// The first colour of series.
    public static let blue = Color(ink: .series(1))
    /// The second.
    public static let orange = Color(ink: .series(2))
    /// The third.
    public static let green = Color(ink: .series(3))
    /// The fourth.
    public static let pink = Color(ink: .series(4))
    /// The fifth.
    public static let brown = Color(ink: .series(5))
    /// The sixth.
    public static let teal = Color(ink: .series(6))
    /// The seventh.
    public static let purple = Color(ink: .series(7))
    /// The eighth.
    public static let gray = Color(ink: .series(8))
    /// The colour of text.
    public static let primary = Color(ink: .text)
    /// The colour of secondary text.
    public static let secondary = Color(ink: .mutedText)

    /// A fixed colour, the same in light and dark, from components 0…1.
    public init(red: Double, green: Double, blue: Double) {
        func byte(_ component: Double) -> UInt32 {
            component.isFinite ? UInt32((min(max(component, 0), 1) * 255).rounded()) : 0
        }
        ink = .fixed(byte(red) << 16 | byte(green) << 8 | byte(blue))
    }

    init(ink: Ink) { self.ink = ink }
}

/// What the writer paints with. All but `fixed` become a CSS variable with a light-theme fallback:
/// `--series-1` … `--series-8` (marks), `--text`, `--text-muted`, `--grid`, `--axis`, `--background` (what lies under
/// the chart, for halos), `--figure-font`.
enum Ink: Equatable, Sendable {
    case series(Int)
    case text, mutedText, grid, axis, surface
    case fixed(UInt32)

    /// Each at least 4.5:1 against white, so that a label may wear the colour of its line.
    static let seriesFallbacks: [UInt32] = [
        0x245fd4, 0xcf440b, 0x006447, 0xa03e7e, 0x644a00, 0x007aa0, 0x52409b, 0x6d6a62,
    ]

    var variable: String? {
        switch self {
        case .series(let number): "--series-\(number)"
        case .text: "--text"
        case .mutedText: "--text-muted"
        case .grid: "--grid"
        case .axis: "--axis"
        case .surface: "--background"
        case .fixed: nil
        }
    }

    var fallback: UInt32 {
        switch self {
        case .series(let number): Ink.seriesFallbacks[(number - 1) % Ink.seriesFallbacks.count]
        case .text: 0x1f2328
        case .mutedText: 0x59636e
        case .grid: 0xe4e7eb
        case .axis: 0x9aa3ad
        case .surface: 0xffffff
        case .fixed(let rgb): rgb
        }
    }
}

/// How a line is stroked.
public struct StrokeStyle: Equatable, Sendable {
    /// Pixels.
    public var lineWidth: Double
    /// Lengths of dashes and gaps, in pixels; empty for a solid line.
    public var dash: [Double]

    /// A line of `lineWidth` pixels, solid unless `dash` is given.
    public init(lineWidth: Double = 2, dash: [Double] = []) {
        self.lineWidth = lineWidth
        self.dash = dash
    }

    /// Dashes that tell series apart without colour, in series order.
    static let seriesDashes: [[Double]] = [
        [], [7, 3], [2, 3], [9, 3, 2, 3], [12, 4], [5, 2, 2, 2, 2, 2], [3, 1.5], [1, 2],
    ]

    /// The dash of a series; where the colours start again, the dashes do not start at the same one.
    static func dash(ofSeries number: Int) -> [Double] {
        let index = number - 1
        return seriesDashes[(index + index / Ink.seriesFallbacks.count * 3) % seriesDashes.count]
    }
}

/// How a line runs from one value to the next.
public enum InterpolationMethod: Equatable, Sendable {
    /// A straight line.
    case linear
    /// A smooth line that has no extremes of its own (Fritsch and Carlson, 1980).
    case monotone
    /// A smooth line through all points, in any direction (Catmull and Rom, 1974).
    case catmullRom
    /// A level that changes at each value, halfway between two values, or just before the next value.
    case stepStart, stepCenter, stepEnd
}

/// On which side of a mark its annotation stands.
public enum AnnotationPosition: Equatable, Sendable {
    /// Where there is room.
    case automatic
    /// Above, below, to the left or to the right of it.
    case top, bottom, leading, trailing
}

struct Annotation: Equatable, Sendable {
    var text: String
    var position: AnnotationPosition
}

/// The shape of a point.
public enum Symbol: Equatable, Sendable, CaseIterable {
    /// A filled shape.
    case circle, square, triangle, diamond
    /// Two lines, aslant or upright.
    case cross, plus
}

/// How a mark looks; a `nil` was not given, and is inferred from the series.
struct MarkStyle: Equatable, Sendable {
    var color: Color?
    var stroke: StrokeStyle?
    var symbol: Symbol?
    var opacity: Double?
    /// Area of a symbol in square pixels.
    var symbolArea: Double?
    var interpolation = InterpolationMethod.linear
    var zIndex = 0.0
}
