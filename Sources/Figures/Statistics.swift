import CMath

/// The numbers that a box shows.
struct FiveNumbers: Equatable, Sendable {
    /// The ends of the whiskers: the outermost values within 1.5 times the box's length (Tukey, 1977).
    var low: Double
    var quarter: Double
    var median: Double
    var threeQuarters: Double
    var high: Double
    /// The values beyond the whiskers.
    var outliers: [Double]

    /// `nil` without finite values.
    init?(_ values: [Double]) {
        let sorted = values.filter { $0.isFinite }.sorted()
        guard let first = sorted.first, let last = sorted.last else { return nil }
        quarter = Self.quantile(0.25, of: sorted)
        median = Self.quantile(0.5, of: sorted)
        threeQuarters = Self.quantile(0.75, of: sorted)
        let reach = 1.5 * (threeQuarters - quarter)
        let (from, to) = (quarter - reach, threeQuarters + reach)
        low = sorted.first { $0 >= from } ?? first
        high = sorted.last { $0 <= to } ?? last
        outliers = sorted.filter { $0 < from || $0 > to }
    }

    var all: [Double] { [low, quarter, median, threeQuarters, high] + outliers }

    /// The quantile by linear interpolation between order statistics (Hyndman and Fan's type 7).
    static func quantile(_ share: Double, of sorted: [Double]) -> Double {
        let place = share * Double(sorted.count - 1)
        let index = Int(place.rounded(.down))
        let next = min(index + 1, sorted.count - 1)
        return sorted[index] + (sorted[next] - sorted[index]) * (place - Double(index))
    }
}

/// A box from the lower to the upper quartile with a line at the median, whiskers, and outliers as points.
public struct BoxMark: ChartContent, Sendable {
    public var marks: [Mark]

    /// The distribution of `values`, which measure `y`, at one place of x.
    public init(x: PlottableValue, y: String, values: [Double]) {
        let summary = FiveNumbers(values)
        marks = [
            Mark(
                kind: .box, x: x, y: .value(y, summary.map { $0.median }), attachment: summary.map { .summary($0) })
        ]
    }

    /// The same, lying.
    public init(y: PlottableValue, x: String, values: [Double]) {
        let summary = FiveNumbers(values)
        marks = [
            Mark(
                kind: .box, x: .value(x, summary.map { $0.median }), y: y, attachment: summary.map { .summary($0) })
        ]
    }
}

/// How the values of a histogram are put into bins.
public enum HistogramBins: Equatable, Sendable {
    /// As wide as Freedman and Diaconis (1981) say, rounded to 1, 2 or 5 × 10ⁿ.
    case automatic
    /// About this many, with round edges.
    case count(Int)
    /// Between these edges, in rising order.
    case edges([Double])
}

/// What the height of a histogram's bar says.
public enum HistogramHeight: Equatable, Sendable {
    /// How many values are in the bin.
    case count
    /// Which part of all values: the bars sum to 1.
    case share
    /// The share divided by the width of the bin: the areas sum to 1.
    case density
}

/// How often values fall into each of a row of intervals.
///
///     HistogramMark(weights, label: "Weight")
public struct HistogramMark: ChartContent, Sendable {
    public var marks: [Mark]

    /// Values that are not finite are left out. Several histograms of one chart overlap, and are not stacked; give them
    /// the same edges to compare them.
    public init(
        _ values: [Double], label: String, bins: HistogramBins = .automatic, height: HistogramHeight = .count
    ) {
        let finite = values.filter { $0.isFinite }
        let edges = Self.edges(for: finite, bins)
        let counts = Self.counts(of: finite, in: edges)
        let title = height == .count ? "Count" : height == .share ? "Share" : "Density"
        marks = counts.indices.map { index in
            let width = edges[index + 1] - edges[index]
            var tall = Double(counts[index])
            if height != .count { tall /= Double(max(finite.count, 1)) }
            if height == .density { tall /= width }
            return Mark(
                kind: .bar, x: .value(label, edges[index]), xEnd: .value(label, edges[index + 1]),
                y: .value(title, 0.0), yEnd: .value(title, tall))
        }
    }

    /// The edges of the bins for `values`, rising.
    public static func edges(for values: [Double], _ bins: HistogramBins = .automatic) -> [Double] {
        if case .edges(let edges) = bins {
            var rising: [Double] = []
            for edge in edges.filter({ $0.isFinite }).sorted() where edge != rising.last { rising.append(edge) }
            return rising
        }
        let sorted = values.filter { $0.isFinite }.sorted()
        guard let low = sorted.first, let high = sorted.last else { return [] }
        guard high / 2 - low / 2 > max(abs(low), abs(high)) * 1e-12 else {
            let half = low == 0 ? 0.5 : abs(low) * 0.05
            return [low - half, low + half]
        }
        let step = step(sorted, bins, span: min(high - low, .greatestFiniteMagnitude))
        let (first, last) = ((low / step).rounded(.down), (high / step).rounded(.up))
        return stride(from: first, through: max(last, first + 1), by: 1).map { $0 * step }
    }

    private static func step(_ sorted: [Double], _ bins: HistogramBins, span: Double) -> Double {
        if case .count(let count) = bins { return Ticks.step(span: span, count: min(max(count, 1), 1000)) }
        let count = Double(sorted.count)
        let spread = FiveNumbers.quantile(0.75, of: sorted) - FiveNumbers.quantile(0.25, of: sorted)
        let width = 2 * spread / pow(count, 1 / 3)
        // Sturges' rule where half of the values are equal.
        let number = width > 0 ? span / width : log2(count) + 1
        return Ticks.step(span: span, count: Int(min(max(number.rounded(.up), 1), 200)))
    }

    private static func counts(of values: [Double], in edges: [Double]) -> [Int] {
        guard edges.count > 1, let last = edges.last else { return [] }
        var counts = Array(repeating: 0, count: edges.count - 1)
        for value in values where value >= edges[0] && value <= last {
            var (low, high) = (0, edges.count - 1)
            while high - low > 1 {
                let middle = (low + high) / 2
                if value >= edges[middle] { low = middle } else { high = middle }
            }
            counts[low] += 1
        }
        return counts
    }
}

/// What a band around a mean shows.
public enum MeanBand: Equatable, Sendable {
    /// One standard deviation (of the sample) on both sides, the standard error of the mean, or the least to the greatest.
    case deviation, standardError, range, none
}

/// The mean of several runs as a line, with a band that shows how far the runs lie apart.
///
///     MeanMark(runs, x: "Epoch", y: "Loss", at: { $0.epoch }, value: { $0.loss })
///         .foregroundStyle(by: .value("Optimizer", "Adam"))
public struct MeanMark: ChartContent, Sendable {
    public var marks: [Mark]

    /// Rows of equal `at` are one place of x, whatever run they come from. Values that are not finite are left out.
    public init<Row>(
        _ rows: some Sequence<Row>, x: String, y: String, band: MeanBand = .deviation, at: (Row) -> Double,
        value: (Row) -> Double
    ) {
        var places: [Double] = []
        var values: [Double: [Double]] = [:]
        for row in rows {
            let (place, number) = (at(row), value(row))
            guard place.isFinite else { continue }
            if values[place] == nil { places.append(place) }
            values[place, default: []].append(number)
        }
        marks = []
        for place in places.sorted() {
            let finite = (values[place] ?? []).filter { $0.isFinite }
            let mean = finite.isEmpty ? nil : finite.reduce(0) { $0 + $1 / Double(finite.count) }
            if band != .none {
                let ends = mean.flatMap { Self.ends(finite, mean: $0, band) }
                marks.append(
                    Mark(
                        kind: .area, x: .value(x, place), y: .value(y, ends?.low), yEnd: .value(y, ends?.high)))
            }
            marks.append(Mark(kind: .line, x: .value(x, place), y: .value(y, mean)))
        }
    }

    /// One run after the other, each a value for every step from `start`.
    public init(runs: [[Double]], x: String, y: String, start: Double = 0, band: MeanBand = .deviation) {
        let rows = runs.flatMap { run in run.indices.map { (start + Double($0), run[$0]) } }
        self.init(rows, x: x, y: y, band: band, at: { $0.0 }, value: { $0.1 })
    }

    private static func ends(_ values: [Double], mean: Double, _ band: MeanBand) -> (low: Double, high: Double)? {
        if band == .range { return values.min().flatMap { low in values.max().map { (low, $0) } } }
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        var half = values.count > 1 ? (squares / Double(values.count - 1)).squareRoot() : 0
        if band == .standardError { half /= Double(values.count).squareRoot() }
        return (mean - half, mean + half)
    }
}
