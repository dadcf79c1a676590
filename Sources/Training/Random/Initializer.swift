/// How the weights of a layer are drawn: a distribution with mean 0 and a variance that depends on the layer's width.
public struct Initializer: Sendable {
    enum Distribution { case normal, uniform, zero }

    let distribution: Distribution
    /// The variance of a weight of a layer with these numbers of inputs and outputs.
    let variance: @Sendable (_ inputs: Int, _ outputs: Int) -> Float
    let gain: Float

    init(
        _ distribution: Distribution, gain: Float = 1,
        variance: @escaping @Sendable (_ inputs: Int, _ outputs: Int) -> Float
    ) {
        self.distribution = distribution
        self.variance = variance
        self.gain = gain
    }

    /// Normal with variance 2 / (inputs + outputs) (Glorot and Bengio 2010).
    public static let xavierNormal = Initializer(.normal) { 2 / Float($0 + $1) }
    /// Uniform with variance 2 / (inputs + outputs) (Glorot and Bengio 2010).
    public static let xavierUniform = Initializer(.uniform) { 2 / Float($0 + $1) }
    /// Normal with variance 2 / inputs, made for ReLU (He et al. 2015).
    public static let heNormal = Initializer(.normal) { inputs, _ in 2 / Float(inputs) }
    /// Uniform with variance 2 / inputs, made for ReLU (He et al. 2015).
    public static let heUniform = Initializer(.uniform) { inputs, _ in 2 / Float(inputs) }
    /// All weights 0: where a linear model may start.
    public static let zeros = Initializer(.zero) { _, _ in 0 }

    /// The same with every weight multiplied by `factor`.
    public func scaled(by factor: Float) -> Initializer {
        Initializer(distribution, gain: gain * factor, variance: variance)
    }

    /// A tensor of `shape` drawn for a layer with `inputs` and `outputs`.
    public func callAsFunction(
        shape: [Int], inputs: Int, outputs: Int, using generator: inout some RandomNumberGenerator
    ) -> Tensor {
        let deviation = gain * variance(inputs, outputs).squareRoot()
        switch distribution {
        case .zero: return .zeros(shape)
        case .normal: return .normal(shape, deviation: deviation, using: &generator)
        case .uniform:
            let limit = deviation * Float(3).squareRoot()
            return .uniform(shape, from: -limit, to: limit, using: &generator)
        }
    }
}
