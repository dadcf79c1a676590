/// A function of each element by itself.
final class Elementwise: Operation {
    enum Function {
        case negate, magnitude, tanh, sigmoid, exp, log, squareRoot
        case relu, gelu, silu, softplus
        case leakyReLU(slope: Float), elu(alpha: Float)
    }

    private let function: Function, count: Int

    init(_ function: Function, count: Int) { (self.function, self.count) = (function, count) }

    func forward(_ values: Operands<Float>) { evaluate(values) }
    func forward(_ values: Operands<Dual>) { evaluate(values) }
    func backward(_ values: Operands<Float>, _ adjoints: Adjoints<Float>) { propagate(values, adjoints) }
    func backward(_ values: Operands<Dual>, _ adjoints: Adjoints<Dual>) { propagate(values, adjoints) }

    private func evaluate<S: Scalar>(_ values: Operands<S>) {
        let (x, y) = (values.inputs[0], values.output)
        switch function {
        case .negate: for i in 0..<count { y[i] = -x[i] }
        case .magnitude: for i in 0..<count { y[i] = x[i] < 0 ? -x[i] : x[i] }
        case .relu: for i in 0..<count { y[i] = x[i] < 0 ? 0 : x[i] }  // A NaN stays one.
        case .tanh: for i in 0..<count { y[i] = x[i].hyperbolicTangent() }
        case .sigmoid: for i in 0..<count { y[i] = x[i].logistic() }
        case .exp: for i in 0..<count { y[i] = x[i].exponential() }
        case .log: for i in 0..<count { y[i] = x[i].logarithm() }
        case .squareRoot: for i in 0..<count { y[i] = x[i].squareRoot() }
        case .gelu: for i in 0..<count { y[i] = x[i] * normalDistribution(x[i]) }
        case .silu: for i in 0..<count { y[i] = x[i] * x[i].logistic() }
        case .softplus:
            for i in 0..<count {
                let (positive, negative): (S, S) = x[i] < 0 ? (0, x[i]) : (x[i], -x[i])
                y[i] = positive + negative.exponential().logarithmOfOnePlus()
            }
        case .leakyReLU(let slope): for i in 0..<count { y[i] = x[i] < 0 ? S(constant: slope) * x[i] : x[i] }
        case .elu(let alpha):
            for i in 0..<count { y[i] = x[i] < 0 ? S(constant: alpha) * x[i].exponentialMinusOne() : x[i] }
        }
    }

    private func propagate<S: Scalar>(_ values: Operands<S>, _ adjoints: Adjoints<S>) {
        guard let dx = adjoints.inputs[0] else { return }
        let (x, y, dy) = (values.inputs[0], values.output, adjoints.output)
        switch function {
        case .negate: for i in 0..<count { dx[i] -= dy[i] }
        case .magnitude: for i in 0..<count { dx[i] += x[i] > 0 ? dy[i] : x[i] < 0 ? -dy[i] : 0 }
        case .relu:
            for i in 0..<count {
                let slope = dy[i]  // Read always: a choice between two numbers, not a branch that is mispredicted.
                dx[i] += y[i] > 0 ? slope : 0
            }
        case .tanh: for i in 0..<count { dx[i] += dy[i] * (1 - y[i] * y[i]) }
        case .sigmoid: for i in 0..<count { dx[i] += dy[i] * y[i] * (1 - y[i]) }
        case .exp: for i in 0..<count { dx[i] += dy[i] * y[i] }
        case .log: for i in 0..<count { dx[i] += dy[i] / x[i] }
        case .squareRoot: for i in 0..<count { dx[i] += dy[i] / (y[i] + y[i]) }
        case .gelu: for i in 0..<count { dx[i] += dy[i] * (normalDistribution(x[i]) + x[i] * normalDensity(x[i])) }
        case .silu:
            for i in 0..<count {
                let gate = x[i].logistic()
                dx[i] += dy[i] * gate * (1 + x[i] * (1 - gate))
            }
        case .softplus: for i in 0..<count { dx[i] += dy[i] * x[i].logistic() }
        case .leakyReLU(let slope): for i in 0..<count { dx[i] += x[i] > 0 ? dy[i] : S(constant: slope) * dy[i] }
        case .elu(let alpha):
            for i in 0..<count { dx[i] += x[i] > 0 ? dy[i] : dy[i] * (y[i] + S(constant: alpha)) }
        }
    }

    /// Φ(x) = (1 + erf(x/√2)) / 2: the probability that a standard normal number is below x.
    private func normalDistribution<S: Scalar>(_ x: S) -> S {
        (1 + (x * S(constant: 0.5).squareRoot()).errorFunction()) * S(constant: 0.5)
    }

    /// φ(x) = exp(−x²/2) / √(2π), the derivative of Φ.
    private func normalDensity<S: Scalar>(_ x: S) -> S {
        (x * x * S(constant: -0.5)).exponential() * S.normalPeak
    }
}

extension Tensor {
    private func mapped(_ function: Elementwise.Function) -> Tensor {
        apply(Elementwise(function, count: count), to: [self], shape: shape)
    }

    /// The negative of each element.
    public static prefix func - (x: Tensor) -> Tensor { x.mapped(.negate) }
    /// The magnitude |x| of each element; the derivative at 0 is taken as 0.
    public func abs() -> Tensor { mapped(.magnitude) }
    /// max(x, 0); the derivative at 0 is taken as 0.
    public func relu() -> Tensor { mapped(.relu) }
    /// The hyperbolic tangent of each element.
    public func tanh() -> Tensor { mapped(.tanh) }
    /// The logistic function 1 / (1 + e⁻ˣ) of each element.
    public func sigmoid() -> Tensor { mapped(.sigmoid) }
    /// x·Φ(x), with Φ the normal distribution function (Hendrycks and Gimpel 2016); exact, by the error function.
    public func gelu() -> Tensor { mapped(.gelu) }
    /// x / (1 + e⁻ˣ) (Elfwing et al. 2018), also called swish.
    public func silu() -> Tensor { mapped(.silu) }
    /// log(1 + eˣ), a smooth ``relu()``; stable for large magnitudes.
    public func softplus() -> Tensor { mapped(.softplus) }
    /// x where it is positive, `slope`·x elsewhere (Maas et al. 2013).
    public func leakyReLU(slope: Float = 0.01) -> Tensor { mapped(.leakyReLU(slope: slope)) }
    /// x where it is positive, α·(eˣ − 1) elsewhere (Clevert et al. 2016, equation 16).
    public func elu(alpha: Float = 1) -> Tensor { mapped(.elu(alpha: alpha)) }
    /// The exponential eˣ of each element; infinite above 88.7, the limit of `Float`.
    public func exp() -> Tensor { mapped(.exp) }
    /// The natural logarithm of each element; −∞ at 0 and NaN below.
    public func log() -> Tensor { mapped(.log) }
    /// The square root of each element; NaN below 0. The slope at 0 is infinite.
    public func squareRoot() -> Tensor { mapped(.squareRoot) }
}
