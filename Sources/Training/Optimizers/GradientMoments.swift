import CMath

/// Moving means of a parameter's gradients and of their squares, both from 0: what Adam and its kin remember.
public struct GradientMoments: Sendable {
    /// m, the mean of gradients.
    public var first: Tensor
    /// v, the mean of squared gradients.
    public var second: Tensor

    /// Both means 0, for a parameter of `shape`.
    public init(shape: [Int]) { (first, second) = (.zeros(shape), .zeros(shape)) }
}

/// 1 − βᵗ, the share of a moving mean from 0 that t steps have filled (Kingma and Ba 2015, section 3).
///
/// In double precision: with β = 0.999 a `Float` would lose four digits at the first step.
func filledShare(_ beta: Float, steps: Int) -> Double { 1 - pow(decimal(beta), Double(steps)) }

/// The number a `Float` was most likely written as: 0.999 rather than 0.99900001287460327.
///
/// 1 − β doubles the error of β a thousandfold when β is close to 1, and with it the error of every step.
func decimal(_ number: Float) -> Double { (Double(number) * 1e7).rounded() / 1e7 }
