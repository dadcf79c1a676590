import CMath

/// RMSprop: the gradient divided by a moving root mean square of itself.
///
///     g ← g + λ·p
///     s ← α·s + (1 − α)·g²                      centred: s ← α·(s + (1 − α)·(g − a)²),  a ← α·a + (1 − α)·g
///     v ← μ·v + g / (√s + ε)
///     p ← p − η·v
///
/// Hinton 2012, "Neural networks for machine learning", lecture 6e; centred: Graves 2013, equations 38–45. The centred
/// s is the moving mean of g² less the square of the moving mean a of g; written as an update of itself (West 1979),
/// it cannot become negative by rounding.
public struct RMSprop: Optimizer {
    /// η, the learning rate.
    public var learningRate: Float
    /// α, how much of the mean stays from step to step: from 0 up to 1.
    public var smoothing: Float
    /// μ, how much of the velocity stays from step to step: from 0 up to 1.
    public var momentum: Float
    /// Whether to divide by the deviation of the gradient from its mean.
    public var centered: Bool
    /// λ, the weight decay.
    public var weightDecay: Float
    /// ε, which keeps the divisor from 0.
    public var epsilon: Float

    /// The rule with these settings.
    public init(
        learningRate: Float = 0.01, smoothing: Float = 0.99, momentum: Float = 0, centered: Bool = false,
        weightDecay: Float = 0, epsilon: Float = 1e-8
    ) {
        self.learningRate = learningRate
        self.smoothing = smoothing
        self.momentum = momentum
        self.centered = centered
        self.weightDecay = weightDecay
        self.epsilon = epsilon
    }

    /// What the rule remembers of a parameter.
    public struct State: Sendable {
        /// s, and when centred the mean a, and with momentum the velocity v.
        public var square: Tensor, mean: Tensor?, velocity: Tensor?
    }

    public func makeState(for value: Tensor) -> State {
        State(
            square: .zeros(value.shape), mean: centered ? .zeros(value.shape) : nil,
            velocity: momentum == 0 ? nil : .zeros(value.shape))
    }

    public func update(_ parameter: inout Tensor, gradient: Tensor, state: inout State, step: Int) {
        let (η, α, μ, λ, ε) = (learningRate, smoothing, momentum, weightDecay, epsilon)
        let (p, g) = (parameter.ownElements(), gradient.gradientElements(for: parameter.shape))
        let (s, a, v) = (state.square.ownElements(), state.mean?.ownElements(), state.velocity?.ownElements())
        // One choice a loop, none inside: the compiler then takes several elements at once.
        if let a {
            for i in 0..<parameter.count {
                let distance = g[i] + λ * p[i] - a[i]
                s[i] = α * (s[i] + (1 - α) * distance * distance)
                a[i] += (1 - α) * distance
            }
        } else {
            for i in 0..<parameter.count {
                let slope = g[i] + λ * p[i]
                s[i] = α * s[i] + (1 - α) * slope * slope
            }
        }
        if let v {
            for i in 0..<parameter.count {
                v[i] = μ * v[i] + (g[i] + λ * p[i]) / (square_root(s[i]) + ε)
                p[i] -= η * v[i]
            }
        } else {
            for i in 0..<parameter.count { p[i] -= η * (g[i] + λ * p[i]) / (square_root(s[i]) + ε) }
        }
    }
}
