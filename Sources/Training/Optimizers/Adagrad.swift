import CMath

/// Adagrad: each weight's rate falls with the gradients it has seen.
///
///     g ← g + λ·p
///     s ← s + g²
///     p ← p − η·g / (√s + ε)
///
/// Duchi, Hazan and Singer 2011, figure 1 with the diagonal of G.
public struct Adagrad: Optimizer {
    /// η, the learning rate.
    public var learningRate: Float
    /// λ, the weight decay.
    public var weightDecay: Float
    /// ε, which keeps the divisor from 0.
    public var epsilon: Float

    /// The rule with these settings.
    public init(learningRate: Float = 0.01, weightDecay: Float = 0, epsilon: Float = 1e-10) {
        self.learningRate = learningRate
        self.weightDecay = weightDecay
        self.epsilon = epsilon
    }

    /// The sum s of squared gradients.
    public func makeState(for value: Tensor) -> Tensor { .zeros(value.shape) }

    public func update(_ parameter: inout Tensor, gradient: Tensor, state: inout Tensor, step: Int) {
        let (η, λ, ε) = (learningRate, weightDecay, epsilon)
        let (p, g) = (parameter.ownElements(), gradient.gradientElements(for: parameter.shape))
        let s = state.ownElements()
        for i in 0..<parameter.count {
            let slope = g[i] + λ * p[i]
            s[i] += slope * slope
            p[i] -= η * slope / (square_root(s[i]) + ε)
        }
    }
}
