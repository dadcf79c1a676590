/// Shifts and scales every feature to mean 0 and deviation 1, as they are in the examples it was made from.
///
/// `z = (x − mean) / deviation`, feature by feature. Make it from training data only, and apply it to all: otherwise
/// the test data have a say in training. A feature that never varies is only shifted.
///
///     let scaler = Standardizer(train.features)
///     let x = scaler(test.features)
public struct Standardizer: Sendable {
    /// The mean of each feature.
    public let mean: [Double]
    /// The standard deviation of each feature, divided by the number of examples.
    public let deviation: [Double]

    /// Statistics of `features` `[examples, features]`, summed in double precision. No rows stop the program.
    public init(_ features: Tensor) {
        (mean, deviation) = Standardizer.statistics(features)
    }

    /// `features` `[examples, features]` in the new scale.
    public func callAsFunction(_ features: Tensor) -> Tensor {
        require(
            features.rank == 2 && features.shape[1] == mean.count,
            "Standardizer of \(mean.count) features, applied to \(Shape.describe(features.shape))")
        var scaled = features.detached
        scaled.withUnsafeMutableElements { x in
            for index in x.indices {
                let feature = index % mean.count
                let scale = deviation[feature] > 0 ? deviation[feature] : 1
                x[index] = Float((Double(x[index]) - mean[feature]) / scale)
            }
        }
        return scaled
    }

    private static func statistics(_ features: Tensor) -> ([Double], [Double]) {
        require(
            features.rank == 2 && features.shape[0] > 0,
            "Standardizer needs a matrix with rows, not \(Shape.describe(features.shape))")
        let (rows, columns) = (features.shape[0], features.shape[1])
        var mean = [Double](repeating: 0, count: columns), square = mean
        features.withUnsafeElements { x in
            for row in 0..<rows { for column in 0..<columns { mean[column] += Double(x[row * columns + column]) } }
            for column in 0..<columns { mean[column] /= Double(rows) }
            for row in 0..<rows {
                for column in 0..<columns {
                    let difference = Double(x[row * columns + column]) - mean[column]
                    square[column] += difference * difference
                }
            }
        }
        return (mean, square.map { ($0 / Double(rows)).squareRoot() })
    }
}
