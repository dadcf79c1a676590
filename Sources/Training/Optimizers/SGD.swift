/// Stochastic gradient descent, with momentum and weight decay if wanted.
///
///     g ← g + λ·p
///     v ← μ·v + g          (v ← g at the first step)
///     p ← p − η·v          (with Nesterov's look-ahead: p ← p − η·(g + μ·v))
///
/// η is the learning rate, μ the momentum, λ the weight decay. Robbins and Monro 1951; Polyak 1964; Sutskever et al.
/// 2013, equations 1–4, in PyTorch's arrangement.
public struct SGD: Optimizer {
    public var learningRate: Float
    public var momentum: Float
    public var nesterov: Bool
    public var weightDecay: Float

    public init(learningRate: Float, momentum: Float = 0, nesterov: Bool = false, weightDecay: Float = 0) {
        self.learningRate = learningRate
        self.momentum = momentum
        self.nesterov = nesterov
        self.weightDecay = weightDecay
    }

    /// The velocity v; nil without momentum.
    public func makeState(for parameter: Tensor) -> Tensor? { momentum == 0 ? nil : .zeros(parameter.shape) }

    public func update(_ parameter: inout Tensor, gradient: Tensor, state: inout Tensor?, step: Int) {
        let (rate, decay, momentum, nesterov) = (learningRate, weightDecay, momentum, nesterov)
        gradient.withUnsafeElements { g in
            parameter.withUnsafeMutableElements { p in
                guard state != nil else {
                    for i in p.indices { p[i] -= rate * (g[i] + decay * p[i]) }
                    return
                }
                state!.withUnsafeMutableElements { v in
                    for i in p.indices {
                        let slope = g[i] + decay * p[i]
                        v[i] = momentum * v[i] + slope
                        p[i] -= rate * (nesterov ? slope + momentum * v[i] : v[i])
                    }
                }
            }
        }
    }

    public func plainRate(step: Int) -> Float? { momentum == 0 && weightDecay == 0 ? learningRate : nil }
}
