/// A layer with one weight and a bias, which can be computed with another weight in the weight's place.
///
/// ``WeightNorm`` and ``SpectralNorm`` stand around such a layer and reparametrise its weight.
public protocol WeightedLayer: Layer {
    /// The first axis of the weight counts the outputs.
    var weight: Parameter { get set }
    /// One number for each output, `[outputs]`; nil when the layer has none.
    var bias: Parameter? { get set }
    /// The layer's output with `weight` and `bias` instead of its own.
    func apply(_ input: Tensor, weight: Tensor, bias: Tensor?) -> Tensor
}

extension WeightedLayer {
    public func callAsFunction(_ input: Tensor, mode: Mode) -> Tensor {
        apply(input, weight: weight.value(in: mode), bias: bias?.value(in: mode))
    }

    public mutating func visitParameters(_ visit: (inout Parameter) -> Void) {
        visit(&weight)
        bias.visit(with: visit)
    }
}

/// A convolution of images: `y = W ⋆ x + b`, `[m, channels, height, width] → [m, filters, height', width']`.
///
/// The weight is `[filters, channels, k, k]`, PyTorch's layout, and height' = ⌊(height + 2·padding − k) / stride⌋ + 1
/// (LeCun et al. 1989). Images with other channels, or smaller than the kernel, stop the program.
///
///     Conv2D(1, 16, kernel: 5, using: &generator)     // [m, 1, 28, 28] → [m, 16, 24, 24]
public struct Conv2D: WeightedLayer {
    public var weight: Parameter
    public var bias: Parameter?
    /// How far the kernel moves from one output pixel to the next, in pixels.
    public let stride: Int
    /// How many zeros surround the image on each side.
    public let padding: Int

    /// Weights drawn by `initializer` (He's normal unless named) for channels·k·k inputs; the bias starts at 0.
    public init(
        _ channels: Int, _ filters: Int, kernel: Int, stride: Int = 1, padding: Int = 0, bias: Bool = true,
        initializer: Initializer = .heNormal, using generator: inout some RandomNumberGenerator
    ) {
        let area = kernel * kernel
        let start = initializer(
            shape: [filters, channels, kernel, kernel], inputs: channels * area, outputs: filters * area,
            using: &generator)
        self.init(weight: start, bias: bias ? .zeros([filters]) : nil, stride: stride, padding: padding)
    }

    /// A layer with the given weight `[filters, channels, k, k]` and bias `[filters]`.
    public init(weight: Tensor, bias: Tensor?, stride: Int = 1, padding: Int = 0) {
        self.weight = Parameter("weight", weight)
        self.bias = bias.map { Parameter("bias", $0) }
        self.stride = stride
        self.padding = padding
    }

    public func apply(_ input: Tensor, weight: Tensor, bias: Tensor?) -> Tensor {
        input.convolved(weight: weight, bias: bias, stride: stride, padding: padding)
    }
}

/// The largest element of each window: `[m, channels, height, width] → [m, channels, height', width']`.
///
/// height' = ⌊(height + 2·padding − size) / stride⌋ + 1. Images smaller than a window stop the program.
public struct MaxPool2D: Layer {
    /// Height and width of a window, in pixels.
    public let size: Int
    /// How far a window is from the next, in pixels.
    public let stride: Int
    /// How many pixels surround the image on each side; they never are the largest. At most half of the size.
    public let padding: Int

    /// Windows of `size × size`, `stride` apart: `size` unless named.
    public init(_ size: Int, stride: Int? = nil, padding: Int = 0) {
        (self.size, self.stride, self.padding) = (size, stride ?? size, padding)
    }

    public func callAsFunction(_ input: Tensor, mode: Mode) -> Tensor {
        input.maxPooled(size: size, stride: stride, padding: padding)
    }
}

/// The mean of each window: `[m, channels, height, width] → [m, channels, height', width']`.
///
/// height' = ⌊(height + 2·padding − size) / stride⌋ + 1. Images smaller than a window stop the program.
public struct AvgPool2D: Layer {
    /// Height and width of a window, in pixels.
    public let size: Int
    /// How far a window is from the next, in pixels.
    public let stride: Int
    /// How many zeros surround the image on each side, which count in the mean. At most half of the size.
    public let padding: Int

    /// Windows of `size × size`, `stride` apart: `size` unless named. Padding counts as zeros.
    public init(_ size: Int, stride: Int? = nil, padding: Int = 0) {
        (self.size, self.stride, self.padding) = (size, stride ?? size, padding)
    }

    public func callAsFunction(_ input: Tensor, mode: Mode) -> Tensor {
        input.averagePooled(size: size, stride: stride, padding: padding)
    }
}
