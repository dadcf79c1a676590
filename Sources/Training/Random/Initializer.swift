/// How the weights of a layer are drawn: mostly a distribution with mean 0 and a variance that depends on the layer's
/// width.
///
///     Dense(784, 256, initializer: .heNormal, using: &generator)
///     Dense(256, 10, initializer: .orthogonal.scaled(by: 0.1), using: &generator)
public struct Initializer: Sendable {
    enum Distribution { case normal, uniform, constant(Float), orthogonal }

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

    /// Normal with variance 2 / (inputs + outputs) (Glorot and Bengio 2010, equation 12).
    public static let xavierNormal = Initializer(.normal) { 2 / Float($0 + $1) }
    /// Uniform within ±√(6 / (inputs + outputs)), of variance 2 / (inputs + outputs) (Glorot and Bengio 2010, equation
    /// 16).
    public static let xavierUniform = Initializer(.uniform) { 2 / Float($0 + $1) }
    /// Normal with variance 2 / inputs, made for ReLU (He et al. 2015, equation 10).
    public static let heNormal = Initializer(.normal) { inputs, _ in 2 / Float(inputs) }
    /// Uniform within ±√(6 / inputs), of variance 2 / inputs, made for ReLU (He et al. 2015).
    public static let heUniform = Initializer(.uniform) { inputs, _ in 2 / Float(inputs) }
    /// Normal with variance 1 / inputs (LeCun et al. 1998); the one made for self-normalising networks.
    public static let lecunNormal = Initializer(.normal) { inputs, _ in 1 / Float(inputs) }
    /// Uniform within ±√(3 / inputs), of variance 1 / inputs (LeCun et al. 1998).
    public static let lecunUniform = Initializer(.uniform) { inputs, _ in 1 / Float(inputs) }
    /// Rows, or columns if there are fewer of them, that are orthogonal to each other and of length 1, in a direction
    /// drawn evenly: the layer keeps lengths. The first axis counts rows, the others together columns (Saxe et al.
    /// 2014).
    public static let orthogonal = Initializer(.orthogonal) { _, _ in 1 }
    /// All weights 0: where a linear model may start.
    public static let zeros = constant(0)
    /// All weights equal. The units of a layer then stay equal: fine for a bias, a lesson for a weight.
    public static func constant(_ value: Float) -> Initializer { Initializer(.constant(value)) { _, _ in 1 } }

    /// The same with every weight multiplied by `factor`, a gain: the variance grows by its square.
    public func scaled(by factor: Float) -> Initializer {
        Initializer(distribution, gain: gain * factor, variance: variance)
    }

    /// A tensor of `shape` drawn for a layer with so many `inputs` to a unit and `outputs` of one.
    public func callAsFunction(
        shape: [Int], inputs: Int, outputs: Int, using generator: inout some RandomNumberGenerator
    ) -> Tensor {
        let deviation = gain * variance(inputs, outputs).squareRoot()
        switch distribution {
        case .constant(let value): return Tensor(repeating: gain * value, shape: shape)
        case .orthogonal:
            let rows = shape.first ?? 1
            return Orthogonal.draw(rows, Shape.count(shape) / max(rows, 1), gain, using: &generator).reshaped(shape)
        case .normal: return .normal(shape, deviation: deviation, using: &generator)
        case .uniform:
            let limit = deviation * Float(3).squareRoot()
            return .uniform(shape, from: -limit, to: limit, using: &generator)
        }
    }
}
