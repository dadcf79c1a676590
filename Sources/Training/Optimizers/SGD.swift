/// Stochastic gradient descent, with momentum and weight decay if wanted.
///
///     g ← g + λ·p
///     v ← μ·v + g          (v ← g at the first step)
///     p ← p − η·v          (with Nesterov's look-ahead: p ← p − η·(g + μ·v))
///
/// η is the learning rate, μ the momentum, λ the weight decay. Robbins and Monro 1951; Polyak 1964; Sutskever et al.
/// 2013, equations 1–4, in PyTorch's arrangement.
public struct SGD: Optimizer {
    /// η, the learning rate.
    public var learningRate: Float
    /// μ, how much of the velocity stays from step to step: from 0 up to 1.
    public var momentum: Float
    /// Whether to look ahead by one move of the velocity.
    public var nesterov: Bool
    /// λ, the weight decay.
    public var weightDecay: Float

    /// The rule with these settings.
    public init(learningRate: Float, momentum: Float = 0, nesterov: Bool = false, weightDecay: Float = 0) {
        self.learningRate = learningRate
        self.momentum = momentum
        self.nesterov = nesterov
        self.weightDecay = weightDecay
    }

    /// The velocity v; nil without momentum.
    public func makeState(for value: Tensor) -> Tensor? { momentum == 0 ? nil : .zeros(value.shape) }

    public func update(_ parameter: inout Tensor, gradient: Tensor, state: inout Tensor?, step: Int) {
        let (η, μ, λ, nesterov) = (learningRate, momentum, weightDecay, nesterov)
        let (p, g) = (parameter.ownElements(), gradient.gradientElements(for: parameter.shape))
        guard let v = state?.ownElements() else {
            for i in 0..<parameter.count { p[i] -= η * (g[i] + λ * p[i]) }
            return
        }
        for i in 0..<parameter.count {
            let slope = g[i] + λ * p[i]
            v[i] = μ * v[i] + slope
            p[i] -= η * (nesterov ? slope + μ * v[i] : v[i])
        }
    }

    public func plainRate(step: Int) -> Float? { momentum == 0 && weightDecay == 0 ? learningRate : nil }
}
