import CMath

/// NAdam: Adam with Nesterov's look-ahead.
///
///     g ← g + λ·p
///     μₜ = β₁·(1 − ½·0.96^(t·ψ))
///     m ← β₁·m + (1 − β₁)·g
///     v ← β₂·v + (1 − β₂)·g²
///     p ← p − η·(μₜ₊₁·m/(1 − μ₁⋯μₜ₊₁) + (1 − μₜ)·g/(1 − μ₁⋯μₜ)) / (√(v/(1 − β₂ᵗ)) + ε)
///
/// t counts from 1; ψ is the momentum decay. Dozat 2016, algorithm 8 and section 3.2, in PyTorch's arrangement.
public struct NAdam: Optimizer {
    /// η, the learning rate.
    public var learningRate: Float
    /// β₁, how much of the mean of gradients stays from step to step: from 0 up to 1.
    public var beta1: Float
    /// β₂, how much of the mean of squared gradients (or of their maximum) stays from step to step: from 0 up to 1.
    public var beta2: Float
    /// ε, which keeps the divisor from 0.
    public var epsilon: Float
    /// ψ, how fast the momentum rises to β₁.
    public var momentumDecay: Float
    /// λ, the weight decay.
    public var weightDecay: Float

    /// The rule with these settings.
    public init(
        learningRate: Float = 0.002, beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8,
        momentumDecay: Float = 0.004, weightDecay: Float = 0
    ) {
        self.learningRate = learningRate
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
        self.momentumDecay = momentumDecay
        self.weightDecay = weightDecay
    }

    /// What the rule remembers of a parameter.
    public struct State: Sendable {
        /// The moving means m and v.
        public var moments: GradientMoments
        /// The product μ₁⋯μₜ.
        public var product: Double
    }

    public func makeState(for value: Tensor) -> State {
        State(moments: GradientMoments(shape: value.shape), product: 1)
    }

    public func update(_ parameter: inout Tensor, gradient: Tensor, state: inout State, step: Int) {
        let (now, next) = (momentum(step + 1), momentum(step + 2))
        state.product *= now
        let forMean = Float(Double(learningRate) * next / (1 - state.product * next))
        let forSlope = Float(Double(learningRate) * (1 - now) / (1 - state.product))
        let scale = Float(1 / filledShare(beta2, steps: step + 1).squareRoot())
        let (β1, β2, ε, λ) = (beta1, beta2, epsilon, weightDecay)
        let (rest1, rest2) = (Float(1 - decimal(beta1)), Float(1 - decimal(beta2)))
        let (p, g) = (parameter.ownElements(), gradient.gradientElements(for: parameter.shape))
        let (m, v) = (state.moments.first.ownElements(), state.moments.second.ownElements())
        for i in 0..<parameter.count {
            let slope = g[i] + λ * p[i]
            m[i] = β1 * m[i] + rest1 * slope
            v[i] = β2 * v[i] + rest2 * slope * slope
            p[i] -= (forMean * m[i] + forSlope * slope) / (square_root(v[i]) * scale + ε)
        }
    }

    /// μₜ.
    private func momentum(_ t: Int) -> Double {
        decimal(beta1) * (1 - 0.5 * pow(0.96, Double(t) * decimal(momentumDecay)))
    }
}
