import CMath

/// RAdam: Adam that waits with dividing until the mean square rests on enough gradients.
///
///     g ← g + λ·p
///     m ← β₁·m + (1 − β₁)·g
///     v ← β₂·v + (1 − β₂)·g²
///     ρ∞ = 2/(1 − β₂) − 1,   ρ = ρ∞ − 2t·β₂ᵗ/(1 − β₂ᵗ)
///     ρ > 5:   p ← p − η·r·m/(1 − β₁ᵗ) · √(1 − β₂ᵗ)/(√v + ε),   r = √((ρ−4)(ρ−2)ρ∞ / ((ρ∞−4)(ρ∞−2)ρ))
///     else:    p ← p − η·m/(1 − β₁ᵗ)
///
/// t counts from 1. Liu et al. 2020, algorithm 2, with the threshold 5 of the authors' program.
public struct RAdam: Optimizer {
    /// η, the learning rate.
    public var learningRate: Float
    /// β₁, how much of the mean of gradients stays from step to step: from 0 up to 1.
    public var beta1: Float
    /// β₂, how much of the mean of squared gradients (or of their maximum) stays from step to step: from 0 up to 1.
    public var beta2: Float
    /// ε, which keeps the divisor from 0.
    public var epsilon: Float
    /// λ, the weight decay.
    public var weightDecay: Float

    /// The rule with these settings.
    public init(
        learningRate: Float = 0.001, beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8,
        weightDecay: Float = 0
    ) {
        self.learningRate = learningRate
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
        self.weightDecay = weightDecay
    }

    public func makeState(for value: Tensor) -> GradientMoments { GradientMoments(shape: value.shape) }

    public func update(_ parameter: inout Tensor, gradient: Tensor, state: inout GradientMoments, step: Int) {
        let (β1, β2, ε, λ) = (beta1, beta2, epsilon, weightDecay)
        let (rest1, rest2) = (Float(1 - decimal(beta1)), Float(1 - decimal(beta2)))
        let plain = Double(learningRate) / filledShare(beta1, steps: step + 1)
        let rectified = rectification(step + 1).map { Float($0 * plain) }
        let rate = Float(plain)
        let (p, g) = (parameter.ownElements(), gradient.gradientElements(for: parameter.shape))
        let (m, v) = (state.first.ownElements(), state.second.ownElements())
        for i in 0..<parameter.count {
            let slope = g[i] + λ * p[i]
            m[i] = β1 * m[i] + rest1 * slope
            v[i] = β2 * v[i] + rest2 * slope * slope
            if let rectified {
                p[i] -= rectified * m[i] / (square_root(v[i]) + ε)
            } else {
                p[i] -= rate * m[i]
            }
        }
    }

    /// r·√(1 − β₂ᵗ), or nil while the variance of 1/√v cannot be told.
    private func rectification(_ t: Int) -> Double? {
        let limit = 2 / (1 - decimal(beta2)) - 1
        let filled = filledShare(beta2, steps: t)
        let length = limit - 2 * Double(t) * (1 - filled) / filled
        guard length > 5 else { return nil }
        let ratio = (length - 4) * (length - 2) * limit / ((limit - 4) * (limit - 2) * length)
        return (ratio * filled).squareRoot()
    }
}
