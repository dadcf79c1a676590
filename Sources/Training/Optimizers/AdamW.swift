/// Adam with weight decay kept apart from the gradient: every weight shrinks at the same relative pace.
///
///     p ← p − η·λ·p
///     then as ``Adam`` with λ = 0
///
/// Loshchilov and Hutter 2019, algorithm 2.
public struct AdamW: Optimizer {
    private var adam: Adam

    /// The rule with these settings.
    public init(
        learningRate: Float = 0.001, beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8,
        weightDecay: Float = 0.01, amsgrad: Bool = false
    ) {
        adam = Adam(learningRate, beta1, beta2, epsilon, weightDecay, amsgrad, isDecoupled: true)
    }

    /// η, the learning rate.
    public var learningRate: Float {
        get { adam.learningRate }
        set { adam.learningRate = newValue }
    }

    /// λ, the share of a weight that goes each step at a rate of 1.
    public var weightDecay: Float {
        get { adam.weightDecay }
        set { adam.weightDecay = newValue }
    }

    public func makeState(for value: Tensor) -> Adam.State { adam.makeState(for: value) }

    public func update(_ parameter: inout Tensor, gradient: Tensor, state: inout Adam.State, step: Int) {
        adam.update(&parameter, gradient: gradient, state: &state, step: step)
    }
}
