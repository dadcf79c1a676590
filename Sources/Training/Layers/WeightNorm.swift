/// Weight normalization: the length and the direction of every output's weight are parameters of their own.
///
///     w = g · v / ‖v‖
///
/// The norm is that of each output's weights (each row of a ``Dense`` layer, each filter of a ``Conv2D``); g is
/// `[outputs, 1, …]` and v has the shape of the weight. Salimans and Kingma 2016, equation 2.
///
///     WeightNorm(Dense(64, 32, using: &generator))
public struct WeightNorm<Base: WeightedLayer>: Layer {
    /// The layer in which g·v/‖v‖ stands for the weight.
    public var base: Base
    /// The length of each output's weights.
    public var length: Parameter
    /// The direction of each output's weights: only its own direction counts.
    public var direction: Parameter

    /// Starts as the same function as `layer`: v is its weight and g the norm of each output's weights.
    public init(_ layer: Base) {
        base = layer
        direction = Parameter("v", layer.weight.value)
        length = Parameter("g", WeightNorm.norm(layer.weight.value))
    }

    public func callAsFunction(_ input: Tensor, mode: Mode) -> Tensor {
        let v = direction.value(in: mode)
        let weight = v * (length.value(in: mode) / WeightNorm.norm(v))
        return base.apply(input, weight: weight, bias: base.bias?.value(in: mode))
    }

    public mutating func visitParameters(_ visit: (inout Parameter) -> Void) {
        base.bias.visit(with: visit)
        visit(&length)
        visit(&direction)
    }

    private static func norm(_ weight: Tensor) -> Tensor {
        (weight * weight).sum(axes: Array(1..<weight.rank), keepingAxes: true).squareRoot()
    }
}
