/// Turns and scales features so that they are uncorrelated and have variance 1, as in the examples it was made from.
///
///     C = covariance of x = Σ λᵢ·eᵢ·eᵢᵀ
///     PCA    z = Λ^(−½)·Eᵀ·(x − mean)         one output for each principal axis, the largest variance first
///     ZCA    z = E·Λ^(−½)·Eᵀ·(x − mean)       turned back: the whitened data closest to the original
///
/// Λ holds the variances λ plus `epsilon`, which keeps directions without variance from being blown up. Make it from
/// training data only. Bell and Sejnowski 1997; LeCun et al. 1998, "Efficient BackProp", section 4.3.
///
///     let whitener = Whitener(train.features, .zca)
///     let x = whitener(test.features)
public struct Whitener: Sendable {
    /// Of all the ways to whiten, which differ by a rotation, the two in use.
    public enum Rotation: Sendable {
        /// Principal axes become the features.
        case pca
        /// Features stay where they are, as far as possible.
        case zca
    }

    /// The mean of each feature.
    public let mean: [Double]
    /// The variances along the principal axes (divided by the number of examples), the largest first.
    public let variances: [Double]
    /// One row an output, `features × features`: what is multiplied with x − mean.
    public let matrix: [[Double]]

    /// Statistics of `features` `[examples, features]`, in double precision. No rows stop the program.
    public init(_ features: Tensor, _ rotation: Rotation, epsilon: Double = 1e-8) {
        let columns = Columns(features, for: "Whitener").values
        let count = columns.count, examples = Double(features.shape[0])
        let mean = columns.map { $0.reduce(0, +) / examples }
        let centred = zip(columns, mean).map { column, mean in column.map { $0 - mean } }
        let spectrum = Spectrum(
            ofSymmetric: centred.map { a in centred.map { b in Whitener.dot(a, b) / examples } })
        // Rounding may leave a variance of zero slightly negative.
        let variances = spectrum.eigenvalues.map { max($0, 0) }
        let scaled = zip(spectrum.eigenvectors, variances).map { axis, variance in
            axis.map { $0 / (variance + epsilon).squareRoot() }
        }
        self.mean = mean
        self.variances = variances
        switch rotation {
        case .pca: matrix = scaled
        case .zca:
            matrix = (0..<count).map { row in
                (0..<count).map { column in
                    (0..<count).reduce(0) { $0 + spectrum.eigenvectors[$1][row] * scaled[$1][column] }
                }
            }
        }
    }

    /// `features` `[examples, features]`, whitened.
    public func callAsFunction(_ features: Tensor) -> Tensor {
        let count = mean.count
        require(
            features.rank == 2 && features.shape[1] == count,
            "Whitener of \(count) features, applied to \(Shape.describe(features.shape))")
        let result = Tensor(shape: features.shape, storage: Storage(capacity: features.count))
        features.withUnsafeElements { x in
            for row in 0..<features.shape[0] {
                let centred = (0..<count).map { Double(x[row * count + $0]) - mean[$0] }
                for output in 0..<count {
                    result.storage.floats[row * count + output] = Float(Whitener.dot(matrix[output], centred))
                }
            }
        }
        return result
    }

    private static func dot(_ a: [Double], _ b: [Double]) -> Double {
        var sum = 0.0
        for k in a.indices { sum += a[k] * b[k] }
        return sum
    }
}
