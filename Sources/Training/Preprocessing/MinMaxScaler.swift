/// Shifts and scales every feature so that its smallest value becomes `low` and its largest `high`, as they are in the
/// examples it was made from.
///
/// `z = low + (high − low)·(x − minimum) / (maximum − minimum)`, feature by feature. Make it from training data only;
/// other data may then lie outside. A feature that never varies becomes `low`. One outlier squeezes all the rest: see
/// ``RobustScaler``.
///
///     let scaler = MinMaxScaler(train.features)
///     let x = scaler(test.features)
public struct MinMaxScaler: Sendable {
    /// The smallest value of each feature.
    public let minimum: [Double]
    /// The largest value of each feature.
    public let maximum: [Double]
    /// What the smallest value becomes.
    public let low: Double
    /// What the largest value becomes.
    public let high: Double

    /// Extremes of `features` `[examples, features]`. No rows, or `low` not below `high`, stop the program.
    public init(_ features: Tensor, low: Double = 0, high: Double = 1) {
        require(low < high, "MinMaxScaler from \(low) to \(high)")
        let columns = Columns(features, for: "MinMaxScaler")
        minimum = columns.map { $0.min() ?? 0 }
        maximum = columns.map { $0.max() ?? 0 }
        (self.low, self.high) = (low, high)
    }

    /// `features` `[examples, features]` in the new scale.
    public func callAsFunction(_ features: Tensor) -> Tensor {
        features.mappingColumns(minimum.count, for: "MinMaxScaler") { x, column in
            let spread = maximum[column] - minimum[column]
            return low + (spread > 0 ? (high - low) * (x - minimum[column]) / spread : 0)
        }
    }
}

/// Shifts and scales every feature to median 0 and interquartile range 1, as they are in the examples it was made from.
///
/// `z = (x − median) / (upper quartile − lower quartile)`, feature by feature: a few outliers, however far, change next
/// to nothing. Quantiles between two examples are interpolated linearly. Make it from training data only. A feature
/// whose quartiles are equal is only shifted.
///
///     let scaler = RobustScaler(train.features)
///     let x = scaler(test.features)
public struct RobustScaler: Sendable {
    /// The median of each feature.
    public let median: [Double]
    /// The upper quartile minus the lower one, of each feature.
    public let range: [Double]

    /// Quantiles of `features` `[examples, features]`. No rows stop the program.
    public init(_ features: Tensor) {
        let columns = Columns(features, for: "RobustScaler").map { $0.sorted() }
        median = columns.map { RobustScaler.quantile($0, 0.5) }
        range = columns.map { RobustScaler.quantile($0, 0.75) - RobustScaler.quantile($0, 0.25) }
    }

    /// `features` `[examples, features]` in the new scale.
    public func callAsFunction(_ features: Tensor) -> Tensor {
        features.mappingColumns(median.count, for: "RobustScaler") { x, column in
            (x - median[column]) / (range[column] > 0 ? range[column] : 1)
        }
    }

    private static func quantile(_ sorted: [Double], _ fraction: Double) -> Double {
        let place = fraction * Double(sorted.count - 1), below = Int(place)
        let above = min(below + 1, sorted.count - 1)
        return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
    }
}
