/// Batch normalization: each channel is shifted and scaled to mean 0 and variance 1 over the mini-batch, then by γ and
/// β.
///
///     x̂ = (x − μ) / √(σ² + ε)      y = γ·x̂ + β
///
/// The input is `[m, channels]` or `[m, channels, height, width]` (any further axes): μ and σ² are taken over all axes
/// but the second. Each step of training moves the running statistics: `r ← (1 − momentum)·r + momentum·batch`, with
/// the variance divided by n − 1, as in PyTorch. Evaluation uses these moving averages, unless `evaluation` says
/// otherwise; ``Layer/measureStatistics(over:)`` replaces them by the statistics of a whole set. Ioffe and Szegedy
/// 2015, algorithms 1 and 2.
///
/// In training a channel needs two values or more: a batch of one vector stops the program and says why.
///
///     let model = Sequential { Dense(4, 8, using: &generator); BatchNorm(8); ReLU(); Dense(8, 3, using: &generator) }
public struct BatchNorm: Layer {
    /// What evaluation normalises by.
    public enum Statistics: Sendable {
        /// The running statistics: moving averages over the steps of training, or what was measured over a whole set.
        case running
        /// Those of the batch that is evaluated, so that an answer depends on its neighbours.
        case batch
    }

    /// γ, `[channels]`; nil when the layer has none.
    public var scale: Parameter?
    /// β, `[channels]`; nil when the layer has none.
    public var shift: Parameter?
    /// The mean that evaluation takes off, `[channels]`; maintained by the layer, not by optimizers.
    public var runningMean: Parameter
    /// The variance that evaluation divides by, `[channels]`; maintained by the layer, not by optimizers.
    public var runningVariance: Parameter
    /// The weight of the newest batch in the moving averages.
    public var momentum: Float
    /// ε, which keeps the divisor from 0.
    public var epsilon: Float
    /// What evaluation normalises by.
    public var evaluation: Statistics

    /// γ starts at 1, β at 0, the running mean at 0 and the running variance at 1. `momentum` lies between 0 and 1.
    public init(
        _ channels: Int, scale: Bool = true, shift: Bool = true, momentum: Float = 0.1, epsilon: Float = 1e-5,
        evaluation: Statistics = .running
    ) {
        self.scale = scale ? Parameter("weight", .ones([channels])) : nil
        self.shift = shift ? Parameter("bias", .zeros([channels])) : nil
        runningMean = Parameter("running_mean", .zeros([channels]), isTrainable: false)
        runningVariance = Parameter("running_var", .ones([channels]), isTrainable: false)
        self.momentum = momentum
        self.epsilon = epsilon
        self.evaluation = evaluation
    }

    public func callAsFunction(_ input: Tensor, mode: Mode) -> Tensor {
        let channels = runningMean.value.count
        require(
            input.rank >= 2 && input.shape[1] == channels,
            "BatchNorm of \(channels) channels, applied to \(Shape.describe(input.shape))")
        let usesBatch = mode.isTraining || mode.purpose == .measuring || evaluation == .batch
        return usesBatch ? normalizedByBatch(input, mode) : normalizedByRunning(input, mode)
    }

    public mutating func visitParameters(_ visit: (inout Parameter) -> Void) {
        scale.visit(with: visit)
        shift.visit(with: visit)
        visit(&runningMean)
        visit(&runningVariance)
    }

    private func normalizedByBatch(_ input: Tensor, _ mode: Mode) -> Tensor {
        let channels = input.shape[1], size = channels == 0 ? 0 : input.count / channels
        require(
            size > 1,
            "BatchNorm of a batch with \(size) value a channel, shape \(Shape.describe(input.shape)): the variance of "
                + "one value is 0, so every output would be β; use two examples or more, or LayerNorm")
        let operation = Normalization(
            outer: input.shape[0], channels: channels, inner: size / input.shape[0], epsilon: epsilon)
        let affine = scale == nil && shift == nil ? [] : [factor(mode), offset(mode)]
        let output = apply(operation, to: [input] + affine, shape: input.shape)
        if mode.isTraining { note(operation, unbiased: Float(size) / Float(size - 1), weight: momentum, mode) }
        // A whole set's variance is not an estimate of anything larger.
        if mode.purpose == .measuring { note(operation, unbiased: 1, weight: 1, mode) }
        return output
    }

    private func normalizedByRunning(_ input: Tensor, _ mode: Mode) -> Tensor {
        // One factor and one summand a channel: y = x·γ/√(σ² + ε) + (β − μ·γ/√(σ² + ε)).
        let shape = [runningMean.value.count] + [Int](repeating: 1, count: input.rank - 2)
        let deviation = (runningVariance.state(in: mode) + Tensor(epsilon)).squareRoot()
        let factor = factor(mode) / deviation
        let summand = offset(mode) - runningMean.state(in: mode) * factor
        return input * factor.reshaped(shape) + summand.reshaped(shape)
    }

    private func factor(_ mode: Mode) -> Tensor { scale?.value(in: mode) ?? .ones(runningMean.value.shape) }
    private func offset(_ mode: Mode) -> Tensor { shift?.value(in: mode) ?? .zeros(runningMean.value.shape) }

    private func note(_ operation: Normalization, unbiased: Float, weight: Float, _ mode: Mode) {
        guard let moments = operation.moments else { return }
        var (mean, variance) = (runningMean.state(in: mode), runningVariance.state(in: mode))
        mean.withUnsafeMutableElements {
            for k in $0.indices { $0[k] = (1 - weight) * $0[k] + weight * moments.mean[k] }
        }
        variance.withUnsafeMutableElements {
            for k in $0.indices { $0[k] = (1 - weight) * $0[k] + weight * unbiased * moments.variance[k] }
        }
        runningMean.note(mean, in: mode)
        runningVariance.note(variance, in: mode)
    }
}
