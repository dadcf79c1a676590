/// Layer normalization: each example is shifted and scaled to mean 0 and variance 1 over its own features.
///
///     x̂ = (x − μ) / √(σ² + ε)      y = γ·x̂ + β
///
/// μ and σ² are taken over the last axes, those of `shape`, for each index of the axes before: `[…, shape] → […,
/// shape]`. γ and β have one entry for each feature. No other example has a say, so a batch of one is fine, and
/// training and evaluation are the same. Ba, Kiros and Hinton 2016, equation 3.
///
///     LayerNorm([64])            // over the 64 features of each example or step
///     LayerNorm([16, 7, 7])      // over channels, height and width
public struct LayerNorm: Layer {
    /// γ, of the normalised shape; nil when the layer has none.
    public var scale: Parameter?
    /// β, of the normalised shape; nil when the layer has none.
    public var shift: Parameter?
    /// The extents of the last axes, over which the mean and the variance are taken.
    public let shape: [Int]
    /// ε, which keeps the divisor from 0.
    public var epsilon: Float

    /// γ starts at 1 and β at 0.
    public init(_ shape: [Int], scale: Bool = true, shift: Bool = true, epsilon: Float = 1e-5) {
        self.scale = scale ? Parameter("weight", .ones(shape)) : nil
        self.shift = shift ? Parameter("bias", .zeros(shape)) : nil
        self.shape = shape
        self.epsilon = epsilon
    }

    public func callAsFunction(_ input: Tensor, mode: Mode) -> Tensor {
        require(
            Array(input.shape.suffix(shape.count)) == shape,
            "LayerNorm over \(Shape.describe(shape)), applied to \(Shape.describe(input.shape))")
        let normalized = input.normalized(sets: Shape.count(Array(input.shape.dropLast(shape.count))), epsilon)
        return normalized.scaled(by: scale, plus: shift, as: shape, in: mode)
    }

    public mutating func visitParameters(_ visit: (inout Parameter) -> Void) {
        scale.visit(with: visit)
        shift.visit(with: visit)
    }
}

/// Group normalization: the channels of each example are divided into groups, and each group is shifted and scaled to
/// mean 0 and variance 1 over its channels and pixels.
///
/// The input is `[m, channels, …]`; γ and β have one entry a channel. One group is ``LayerNorm`` over channels and
/// pixels (but for the shape of γ and β), as many groups as channels are ``InstanceNorm``. Wu and He 2018, equations
/// 1–7.
///
///     GroupNorm(32, groups: 8)
public struct GroupNorm: Layer {
    /// γ, `[channels]`; nil when the layer has none.
    public var scale: Parameter?
    /// β, `[channels]`; nil when the layer has none.
    public var shift: Parameter?
    /// How many channels the input has.
    public let channels: Int
    /// How many groups they form.
    public let groups: Int
    /// ε, which keeps the divisor from 0.
    public var epsilon: Float

    /// γ starts at 1 and β at 0. The groups are equally large: `channels` that `groups` do not divide stop the program.
    public init(_ channels: Int, groups: Int, scale: Bool = true, shift: Bool = true, epsilon: Float = 1e-5) {
        require(groups > 0 && channels % groups == 0, "GroupNorm: \(channels) channels in \(groups) groups")
        self.scale = scale ? Parameter("weight", .ones([channels])) : nil
        self.shift = shift ? Parameter("bias", .zeros([channels])) : nil
        self.channels = channels
        self.groups = groups
        self.epsilon = epsilon
    }

    public func callAsFunction(_ input: Tensor, mode: Mode) -> Tensor {
        require(
            input.rank >= 2 && input.shape[1] == channels,
            "GroupNorm of \(channels) channels, applied to \(Shape.describe(input.shape))")
        let shape = [channels] + [Int](repeating: 1, count: input.rank - 2)
        return input.normalized(sets: input.shape[0] * groups, epsilon)
            .scaled(by: scale, plus: shift, as: shape, in: mode)
    }

    public mutating func visitParameters(_ visit: (inout Parameter) -> Void) {
        scale.visit(with: visit)
        shift.visit(with: visit)
    }
}

/// Instance normalization: each channel of each image is shifted and scaled to mean 0 and variance 1 over its pixels.
///
/// The input is `[m, channels, height, width]`; γ and β, if wanted, have one entry a channel. Ulyanov, Vedaldi and
/// Lempitsky 2016, equation 4.
///
///     InstanceNorm(16)
public struct InstanceNorm: Layer {
    /// The same layer as groups of one channel.
    public var groups: GroupNorm

    /// Without γ and β unless asked for, as in PyTorch.
    public init(_ channels: Int, scale: Bool = false, shift: Bool = false, epsilon: Float = 1e-5) {
        groups = GroupNorm(channels, groups: channels, scale: scale, shift: shift, epsilon: epsilon)
    }

    public func callAsFunction(_ input: Tensor, mode: Mode) -> Tensor { groups(input, mode: mode) }

    public mutating func visitParameters(_ visit: (inout Parameter) -> Void) { groups.visitParameters(visit) }
}

extension Tensor {
    /// Equal runs of neighbouring elements, `sets` of them, each shifted and scaled to mean 0 and variance 1.
    func normalized(sets: Int, _ epsilon: Float) -> Tensor {
        let operation = Normalization(
            outer: 1, channels: sets, inner: sets == 0 ? 0 : count / sets, epsilon: epsilon)
        return apply(operation, to: [self], shape: shape)
    }

    /// γ·self + β, with γ and β read under `shape`.
    fileprivate func scaled(by scale: Parameter?, plus shift: Parameter?, as shape: [Int], in mode: Mode) -> Tensor {
        var result = self
        if let scale { result *= scale.value(in: mode).reshaped(shape) }
        if let shift { result += shift.value(in: mode).reshaped(shape) }
        return result
    }
}
