/// The mean of some numbers and how far they lie apart: what a table shows as 0.97 ± 0.02.
///
///     let spread = Spread(runs.map(\.accuracy))
public struct Spread: Equatable, Sendable {
    /// NaN without numbers.
    public let mean: Double
    /// The standard deviation of the sample, the squares divided by their number less one; 0 for a single number.
    public let deviation: Double
    /// How many numbers there are.
    public let count: Int

    /// A number that is not finite makes the mean so too: a run that diverged is not left out in silence.
    public init(_ numbers: some Sequence<Double>) {
        let numbers = Array(numbers)
        count = numbers.count
        let mean = numbers.reduce(0, +) / Double(numbers.count)
        self.mean = mean
        let squares = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        deviation = numbers.count > 1 ? (squares / Double(numbers.count - 1)).squareRoot() : 0
    }

    /// The same of single-precision numbers, computed in double precision.
    public init(_ numbers: some Sequence<Float>) { self.init(numbers.map(Double.init)) }
}

extension Column {
    /// A column of cells like 0.97 ± 0.02.
    public init(
        _ title: String, _ spread: @escaping (Row) -> Spread, format: NumberFormat = .automatic, best: Best? = nil,
        unit: String? = nil, heat: Bool = false
    ) {
        self.init(
            title, { Optional(spread($0)) }, format: format, best: best, unit: unit, heat: heat)
    }

    /// A column of cells like 0.97 ± 0.02, and of empty ones where there is no spread, or one of no numbers.
    public init(
        _ title: String, _ spread: @escaping (Row) -> Spread?, format: NumberFormat = .automatic, best: Best? = nil,
        unit: String? = nil, heat: Bool = false
    ) {
        look = TableColumn(title, cells: [], format: format, best: best, unit: unit, heat: heat)
        cell = { row in
            guard let spread = spread(row), spread.count > 0 else { return .empty }
            return .uncertain(mean: spread.mean, deviation: spread.deviation)
        }
    }
}
