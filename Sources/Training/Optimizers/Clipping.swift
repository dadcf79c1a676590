/// A limit for the gradients of a step, against leaps where the loss is steep.
///
///     Trainer(model, optimizer: SGD(learningRate: 0.1), clipping: .norm(1))
public enum Clipping: Sendable, Equatable {
    /// All gradients together, taken as one vector, are scaled down to this length when it is longer:
    /// `g ← g · min(1, c/(‖g‖ + 10⁻⁶))` (Pascanu, Mikolov and Bengio 2013, algorithm 1; 10⁻⁶ as in PyTorch).
    case norm(Float)
    /// Every element is brought into −c … c.
    case value(Float)

    /// The gradients within the limit, each of the shape it had.
    public func callAsFunction(_ gradients: [Tensor]) -> [Tensor] {
        let copies = gradients.map { gradient in
            var copy = gradient.detached
            copy.makeUnique()
            return copy
        }
        clip(copies)
        return copies
    }

    /// Changes the elements where they are: the caller knows that nobody else relies on them.
    func clip(_ gradients: [Tensor]) {
        switch self {
        case .norm(let limit):
            let factor = Float(min(1, Double(limit) / (Clipping.norm(of: gradients) + 1e-6)))
            guard factor < 1 else { return }
            for gradient in gradients {
                let g = gradient.storage.floats
                for i in 0..<gradient.count { g[i] *= factor }
            }
        case .value(let limit):
            for gradient in gradients {
                let g = gradient.storage.floats
                // A NaN stays one.
                for i in 0..<gradient.count { g[i] = g[i] > limit ? limit : g[i] < -limit ? -limit : g[i] }
            }
        }
    }

    /// The length of all tensors taken as one vector, from four partial sums, so that no addition waits for another.
    static func norm(of tensors: [Tensor]) -> Double {
        var sum = SIMD4<Double>()
        for tensor in tensors {
            let (x, whole) = (tensor.storage.floats, tensor.count / 4 * 4)
            for i in stride(from: 0, to: whole, by: 4) {
                let four = SIMD4(Double(x[i]), Double(x[i + 1]), Double(x[i + 2]), Double(x[i + 3]))
                sum += four * four
            }
            for i in whole..<tensor.count { sum[0] += Double(x[i]) * Double(x[i]) }
        }
        return sum.sum().squareRoot()
    }
}
