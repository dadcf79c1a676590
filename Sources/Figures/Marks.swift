/// One mark: where it stands and how it looks, before any scale is known.
public struct Mark: Sendable {
    enum Kind: String, Equatable, Sendable {
        case line, point, bar, area, rule, rectangle, tick, vector, text, image, contour, box, errorBar
    }

    var kind: Kind
    var x: PlottableValue?
    var xEnd: PlottableValue?
    var y: PlottableValue?
    var yEnd: PlottableValue?
    /// Which series the mark belongs to, and so its colour, dash and symbol.
    var series: PlottableValue?
    /// Side-by-side bars: which one of the group.
    var position: PlottableValue?
    var facet: PlottableValue?
    /// The row of panels, where panels run in two directions.
    var facetRow: PlottableValue?
    /// A number that becomes the area of a symbol.
    var size: PlottableValue?
    var attachment: Attachment?
    var annotation: Annotation?
    var style = MarkStyle()
}

/// What a mark holds besides its place.
indirect enum Attachment: Sendable {
    case text(String)
    case image(PixelImage)
    case contour(Contour)
    case summary(FiveNumbers)
}

/// What the closure of a chart is made of: one or several marks.
public protocol ChartContent {
    /// The marks, in the order in which they are drawn.
    var marks: [Mark] { get }
}

/// Several marks, as a builder or a modifier returns them.
public struct MarkGroup: ChartContent, Sendable {
    public var marks: [Mark]
}

/// A line through the points of its series, in the order of the data.
public struct LineMark: ChartContent, Sendable {
    public var marks: [Mark]

    /// A point of the line; points of one series are joined.
    public init(x: PlottableValue, y: PlottableValue) {
        marks = [Mark(kind: .line, x: x, y: y)]
    }

    /// A line of its own for each `series`, all of one style.
    public init(x: PlottableValue, y: PlottableValue, series: PlottableValue) {
        marks = [Mark(kind: .line, x: x, y: y, position: series)]
    }
}

/// A symbol at a point.
public struct PointMark: ChartContent, Sendable {
    public var marks: [Mark]

    /// A symbol at `x` and `y`.
    public init(x: PlottableValue, y: PlottableValue) {
        marks = [Mark(kind: .point, x: x, y: y)]
    }
}

/// A bar from zero; horizontal if `y` is a category. Bars of several series at one place are stacked, or stand side
/// by side with `position(by:)`.
public struct BarMark: ChartContent, Sendable {
    public var marks: [Mark]

    /// A bar from zero to `y` at `x`, or from zero to `x` where `y` is a category.
    public init(x: PlottableValue, y: PlottableValue) {
        marks = [Mark(kind: .bar, x: x, y: y)]
    }

    /// A bar that covers an interval of x, as in a histogram.
    public init(xStart: PlottableValue, xEnd: PlottableValue, y: PlottableValue) {
        marks = [Mark(kind: .bar, x: xStart, xEnd: xEnd, y: y)]
    }

    /// A bar from one value to another.
    public init(x: PlottableValue, yStart: PlottableValue, yEnd: PlottableValue) {
        marks = [Mark(kind: .bar, x: x, y: yStart, yEnd: yEnd)]
    }
}

/// An area from zero, or a band between two values.
public struct AreaMark: ChartContent, Sendable {
    public var marks: [Mark]

    /// An area between zero and `y`.
    public init(x: PlottableValue, y: PlottableValue) {
        marks = [Mark(kind: .area, x: x, y: y)]
    }

    /// A band from `yStart` to `yEnd`, such as a mean less and plus its deviation.
    public init(x: PlottableValue, yStart: PlottableValue, yEnd: PlottableValue) {
        marks = [Mark(kind: .area, x: x, y: yStart, yEnd: yEnd)]
    }
}

/// A straight line across the chart, or between two values (an interval).
public struct RuleMark: ChartContent, Sendable {
    public var marks: [Mark]

    /// An upright line at `x`, over the whole height unless its ends are given.
    public init(x: PlottableValue, yStart: PlottableValue? = nil, yEnd: PlottableValue? = nil) {
        marks = [Mark(kind: .rule, x: x, y: yStart, yEnd: yEnd)]
    }

    /// A level line at `y`, over the whole width unless its ends are given.
    public init(y: PlottableValue, xStart: PlottableValue? = nil, xEnd: PlottableValue? = nil) {
        marks = [Mark(kind: .rule, x: xStart, xEnd: xEnd, y: y)]
    }
}

/// A rectangle: a cell of a heat map, or an interval in both directions.
public struct RectangleMark: ChartContent, Sendable {
    public var marks: [Mark]

    /// The cell of a heat map in the middle of which `x` and `y` are.
    public init(x: PlottableValue, y: PlottableValue) {
        marks = [Mark(kind: .rectangle, x: x, y: y)]
    }

    /// A rectangle between two values in each direction.
    public init(xStart: PlottableValue, xEnd: PlottableValue, yStart: PlottableValue, yEnd: PlottableValue) {
        marks = [Mark(kind: .rectangle, x: xStart, xEnd: xEnd, y: yStart, yEnd: yEnd)]
    }
}

/// The marks of every element of a collection.
public struct ForEach: ChartContent, Sendable {
    public var marks: [Mark]

    /// The marks that `content` makes of each element of `data`, in that order.
    public init<Data: Sequence>(_ data: Data, @ChartBuilder content: (Data.Element) -> MarkGroup) {
        marks = []
        for element in data { marks += content(element).marks }
    }
}

/// Builds the content of a chart from marks, `if`, `switch` and `for`.
@resultBuilder
public enum ChartBuilder {
    /// A mark in the closure of a chart.
    public static func buildExpression(_ content: some ChartContent) -> MarkGroup { MarkGroup(marks: content.marks) }
    /// The first of several marks.
    public static func buildPartialBlock(first: MarkGroup) -> MarkGroup { first }
    /// Marks and the next of them.
    public static func buildPartialBlock(accumulated: MarkGroup, next: MarkGroup) -> MarkGroup {
        MarkGroup(marks: accumulated.marks + next.marks)
    }
    /// A closure without marks.
    public static func buildBlock() -> MarkGroup { MarkGroup(marks: []) }
    /// An `if` without `else`.
    public static func buildOptional(_ content: MarkGroup?) -> MarkGroup { content ?? MarkGroup(marks: []) }
    /// An `if`, or the first case of a `switch`.
    public static func buildEither(first content: MarkGroup) -> MarkGroup { content }
    /// An `else`, or another case of a `switch`.
    public static func buildEither(second content: MarkGroup) -> MarkGroup { content }
    /// A `for` loop.
    public static func buildArray(_ contents: [MarkGroup]) -> MarkGroup {
        MarkGroup(marks: contents.flatMap { $0.marks })
    }
}
