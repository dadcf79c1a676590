/// Spectral normalization: the weight is divided by its largest singular value, so that the layer stretches no vector.
///
///     w = W / σ(W)      σ(W) = uᵀ·W·v
///
/// u and v, the singular vectors of the largest singular value, are found by power iteration: v ← Wᵀu / ‖Wᵀu‖, then
/// u ← Wv / ‖Wv‖. The layer starts with converged vectors and moves them by one iteration in each step of training;
/// in the gradient they are constants. A weight with more than two axes is read as `[outputs, the rest]`. Miyato et al.
/// 2018, algorithm 1.
///
///     SpectralNorm(Dense(64, 32, using: &generator))
public struct SpectralNorm<Base: WeightedLayer>: Layer {
    /// The layer in which W/σ(W) stands for the weight.
    public var base: Base
    /// u, of unit length, `[outputs]`.
    public var left: Parameter
    /// v, of unit length, one entry for each weight of an output.
    public var right: Parameter

    /// Iterates until the vectors move by less than 10⁻⁷, at most `iterations` times, from a start on all axes.
    public init(_ layer: Base, iterations: Int = 1_000) {
        base = layer
        let weight = SpectralNorm.matrix(layer.weight.value)
        var vectors = (
            left: SpectralNorm.unit((0..<weight.shape[0]).map { 1 + Double($0 % 7) / 8 }),
            right: [Double](repeating: 0, count: weight.shape[1])
        )
        for _ in 0..<iterations {
            let next = SpectralNorm.iterate(weight, vectors.left)
            let change = zip(next.left, vectors.left).reduce(0) { max($0, ($1.0 - $1.1).magnitude) }
            vectors = next
            if change < 1e-7 { break }
        }
        left = Parameter("u", Tensor(vectors.left.map(Float.init)), isTrainable: false)
        right = Parameter("v", Tensor(vectors.right.map(Float.init)), isTrainable: false)
    }

    public func callAsFunction(_ input: Tensor, mode: Mode) -> Tensor {
        let weight = base.weight.value(in: mode), matrix = SpectralNorm.matrix(weight)
        var (u, v) = (left.state(in: mode), right.state(in: mode))
        if mode.isTraining {
            let next = SpectralNorm.iterate(matrix, u.elements.map(Double.init))
            (u, v) = (Tensor(next.left.map(Float.init)), Tensor(next.right.map(Float.init)))
            left.note(u, in: mode)
            right.note(v, in: mode)
        }
        let outer = u.reshaped([u.count, 1]) * v.reshaped([1, v.count])
        let largest = (matrix * outer).sum()
        return base.apply(input, weight: weight / largest, bias: base.bias?.value(in: mode))
    }

    public mutating func visitParameters(_ visit: (inout Parameter) -> Void) {
        base.visitParameters(visit)
        visit(&left)
        visit(&right)
    }

    private static func matrix(_ weight: Tensor) -> Tensor {
        weight.rank == 2 ? weight : weight.reshaped([weight.shape[0], -1])
    }

    /// One iteration, in double precision.
    private static func iterate(_ matrix: Tensor, _ left: [Double]) -> (left: [Double], right: [Double]) {
        let (rows, columns) = (matrix.shape[0], matrix.shape[1])
        var (up, down) = ([Double](repeating: 0, count: rows), [Double](repeating: 0, count: columns))
        matrix.withUnsafeElements { w in
            for row in 0..<rows {
                for column in 0..<columns { down[column] += Double(w[row * columns + column]) * left[row] }
            }
            down = unit(down)
            for row in 0..<rows {
                for column in 0..<columns { up[row] += Double(w[row * columns + column]) * down[column] }
            }
        }
        return (unit(up), down)
    }

    private static func unit(_ vector: [Double]) -> [Double] {
        let norm = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return norm == 0 ? vector : vector.map { $0 / norm }
    }
}
