import CMath

/// Adadelta: RMSprop whose rate is the moving size of its own moves, so that units agree.
///
///     g ← g + λ·p
///     s ← ρ·s + (1 − ρ)·g²
///     d ← √(u + ε) / √(s + ε) · g
///     u ← ρ·u + (1 − ρ)·d²
///     p ← p − η·d
///
/// Zeiler 2012, algorithm 1; the paper has η = 1.
public struct Adadelta: Optimizer {
    /// η, the learning rate.
    public var learningRate: Float
    /// ρ, how much of the means stays from step to step: from 0 up to 1.
    public var smoothing: Float
    /// λ, the weight decay.
    public var weightDecay: Float
    /// ε, which keeps the divisor from 0.
    public var epsilon: Float

    /// The rule with these settings.
    public init(learningRate: Float = 1, smoothing: Float = 0.9, weightDecay: Float = 0, epsilon: Float = 1e-6) {
        self.learningRate = learningRate
        self.smoothing = smoothing
        self.weightDecay = weightDecay
        self.epsilon = epsilon
    }

    /// What the rule remembers of a parameter.
    public struct State: Sendable {
        /// The moving means s of squared gradients and u of squared moves.
        public var squaredGradient: Tensor, squaredMove: Tensor
    }

    public func makeState(for value: Tensor) -> State {
        State(squaredGradient: .zeros(value.shape), squaredMove: .zeros(value.shape))
    }

    public func update(_ parameter: inout Tensor, gradient: Tensor, state: inout State, step: Int) {
        let (η, ρ, λ, ε) = (learningRate, smoothing, weightDecay, epsilon)
        let (p, g) = (parameter.ownElements(), gradient.gradientElements(for: parameter.shape))
        let (s, u) = (state.squaredGradient.ownElements(), state.squaredMove.ownElements())
        for i in 0..<parameter.count {
            let slope = g[i] + λ * p[i]
            s[i] = ρ * s[i] + (1 - ρ) * slope * slope
            let move = square_root((u[i] + ε) / (s[i] + ε)) * slope
            u[i] = ρ * u[i] + (1 - ρ) * move * move
            p[i] -= η * move
        }
    }
}
