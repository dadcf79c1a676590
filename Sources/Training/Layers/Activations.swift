/// max(x, 0) (Nair and Hinton 2010).
public struct ReLU: Layer {
    public init() {}
    public func callAsFunction(_ input: Tensor, mode: Mode) -> Tensor { input.relu() }
}

/// The hyperbolic tangent, from −1 to 1.
public struct Tanh: Layer {
    public init() {}
    public func callAsFunction(_ input: Tensor, mode: Mode) -> Tensor { input.tanh() }
}

/// The logistic function 1 / (1 + e⁻ˣ), from 0 to 1.
public struct Sigmoid: Layer {
    public init() {}
    public func callAsFunction(_ input: Tensor, mode: Mode) -> Tensor { input.sigmoid() }
}
