/// A fully connected layer: `y = x·Wᵀ + b`, `[…, inputs] → […, outputs]`.
///
/// The weight is `[outputs, inputs]` and the bias `[outputs]`, PyTorch's layout. An input whose last extent is not
/// `inputs` stops the program.
public struct Dense: WeightedLayer {
    public var weight: Parameter
    public var bias: Parameter?

    /// Weights drawn by `initializer` (Glorot and Bengio's uniform unless named); the bias starts at 0.
    public init(
        _ inputs: Int, _ outputs: Int, bias: Bool = true, initializer: Initializer = .xavierUniform,
        using generator: inout some RandomNumberGenerator
    ) {
        let start = initializer(shape: [outputs, inputs], inputs: inputs, outputs: outputs, using: &generator)
        self.init(weight: start, bias: bias ? .zeros([outputs]) : nil)
    }

    /// A layer with the given weight `[outputs, inputs]` and bias `[outputs]`.
    public init(weight: Tensor, bias: Tensor?) {
        self.weight = Parameter("weight", weight)
        self.bias = bias.map { Parameter("bias", $0) }
    }

    public func apply(_ input: Tensor, weight: Tensor, bias: Tensor?) -> Tensor {
        input.affine(weight: weight, bias: bias)
    }
}

/// Each sample as a vector: `[m, …] → [m, the product of the rest]`.
public struct Flatten: Layer {
    public init() {}
    public func callAsFunction(_ input: Tensor, mode: Mode) -> Tensor {
        require(input.rank >= 1, "Flatten: a tensor without axes")
        return input.reshaped([input.shape[0], input.shape.dropFirst().reduce(1, *)])
    }
}
