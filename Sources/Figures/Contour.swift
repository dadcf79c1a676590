import CMath

/// Where the lines of a contour plot lie.
public enum ContourLevels: Equatable, Sendable {
    /// About this many, at round values.
    case count(Int)
    /// About this many, each a constant factor above the one before: for values that span decades.
    case logarithmic(Int)
    /// At these values.
    case values([Double])
}

/// The values of a function on a grid, and the levels at which it is cut.
struct Contour: Equatable, Sendable {
    var columns: Int
    var rows: Int
    /// Row by row, from the least y.
    var values: [Double]
    var x: ClosedRange<Double>
    var y: ClosedRange<Double>
    var levels: [Double]
    var filled: Bool
    /// What the values are.
    var label = ""

    func place(_ column: Int, _ row: Int) -> (x: Double, y: Double) {
        (Self.at(column, columns, x), Self.at(row, rows, y))
    }

    private static func at(_ index: Int, _ count: Int, _ range: ClosedRange<Double>) -> Double {
        let share = Double(index) / Double(max(count - 1, 1))
        return range.lowerBound * (1 - share) + range.upperBound * share
    }

    static func levels(_ wanted: ContourLevels, for values: [Double]) -> [Double] {
        let finite = values.filter { $0.isFinite }
        guard let low = finite.min(), let high = finite.max(), low < high else { return [] }
        switch wanted {
        case .values(let values): return values.filter { $0.isFinite }.sorted()
        case .count(let count):
            return Ticks.linear(low: low, high: high, count: min(max(count, 1), 60)).compactMap { $0.value.finite }
                .filter { $0 > low && $0 < high }
        case .logarithmic(let count):
            let least = finite.filter { $0 > 0 }.min() ?? 1
            guard least < high else { return [] }
            let count = min(max(count, 1), 60)
            let factor = pow(high / least, 1 / Double(count + 1))
            return (1...count).map { least * pow(factor, Double($0)) }
        }
    }
}

/// Lines of equal height of a function of x and y, or filled levels.
///
///     ContourMark(x: "w₁", y: "w₂", xDomain: -2...2, yDomain: -2...2) { $0 * $0 + 4 * $1 * $1 }
public struct ContourMark: ChartContent, Sendable {
    public var marks: [Mark]

    /// `function` on a grid of `resolution` × `resolution` points. Where it is not finite there is no line. `z` says what
    /// its values are, beside the shades of filled levels.
    public init(
        x: String, y: String, z: String = "", xDomain: ClosedRange<Double>, yDomain: ClosedRange<Double>,
        levels: ContourLevels = .count(10), filled: Bool = false, resolution: Int = 60,
        function: (_ x: Double, _ y: Double) -> Double
    ) {
        let size = min(max(resolution, 2), 400)
        var grid = Contour(
            columns: size, rows: size, values: [], x: xDomain, y: yDomain, levels: [], filled: filled, label: z)
        for row in 0..<size {
            for column in 0..<size {
                let place = grid.place(column, row)
                grid.values.append(function(place.x, place.y))
            }
        }
        grid.levels = Contour.levels(levels, for: grid.values)
        marks = [Self.mark(grid, x, y)]
    }

    /// Values on a grid: `grid[row][column]`, the first row at the least y. Short rows end in missing values.
    public init(
        _ grid: [[Double]], x: String, y: String, z: String = "", xDomain: ClosedRange<Double>,
        yDomain: ClosedRange<Double>,
        levels: ContourLevels = .count(10), filled: Bool = false
    ) {
        let columns = grid.map { $0.count }.max() ?? 0
        let values = grid.flatMap { $0 + Array(repeating: Double.nan, count: columns - $0.count) }
        let contour = Contour(
            columns: columns, rows: grid.count, values: values, x: xDomain, y: yDomain,
            levels: Contour.levels(levels, for: values), filled: filled, label: z)
        marks = [Self.mark(contour, x, y)]
    }

    private static func mark(_ contour: Contour, _ x: String, _ y: String) -> Mark {
        Mark(
            kind: .contour, x: .value(x, contour.x.lowerBound), xEnd: .value(x, contour.x.upperBound),
            y: .value(y, contour.y.lowerBound), yEnd: .value(y, contour.y.upperBound),
            attachment: .contour(contour))
    }
}
