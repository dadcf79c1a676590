/// Numbers of a layer that training changes.
///
/// A parameter is a value: copies of a model train apart. (Two parameters that still share one copy of their elements,
/// read on one tape, are one variable; ``Trainer`` separates a model's from everybody else's before each step.)
public struct Parameter: Sendable {
    /// Such as `weight`; in a ``Sequential`` the layer's position comes first, as in PyTorch: `0.weight`.
    public var name: String
    /// The current numbers.
    public var value: Tensor
    /// False keeps optimizers away: a frozen weight, or a statistic that the layer itself maintains.
    public var isTrainable: Bool

    /// A parameter that starts as `value`.
    public init(_ name: String, _ value: Tensor, isTrainable: Bool = true) {
        self.name = name
        self.value = value
        self.isTrainable = isTrainable
    }

    /// The value as this pass sees it: a variable when the pass is recorded.
    public func value(in mode: Mode) -> Tensor {
        guard isTrainable, let tape = mode.tape else { return value }
        return tape.variable(value)
    }
}

extension Parameter? {
    /// Visits the parameter, if there is one, in place: for layers with a part that can be left out.
    public mutating func visit(with visit: (inout Parameter) -> Void) {
        // Taken out meanwhile, so that its elements are not copied.
        guard var parameter = take() else { return }
        visit(&parameter)
        self = parameter
    }
}

/// A function with parameters.
///
/// A layer is a struct: its parameters, its settings, a formula, and one visitor of its parameters.
///
///     struct Scale: Layer {
///         var factor = Parameter("factor", Tensor(1))
///         func callAsFunction(_ input: Tensor, mode: Mode) -> Tensor { input * factor.value(in: mode) }
///         mutating func visitParameters(_ visit: (inout Parameter) -> Void) { visit(&factor) }
///     }
public protocol Layer: Sendable {
    /// The layer's output for `input`.
    func callAsFunction(_ input: Tensor, mode: Mode) -> Tensor
    /// Visits every parameter once. The order never changes: counting, saving and optimizing rely on it.
    mutating func visitParameters(_ visit: (inout Parameter) -> Void)
}

extension Layer {
    /// A layer without parameters has none to visit.
    public mutating func visitParameters(_ visit: (inout Parameter) -> Void) {}

    /// The output in evaluation, not recorded.
    public func callAsFunction(_ input: Tensor) -> Tensor { self(input, mode: .evaluation) }

    /// The parameters, in the order of the visit.
    public var parameters: [Parameter] {
        var copy = self
        var result: [Parameter] = []
        copy.visitParameters { result.append($0) }
        return result
    }

    /// How many numbers training can change.
    public var parameterCount: Int { parameters.reduce(0) { $0 + ($1.isTrainable ? $1.value.count : 0) } }
}
