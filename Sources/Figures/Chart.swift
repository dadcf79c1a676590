/// A chart, as a value: marks and options. Its picture, its numbers and its text are computed from it.
///
///     Chart(history) { p in
///         LineMark(x: .value("Step", p.step), y: .value("Loss", p.loss))
///             .foregroundStyle(by: .value("Features", p.kind))
///     }
///     .chartYScale(type: .log)
public struct Chart: Sendable {
    var marks: [Mark]
    var options = ChartOptions()

    /// A chart of the marks in `content`.
    public init(@ChartBuilder content: () -> MarkGroup) {
        marks = content().marks
    }

    /// A chart with the marks of every element of `data`.
    public init<Data: Sequence>(_ data: Data, @ChartBuilder content: (Data.Element) -> MarkGroup) {
        marks = []
        marks.reserveCapacity(data.underestimatedCount)
        for element in data { marks += content(element).marks }
    }
}

/// How values are laid along an axis.
public enum ScaleType: Equatable, Sendable {
    /// By their size.
    case linear
    /// By the logarithm of base 10; what is not above zero has no place.
    case log
    /// Like a logarithm on both sides of zero, and linear near it (Webber, 2013).
    case symmetricLog
}

/// How numbers become shades.
public enum ColorScale: Equatable, Sendable {
    /// One hue, darker with the number.
    case sequential
    /// Two hues, darker with the distance from `center`.
    case diverging(center: Double)
}

/// Whether small multiples have one scale, or each its own.
public enum ScaleSharing: Equatable, Sendable {
    /// One scale for all, so that panels can be compared.
    case shared
    /// Each panel has the scale of its own values.
    case own
}

/// Whether a legend is shown.
public enum Visibility: Equatable, Sendable {
    /// As the data want it.
    case automatic
    /// In any case.
    case visible
    /// In no case.
    case hidden
}

/// What the author asked for; a `nil` is inferred from the data.
struct ChartOptions: Equatable, Sendable {
    struct Axis: Equatable, Sendable {
        var label: String?
        var type: ScaleType?
        var domain: ClosedRange<Double>?
        var categories: [String]?
        var isReversed = false
        var ticks: [Double]?
        var tickCount: Int?
        var format = NumberFormat.automatic
        var isHidden = false
        var sharing = ScaleSharing.shared
    }

    var title: String?
    var subtitle: String?
    var x = Axis()
    var y = Axis()
    var seriesOrder: [String] = []
    var colorScale = ColorScale.sequential
    var shadeDomain: ClosedRange<Double>?
    /// The width of the plot area over its height.
    var aspectRatio: Double?
    var facetColumns: Int?
    var legend = Visibility.automatic
    var width = 680.0
    var height: Double?
}

extension Chart {
    /// The line above the chart.
    public func chartTitle(_ title: String) -> Chart { changed { $0.title = title } }
    /// A smaller line below the title.
    public func chartSubtitle(_ subtitle: String) -> Chart { changed { $0.subtitle = subtitle } }

    /// The title of the x axis, in place of the label of the marks' x value.
    public func chartXAxisLabel(_ label: String) -> Chart { changed { $0.x.label = label } }
    /// The title of the y axis, in place of the label of the marks' y value.
    public func chartYAxisLabel(_ label: String) -> Chart { changed { $0.y.label = label } }

    /// The scale of x; what lies outside `domain` is clipped. A reversed scale runs from right to left.
    public func chartXScale(
        domain: ClosedRange<Double>? = nil, type: ScaleType? = nil, reversed: Bool? = nil
    ) -> Chart {
        changed { $0.x.set(domain, type, reversed) }
    }
    /// The scale of y; what lies outside `domain` is clipped. A reversed scale runs from top to bottom.
    public func chartYScale(
        domain: ClosedRange<Double>? = nil, type: ScaleType? = nil, reversed: Bool? = nil
    ) -> Chart {
        changed { $0.y.set(domain, type, reversed) }
    }

    /// The ticks of x: at these values, or about `count` of them, written in `format`.
    public func chartXAxis(ticks: [Double]? = nil, count: Int? = nil, format: NumberFormat = .automatic) -> Chart {
        changed { ($0.x.ticks, $0.x.tickCount, $0.x.format) = (ticks, count, format) }
    }
    /// The ticks of y: at these values, or about `count` of them, written in `format`.
    public func chartYAxis(ticks: [Double]? = nil, count: Int? = nil, format: NumberFormat = .automatic) -> Chart {
        changed { ($0.y.ticks, $0.y.tickCount, $0.y.format) = (ticks, count, format) }
    }

    /// A hidden axis has no line, ticks, grid or title.
    public func chartXAxis(_ visibility: Visibility) -> Chart { changed { $0.x.isHidden = visibility == .hidden } }
    /// A hidden axis has no line, ticks, grid or title.
    public func chartYAxis(_ visibility: Visibility) -> Chart { changed { $0.y.isHidden = visibility == .hidden } }

    /// How small multiples stand: how many side by side, and whether each has scales of its own.
    public func chartFacets(columns: Int? = nil, x: ScaleSharing = .shared, y: ScaleSharing = .shared) -> Chart {
        changed { ($0.facetColumns, $0.x.sharing, $0.y.sharing) = (columns.map { max($0, 1) }, x, y) }
    }

    /// The width of the plot area over its height, in pixels. With 1 and equal domains a circle is round.
    public func chartAspectRatio(_ ratio: Double) -> Chart {
        changed { $0.aspectRatio = ratio.isFinite && ratio > 0 ? min(max(ratio, 0.05), 20) : nil }
    }

    /// The categories of x, in this order; others follow in the order of the data.
    public func chartXScale(domain: [String]) -> Chart { changed { $0.x.categories = domain } }
    /// The categories of y, in this order; others follow in the order of the data.
    public func chartYScale(domain: [String]) -> Chart { changed { $0.y.categories = domain } }

    /// The series, in this order; others follow in the order of the data.
    public func chartForegroundStyleScale(domain: [String]) -> Chart { changed { $0.seriesOrder = domain } }

    /// How numbers become shades; what lies outside `domain` gets the shade of its end.
    public func chartForegroundStyleScale(_ scale: ColorScale, domain: ClosedRange<Double>? = nil) -> Chart {
        changed { ($0.colorScale, $0.shadeDomain) = (scale, domain) }
    }

    /// `automatic` labels lines at their ends if there is room, `visible` asks for a legend, `hidden` for neither.
    public func chartLegend(_ visibility: Visibility) -> Chart { changed { $0.legend = visibility } }

    /// The size of the picture in pixels; at least 120 × 90. Small multiples take more height if none is given.
    public func chartSize(width: Double = 680, height: Double? = nil) -> Chart {
        changed {
            $0.width = width.isFinite ? min(max(width, 120), 10_000) : 680
            $0.height = height.map { $0.isFinite ? min(max($0, 90), 10_000) : 360 }
        }
    }

    /// The chart with the marks of another drawn over it, on its scales.
    public func overlay(_ chart: Chart) -> Chart {
        var copy = self
        copy.marks += chart.marks
        return copy
    }

    private func changed(_ change: (inout ChartOptions) -> Void) -> Chart {
        var copy = self
        change(&copy.options)
        return copy
    }
}

extension ChartOptions.Axis {
    fileprivate mutating func set(_ domain: ClosedRange<Double>?, _ type: ScaleType?, _ reversed: Bool?) {
        self.domain = domain ?? self.domain
        self.type = type ?? self.type
        isReversed = reversed ?? isReversed
    }
}
