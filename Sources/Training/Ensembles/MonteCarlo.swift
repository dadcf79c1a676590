/// Mean and variance of answers that differ from sample to sample: how sure a model is.
public struct SampledPrediction: Sendable {
    /// How many answers were drawn.
    public let samples: Int
    /// Of the shape of one answer.
    public let mean: Tensor
    /// Of the shape of one answer, divided by the number of samples.
    public let variance: Tensor
}

/// Mean and variance of `samples` answers, computed as they come (Welford 1962) so that none is kept.
///
/// With a pass in which dropout still drops, this is Monte Carlo dropout (Gal and Ghahramani 2016, equation 6); with a
/// different member of an ensemble each time, the ensemble's spread.
///
///     let prediction = monteCarlo(samples: 100) { _ in model(x, mode: .sampling(using: &generator)).softmax() }
public func monteCarlo(samples: Int, _ answer: (_ sample: Int) -> Tensor) -> SampledPrediction {
    require(samples > 0, "a Monte Carlo estimate from \(samples) samples")
    let first = answer(0).detached
    var mean = first.elements.map { Double($0) }, square = [Double](repeating: 0, count: first.count)
    for sample in 1..<max(samples, 1) {
        let next = answer(sample)
        require(
            next.shape == first.shape,
            "samples of shapes \(Shape.describe(first.shape)) and \(Shape.describe(next.shape))")
        for (index, element) in next.elements.enumerated() {
            let distance = Double(element) - mean[index]
            mean[index] += distance / Double(sample + 1)
            square[index] += distance * (Double(element) - mean[index])
        }
    }
    return SampledPrediction(
        samples: samples, mean: Tensor(shape: first.shape, mean.map { Float($0) }),
        variance: Tensor(shape: first.shape, square.map { Float($0 / Double(samples)) }))
}
