/// max(x, 0), element by element: `[…] → […]` (Nair and Hinton 2010).
public struct ReLU: Layer {
    public init() {}
    public func callAsFunction(_ input: Tensor, mode: Mode) -> Tensor { input.relu() }
}

/// x where it is positive and `slope`·x elsewhere, element by element, so that no unit goes silent for good (Maas et
/// al. 2013).
public struct LeakyReLU: Layer {
    /// What negative elements are multiplied by.
    public let slope: Float
    /// The activation with this slope for negative elements.
    public init(slope: Float = 0.01) { self.slope = slope }
    public func callAsFunction(_ input: Tensor, mode: Mode) -> Tensor { input.leakyReLU(slope: slope) }
}

/// x where it is positive and α·(eˣ − 1) elsewhere, element by element (Clevert et al. 2016, equation 16).
public struct ELU: Layer {
    /// α: the activation approaches −α for very negative elements.
    public let alpha: Float
    /// The activation with this α.
    public init(alpha: Float = 1) { self.alpha = alpha }
    public func callAsFunction(_ input: Tensor, mode: Mode) -> Tensor { input.elu(alpha: alpha) }
}

/// x·Φ(x), element by element, with Φ the standard normal distribution function (Hendrycks and Gimpel 2016).
public struct GELU: Layer {
    public init() {}
    public func callAsFunction(_ input: Tensor, mode: Mode) -> Tensor { input.gelu() }
}

/// x / (1 + e⁻ˣ), element by element: `[…] → […]` (Elfwing et al. 2018).
public struct SiLU: Layer {
    public init() {}
    public func callAsFunction(_ input: Tensor, mode: Mode) -> Tensor { input.silu() }
}

/// log(1 + eˣ), element by element: a smooth ``ReLU`` (Dugas et al. 2001).
public struct Softplus: Layer {
    public init() {}
    public func callAsFunction(_ input: Tensor, mode: Mode) -> Tensor { input.softplus() }
}

/// The hyperbolic tangent (eˣ − e⁻ˣ) / (eˣ + e⁻ˣ), element by element: from −1 to 1.
public struct Tanh: Layer {
    public init() {}
    public func callAsFunction(_ input: Tensor, mode: Mode) -> Tensor { input.tanh() }
}

/// The logistic function 1 / (1 + e⁻ˣ), element by element: from 0 to 1.
public struct Sigmoid: Layer {
    public init() {}
    public func callAsFunction(_ input: Tensor, mode: Mode) -> Tensor { input.sigmoid() }
}

/// eˣ / Σ eˣ along one axis (the last unless named): probabilities from logits (Bridle 1990).
///
/// A model that is trained with ``softmaxCrossEntropy(_:_:labelSmoothing:)`` ends in logits, without this layer.
public struct Softmax: Layer {
    /// The axis along which the outputs add up to 1; negative ones count from the last.
    public let axis: Int
    /// Probabilities along `axis`.
    public init(axis: Int = -1) { self.axis = axis }
    public func callAsFunction(_ input: Tensor, mode: Mode) -> Tensor { input.softmax(axis: axis) }
}
