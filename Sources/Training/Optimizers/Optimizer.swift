/// A rule that moves one parameter by its gradient.
///
/// What the rule remembers between steps is its `State`, one for each parameter. Steps are counted from 0.
public protocol Optimizer: Sendable {
    associatedtype State: Sendable

    /// What the rule remembers of `parameter` before the first step.
    func makeState(for parameter: Tensor) -> State

    /// Moves `parameter` in place. Gradient and parameter have the same shape.
    func update(_ parameter: inout Tensor, gradient: Tensor, state: inout State, step: Int)

    /// The rate η at this step if the whole rule is `p ← p − η·g`; weights then move where their gradients arise.
    func plainRate(step: Int) -> Float?
}

extension Optimizer {
    /// Most rules are more than that.
    public func plainRate(step: Int) -> Float? { nil }
}
