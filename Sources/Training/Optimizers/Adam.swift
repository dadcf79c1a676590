import CMath

/// Adam: momentum, divided by the root mean square of the gradient; with AMSGrad's memory of the largest if wanted.
///
///     g ← g + λ·p
///     m ← β₁·m + (1 − β₁)·g
///     v ← β₂·v + (1 − β₂)·g²
///     p ← p − η · m/(1 − β₁ᵗ) / (√(v/(1 − β₂ᵗ)) + ε)        (AMSGrad: the largest v so far in the place of v)
///
/// t counts from 1. Kingma and Ba 2015, algorithm 1; Reddi, Kale and Kumar 2018, algorithm 2. Here weight decay is a
/// part of the gradient, as L2 would be; ``AdamW`` keeps it apart.
public struct Adam: Optimizer {
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
    /// Whether the divisor remembers the largest mean of squares.
    public var amsgrad: Bool
    /// Weight decay acts on the parameter instead of the gradient.
    let isDecoupled: Bool

    /// The rule with these settings.
    public init(
        learningRate: Float = 0.001, beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8,
        weightDecay: Float = 0, amsgrad: Bool = false
    ) {
        self.init(learningRate, beta1, beta2, epsilon, weightDecay, amsgrad, isDecoupled: false)
    }

    init(
        _ learningRate: Float, _ beta1: Float, _ beta2: Float, _ epsilon: Float, _ weightDecay: Float, _ amsgrad: Bool,
        isDecoupled: Bool
    ) {
        self.learningRate = learningRate
        (self.beta1, self.beta2, self.epsilon) = (beta1, beta2, epsilon)
        (self.weightDecay, self.amsgrad, self.isDecoupled) = (weightDecay, amsgrad, isDecoupled)
    }

    /// What the rule remembers of a parameter.
    public struct State: Sendable {
        /// The moving means m and v.
        public var moments: GradientMoments
        /// AMSGrad's largest v so far.
        public var largest: Tensor?
    }

    public func makeState(for value: Tensor) -> State {
        State(moments: GradientMoments(shape: value.shape), largest: amsgrad ? .zeros(value.shape) : nil)
    }

    public func update(_ parameter: inout Tensor, gradient: Tensor, state: inout State, step: Int) {
        let (p, g) = (parameter.ownElements(), gradient.gradientElements(for: parameter.shape))
        let (m, v) = (state.moments.first.ownElements(), state.moments.second.ownElements())
        let (β1, β2, ε, λ) = (beta1, beta2, epsilon, isDecoupled ? 0 : weightDecay)
        let (rest1, rest2) = (Float(1 - decimal(beta1)), Float(1 - decimal(beta2)))
        let keep: Float = isDecoupled ? 1 - learningRate * weightDecay : 1
        let rate = Float(Double(learningRate) / filledShare(beta1, steps: step + 1))
        let scale = Float(1 / filledShare(beta2, steps: step + 1).squareRoot())
        if let largest = state.largest?.ownElements() {
            for i in 0..<parameter.count {
                let slope = g[i] + λ * p[i]
                m[i] = β1 * m[i] + rest1 * slope
                v[i] = β2 * v[i] + rest2 * slope * slope
                largest[i] = max(largest[i], v[i])
                p[i] = keep * p[i] - rate * m[i] / (square_root(largest[i]) * scale + ε)
            }
            return
        }
        for i in 0..<parameter.count {
            let slope = g[i] + λ * p[i]
            m[i] = β1 * m[i] + rest1 * slope
            v[i] = β2 * v[i] + rest2 * slope * slope
            p[i] = keep * p[i] - rate * m[i] / (square_root(v[i]) * scale + ε)
        }
    }
}
