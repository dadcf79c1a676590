import CMath

/// What an operation computes with: `Float` when training, ``Dual`` when curvature is asked for.
///
/// Each operation states its forward and backward formula once, for any scalar. Sums, products and comparisons come
/// from the standard protocols, so that loops specialise to plain `Float` arithmetic in files compiled alone.
protocol Scalar: SignedNumeric, Comparable {
    init(constant: Float)
    /// 1/√(2π), the peak of the standard normal density.
    static var normalPeak: Self { get }
    static func / (a: Self, b: Self) -> Self
    func exponential() -> Self
    func logarithm() -> Self
    func squareRoot() -> Self
    func hyperbolicTangent() -> Self
    /// log(1 + x), exact for small x.
    func logarithmOfOnePlus() -> Self
    /// eˣ − 1, exact for small x.
    func exponentialMinusOne() -> Self
    /// 2/√π ∫₀ˣ exp(−t²) dt.
    func errorFunction() -> Self
    /// Replaces each of `count` numbers by its hyperbolic tangent.
    static func replaceByTanh(_ numbers: UnsafeMutablePointer<Self>, _ count: Int)
    /// Replaces each of `count` numbers x by 1 / (1 + e⁻ˣ).
    static func replaceByLogistic(_ numbers: UnsafeMutablePointer<Self>, _ count: Int)
    /// C ← op(A)·op(B) + C, with op(A) `rows × inner` and op(B) `inner × columns`.
    static func accumulate(
        _ a: UnsafePointer<Self>, _ orientationA: Matrix.Orientation,
        _ b: UnsafePointer<Self>, _ orientationB: Matrix.Orientation,
        into c: UnsafeMutablePointer<Self>, _ rows: Int, _ columns: Int, _ inner: Int)
    /// One example's step of a recurrent cell.
    static func forward(_ cell: RecurrentCell, _ row: CellRow<Self>)
    /// From the gradients of h′ (`state`) and of what the cell remembers beside (`memory`), those of P (`slopes`), of R,
    /// of h without the part through R (`before`), and of the memory before, in place.
    static func backward(
        _ cell: RecurrentCell, _ row: CellRow<Self>, _ slopes: UnsafeMutablePointer<Self>,
        _ state: UnsafePointer<Self>, _ before: UnsafeMutablePointer<Self>, _ memory: UnsafeMutablePointer<Self>)
}

extension Scalar {
    static func replaceByTanh(_ numbers: UnsafeMutablePointer<Self>, _ count: Int) {
        for i in 0..<count { numbers[i] = numbers[i].hyperbolicTangent() }
    }

    static func replaceByLogistic(_ numbers: UnsafeMutablePointer<Self>, _ count: Int) {
        for i in 0..<count { numbers[i] = numbers[i].logistic() }
    }

    /// 1 / (1 + e⁻ˣ), by the form whose exponential cannot overflow.
    @inline(__always)
    func logistic() -> Self {
        if self < 0 {
            let power = exponential()
            return power / (1 + power)
        }
        return 1 / (1 + (-self).exponential())
    }
}

extension Float: Scalar {
    init(constant: Float) { self = constant }
    static var normalPeak: Float { 0.398_942_28 }
    func exponential() -> Float { expf(self) }
    func logarithm() -> Float { logf(self) }
    func hyperbolicTangent() -> Float { tanhf(self) }
    func logarithmOfOnePlus() -> Float { log1pf(self) }
    func exponentialMinusOne() -> Float { expm1f(self) }
    func errorFunction() -> Float { erff(self) }
}

/// A number and its derivative along one direction, both in double precision: `value + ε·tangent` with ε² = 0.
///
/// A reverse pass computed with dual numbers yields, beside the gradient, its derivative along the direction, which is
/// the exact product of the Hessian with that direction (Pearlmutter 1994, "Fast exact multiplication by the Hessian").
struct Dual: Scalar {
    var value: Double
    var tangent: Double

    init(_ value: Double, _ tangent: Double) {
        self.value = value
        self.tangent = tangent
    }
    init(constant: Float) { self.init(Double(constant), 0) }
    static var normalPeak: Dual { Dual(0.398_942_280_401_432_68, 0) }
    init(integerLiteral value: Int) { self.init(Double(value), 0) }
    init?<T: BinaryInteger>(exactly source: T) {
        guard let value = Double(exactly: source) else { return nil }
        self.init(value, 0)
    }

    var magnitude: Dual { value < 0 ? -self : self }

    static func + (a: Dual, b: Dual) -> Dual { Dual(a.value + b.value, a.tangent + b.tangent) }
    static func - (a: Dual, b: Dual) -> Dual { Dual(a.value - b.value, a.tangent - b.tangent) }
    static func * (a: Dual, b: Dual) -> Dual { Dual(a.value * b.value, a.tangent * b.value + a.value * b.tangent) }
    static func / (a: Dual, b: Dual) -> Dual {
        let quotient = a.value / b.value
        return Dual(quotient, (a.tangent - quotient * b.tangent) / b.value)
    }
    static func *= (a: inout Dual, b: Dual) { a = a * b }
    static func < (a: Dual, b: Dual) -> Bool { a.value < b.value }
    static func == (a: Dual, b: Dual) -> Bool { a.value == b.value }

    func exponential() -> Dual {
        let result = exp(value)
        return Dual(result, result * tangent)
    }
    func logarithm() -> Dual { Dual(log(value), tangent / value) }
    func squareRoot() -> Dual {
        let result = value.squareRoot()
        return Dual(result, tangent / (2 * result))
    }
    func hyperbolicTangent() -> Dual {
        let result = tanh(value)
        return Dual(result, (1 - result * result) * tangent)
    }
    func logarithmOfOnePlus() -> Dual { Dual(log1p(value), tangent / (1 + value)) }
    func exponentialMinusOne() -> Dual { Dual(expm1(value), exp(value) * tangent) }
    func errorFunction() -> Dual {
        Dual(erf(value), 2 / Double.pi.squareRoot() * exp(-value * value) * tangent)
    }
}
