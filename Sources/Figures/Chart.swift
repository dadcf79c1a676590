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

    public init(@ChartBuilder content: () -> MarkGroup) {
        marks = content().marks
    }

    /// A chart with the marks of every element of `data`.
    public init<Data: Sequence>(_ data: Data, @ChartBuilder content: (Data.Element) -> MarkGroup) {
        marks = []
        for element in data { marks += content(element).marks }
    }
}

/// How values are laid along an axis.
public enum ScaleType: Equatable, Sendable { case linear, log }

/// Whether a legend is shown.
public enum Visibility: Equatable, Sendable { case automatic, visible, hidden }

/// What the author asked for; a `nil` is inferred from the data.
struct ChartOptions: Equatable, Sendable {
    struct Axis: Equatable, Sendable {
        var label: String?
        var type: ScaleType?
        var domain: ClosedRange<Double>?
        var categories: [String]?
    }

    var title: String?
    var subtitle: String?
    var x = Axis()
    var y = Axis()
    var seriesOrder: [String] = []
    var legend = Visibility.automatic
    var width = 680.0
    var height: Double?
}

extension Chart {
    public func chartTitle(_ title: String) -> Chart { changed { $0.title = title } }
    public func chartSubtitle(_ subtitle: String) -> Chart { changed { $0.subtitle = subtitle } }

    /// The title of the x axis, in place of the label of the marks' x value.
    public func chartXAxisLabel(_ label: String) -> Chart { changed { $0.x.label = label } }
    public func chartYAxisLabel(_ label: String) -> Chart { changed { $0.y.label = label } }

    /// The scale of x; what lies outside `domain` is clipped.
    public func chartXScale(domain: ClosedRange<Double>? = nil, type: ScaleType? = nil) -> Chart {
        changed {
            $0.x.domain = domain ?? $0.x.domain
            $0.x.type = type ?? $0.x.type
        }
    }
    public func chartYScale(domain: ClosedRange<Double>? = nil, type: ScaleType? = nil) -> Chart {
        changed {
            $0.y.domain = domain ?? $0.y.domain
            $0.y.type = type ?? $0.y.type
        }
    }

    /// The categories of x, in this order; others follow in the order of the data.
    public func chartXScale(domain: [String]) -> Chart { changed { $0.x.categories = domain } }
    public func chartYScale(domain: [String]) -> Chart { changed { $0.y.categories = domain } }

    /// The series, in this order; others follow in the order of the data.
    public func chartForegroundStyleScale(domain: [String]) -> Chart { changed { $0.seriesOrder = domain } }

    /// `automatic` labels lines at their ends if there is room, `visible` asks for a legend, `hidden` for neither.
    public func chartLegend(_ visibility: Visibility) -> Chart { changed { $0.legend = visibility } }

    /// The size of the picture in pixels; at least 120 × 90. Small multiples take more height if none is given.
    public func chartSize(width: Double = 680, height: Double? = nil) -> Chart {
        changed {
            $0.width = width.isFinite ? min(max(width, 120), 10_000) : 680
            $0.height = height.map { $0.isFinite ? min(max($0, 90), 10_000) : 360 }
        }
    }

    private func changed(_ change: (inout ChartOptions) -> Void) -> Chart {
        var copy = self
        change(&copy.options)
        return copy
    }
}
