/// A rule that moves one parameter by its gradient.
///
/// What the rule remembers between steps is its `State`, one for each parameter. Steps are counted from 0.
public protocol Optimizer: Sendable {
    /// What the rule remembers of one parameter, such as its velocity.
    associatedtype State: Sendable

    /// The rate η that a ``Schedule`` changes from step to step.
    var learningRate: Float { get set }

    /// What the rule remembers of a parameter with this value before the first step.
    func makeState(for value: Tensor) -> State

    /// What the rule remembers of each parameter of a model before the first step, where that depends on more than the
    /// values. A rule with settings for parameters that the model does not have stops the program.
    func makeStates(for parameters: [Parameter]) -> [State]

    /// Moves `parameter` in place. Gradient and parameter have the same shape, or the program stops; `step` counts from
    /// 0.
    func update(_ parameter: inout Tensor, gradient: Tensor, state: inout State, step: Int)

    /// The rate η at this step if the whole rule is `p ← p − η·g`; weights then move where their gradients arise.
    func plainRate(step: Int) -> Float?
}

extension Optimizer {
    public func makeStates(for parameters: [Parameter]) -> [State] { parameters.map { makeState(for: $0.value) } }

    /// Most rules are more than that.
    public func plainRate(step: Int) -> Float? { nil }
}

extension Tensor {
    /// The elements, to be changed in place; shared ones are copied first. Valid while the tensor is.
    mutating func ownElements() -> UnsafeMutablePointer<Float> {
        makeUnique()
        place = nil
        return storage.floats
    }

    /// The elements of the gradient of a parameter of `shape`. Valid while the tensor is.
    func gradientElements(for shape: [Int]) -> UnsafePointer<Float> {
        require(
            self.shape == shape,
            "a gradient of shape \(Shape.describe(self.shape)) for a parameter of shape \(Shape.describe(shape))")
        return UnsafePointer(storage.floats)
    }
}
