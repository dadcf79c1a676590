import Training

/// Invented examples of a function with noise, for regression.
extension Examples where Target == Tensor {
    /// `y = c₀ + c₁x + c₂x² + … + noise`, with x spread evenly over `range`: features `[count, 1]`, targets `[count, 1]`.
    ///
    ///     Examples.polynomial(30, coefficients: [0, -1, 0, 1], noise: 0.1, using: &generator)
    public static func polynomial(
        _ count: Int, coefficients: [Float], over range: ClosedRange<Float> = -1...1, noise: Float = 0.1,
        using generator: inout some RandomNumberGenerator
    ) -> Examples {
        let x = Tensor.uniform([count, 1], from: range.lowerBound, to: range.upperBound, using: &generator)
        let y = x.elements.map { x in
            coefficients.reversed().reduce(0) { $0 * x + $1 } + noise * Float(generator.normal())
        }
        return Examples(features: x, targets: Tensor(shape: [count, 1], y))
    }

    /// `y = X·w + noise`, where X `[count, features]` is standard normal and only `informative` of the weights, at
    /// random places, are not 0: what L1 penalties are made to find (Tibshirani 1996).
    ///
    /// - Returns: The examples, targets `[count, 1]`, and the true weights w: 1 to 2 in magnitude, of either sign.
    public static func sparseLinear(
        _ count: Int, features: Int, informative: Int, noise: Float = 0.1,
        using generator: inout some RandomNumberGenerator
    ) -> (examples: Examples, weights: Tensor) {
        if informative < 0 || informative > features {
            fatalError("sparseLinear: \(informative) informative features of \(features)")
        }
        var weights = [Float](repeating: 0, count: features)
        for place in generator.permutation(features).prefix(informative) {
            let magnitude = 1 + Float(generator.uniform())
            weights[place] = generator.uniform() < 0.5 ? -magnitude : magnitude
        }
        let x = Tensor.normal([count, features], using: &generator)
        let truth = Tensor(shape: [features, 1], weights)
        let y = x.matmul(truth) + Tensor.normal([count, 1], deviation: noise, using: &generator)
        return (Examples(features: x, targets: y), truth.reshaped([features]))
    }
}
