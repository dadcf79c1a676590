/// A short line at a value: one of many in a strip, or along the edge of a chart if only one of x and y is given.
public struct TickMark: ChartContent, Sendable {
    public var marks: [Mark]

    /// A short line at `x` and `y`.
    public init(x: PlottableValue, y: PlottableValue) { marks = [Mark(kind: .tick, x: x, y: y)] }
    /// A short line at the lower edge.
    public init(x: PlottableValue) { marks = [Mark(kind: .tick, x: x)] }
    /// A short line at the left edge.
    public init(y: PlottableValue) { marks = [Mark(kind: .tick, y: y)] }
}

/// An arrow from one point to another: a step of an optimizer, or an arrow of a gradient field.
public struct VectorMark: ChartContent, Sendable {
    public var marks: [Mark]

    /// An arrow from `x` and `y` to `xEnd` and `yEnd`.
    public init(x: PlottableValue, y: PlottableValue, xEnd: PlottableValue, yEnd: PlottableValue) {
        marks = [Mark(kind: .vector, x: x, xEnd: xEnd, y: y, yEnd: yEnd)]
    }

    /// Arrows from each point to the next, such as the path of an optimizer.
    public init(path: [(x: Double, y: Double)], x: String, y: String) {
        marks = path.indices.dropFirst().map { index in
            let (from, to) = (path[index - 1], path[index])
            return Mark(
                kind: .vector, x: .value(x, from.x), xEnd: .value(x, to.x), y: .value(y, from.y), yEnd: .value(y, to.y))
        }
    }
}

/// Text in the middle of a place; where other text stands already it moves a little, or is left out.
public struct TextMark: ChartContent, Sendable {
    public var marks: [Mark]

    /// Text whose middle is at `x` and `y`.
    public init(_ text: String, x: PlottableValue, y: PlottableValue) {
        marks = [Mark(kind: .text, x: x, y: y, attachment: .text(text))]
    }
}

/// How far a value may lie from what was measured: a line with caps from low to high.
public struct ErrorBarMark: ChartContent, Sendable {
    public var marks: [Mark]

    /// An upright bar from `yStart` to `yEnd`.
    public init(x: PlottableValue, yStart: PlottableValue, yEnd: PlottableValue) {
        marks = [Mark(kind: .errorBar, x: x, y: yStart, yEnd: yEnd)]
    }

    /// A level bar from `xStart` to `xEnd`.
    public init(y: PlottableValue, xStart: PlottableValue, xEnd: PlottableValue) {
        marks = [Mark(kind: .errorBar, x: xStart, xEnd: xEnd, y: y)]
    }

    /// A bar of `deviation` on both sides of `y`.
    public init(x: PlottableValue, y: PlottableValue, deviation: Double) {
        let mean = y.datum.finite
        marks = [
            Mark(
                kind: .errorBar, x: x, y: .value(y.label, mean.map { $0 - deviation }),
                yEnd: .value(y.label, mean.map { $0 + deviation }))
        ]
    }
}

/// A function as a line, sampled more densely where it bends.
///
///     FunctionMark(x: "x", y: "f(x)", domain: -6...6) { tanh($0) }
public struct FunctionMark: ChartContent, Sendable {
    public var marks: [Mark]

    /// Values that are not finite leave a gap.
    public init(x: String, y: String, domain: ClosedRange<Double>, function: (Double) -> Double) {
        marks = AdaptiveSampling.points(of: function, over: domain).map { point in
            Mark(kind: .line, x: .value(x, point.x), y: point.y.isFinite ? .value(y, point.y) : .gap(y))
        }
    }
}

extension PlottableValue {
    /// A break in a line that is meant: it is no missing value.
    static func gap(_ label: String) -> PlottableValue { PlottableValue(label: label, datum: .gap) }
}

/// Samples a function so that straight lines between the samples look like the function.
enum AdaptiveSampling {
    /// At most a few hundred samples, in order of x.
    static func points(of function: (Double) -> Double, over domain: ClosedRange<Double>) -> [(x: Double, y: Double)] {
        let (low, high) = (domain.lowerBound, domain.upperBound)
        guard low.isFinite, high.isFinite, low < high else { return [] }
        let count = 48
        let coarse = (0...count).map { index in
            let x = index == count ? high : low + (high / 2 - low / 2) * 2 * (Double(index) / Double(count))
            return (x: x, y: function(x))
        }
        let finite = coarse.map { $0.y }.filter { $0.isFinite }
        let height = (finite.max() ?? 0) / 2 - (finite.min() ?? 0) / 2
        let tolerance = max(height * 2 / 1500, .leastNormalMagnitude)
        var points: [(x: Double, y: Double)] = []
        for index in coarse.indices.dropLast() {
            points.append(coarse[index])
            refine(coarse[index], coarse[index + 1], tolerance, depth: 5, function, into: &points)
        }
        if let last = coarse.last { points.append(last) }
        return points
    }

    private static func refine(
        _ a: (x: Double, y: Double), _ b: (x: Double, y: Double), _ tolerance: Double, depth: Int,
        _ function: (Double) -> Double, into points: inout [(x: Double, y: Double)]
    ) {
        guard depth > 0, a.y.isFinite || b.y.isFinite else { return }
        let x = a.x + (b.x - a.x) / 2
        let middle = (x: x, y: function(x))
        let bend = abs(middle.y - (a.y / 2 + b.y / 2))
        guard !(bend <= tolerance) else { return }
        refine(a, middle, tolerance, depth: depth - 1, function, into: &points)
        points.append(middle)
        refine(middle, b, tolerance, depth: depth - 1, function, into: &points)
    }
}
