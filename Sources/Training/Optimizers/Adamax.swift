/// Adamax: Adam with the largest gradient in memory in the place of the root mean square.
///
///     g ← g + λ·p
///     m ← β₁·m + (1 − β₁)·g
///     u ← max(β₂·u, |g| + ε)
///     p ← p − η/(1 − β₁ᵗ) · m/u
///
/// t counts from 1. Kingma and Ba 2015, algorithm 2; ε as in PyTorch, against division by zero.
public struct Adamax: Optimizer {
    /// η, the learning rate.
    public var learningRate: Float
    /// β₁, how much of the mean of gradients stays from step to step: from 0 up to 1.
    public var beta1: Float
    /// β₂, how much of the largest magnitude stays from step to step: from 0 up to 1.
    public var beta2: Float
    /// ε, which keeps the divisor from 0.
    public var epsilon: Float
    /// λ, the weight decay.
    public var weightDecay: Float

    /// The rule with these settings.
    public init(
        learningRate: Float = 0.002, beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8,
        weightDecay: Float = 0
    ) {
        self.learningRate = learningRate
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
        self.weightDecay = weightDecay
    }

    /// What the rule remembers of a parameter.
    public struct State: Sendable {
        /// The mean m of gradients, and u, their largest magnitude, fading.
        public var mean: Tensor, largest: Tensor
    }

    public func makeState(for value: Tensor) -> State {
        State(mean: .zeros(value.shape), largest: .zeros(value.shape))
    }

    public func update(_ parameter: inout Tensor, gradient: Tensor, state: inout State, step: Int) {
        let (β1, β2, λ, ε, rest) = (beta1, beta2, weightDecay, epsilon, Float(1 - decimal(beta1)))
        let rate = Float(Double(learningRate) / filledShare(beta1, steps: step + 1))
        let (p, g) = (parameter.ownElements(), gradient.gradientElements(for: parameter.shape))
        let (m, u) = (state.mean.ownElements(), state.largest.ownElements())
        for i in 0..<parameter.count {
            let slope = g[i] + λ * p[i]
            m[i] = β1 * m[i] + rest * slope
            u[i] = max(β2 * u[i], slope.magnitude + ε)
            p[i] -= rate * m[i] / u[i]
        }
    }
}
