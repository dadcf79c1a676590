/// A function of each element by itself.
final class Elementwise: Operation {
    enum Function { case negate, magnitude, relu, tanh, sigmoid, exp, log, squareRoot }

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
        case .sigmoid: for i in 0..<count { y[i] = logistic(x[i]) }
        case .exp: for i in 0..<count { y[i] = x[i].exponential() }
        case .log: for i in 0..<count { y[i] = x[i].logarithm() }
        case .squareRoot: for i in 0..<count { y[i] = x[i].squareRoot() }
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
        }
    }

    /// 1 / (1 + e⁻ˣ), by the form whose exponential cannot overflow.
    private func logistic<S: Scalar>(_ x: S) -> S {
        if x < 0 {
            let power = x.exponential()
            return power / (1 + power)
        }
        return 1 / (1 + (-x).exponential())
    }
}

extension Tensor {
    private func mapped(_ function: Elementwise.Function) -> Tensor {
        apply(Elementwise(function, count: count), to: [self], shape: shape)
    }

    public static prefix func - (x: Tensor) -> Tensor { x.mapped(.negate) }
    /// The magnitude |x| of each element; the derivative at 0 is taken as 0.
    public func abs() -> Tensor { mapped(.magnitude) }
    /// max(x, 0); the derivative at 0 is taken as 0.
    public func relu() -> Tensor { mapped(.relu) }
    /// The hyperbolic tangent of each element.
    public func tanh() -> Tensor { mapped(.tanh) }
    /// The logistic function 1 / (1 + e⁻ˣ) of each element.
    public func sigmoid() -> Tensor { mapped(.sigmoid) }
    /// The exponential of each element.
    public func exp() -> Tensor { mapped(.exp) }
    /// The natural logarithm of each element.
    public func log() -> Tensor { mapped(.log) }
    /// The square root of each element.
    public func squareRoot() -> Tensor { mapped(.squareRoot) }
}
