/// The gradient of a function of one tensor, of the shape of `point`. The function returns a single number; any other
/// result stops the program.
///
///     gradient(at: Tensor([3, 4])) { x in (x * x).sum() }   // [6, 8]
public func gradient(at point: Tensor, of function: (Tensor) -> Tensor) -> Tensor {
    gradients(at: [point]) { function($0[0]) }[0]
}

/// The gradients of a function of several tensors, each of the shape of its point; zeros for a point without influence.
///
///     gradients(at: [a, b]) { ($0[0] * $0[1]).sum() }   // [b, a]
public func gradients(at points: [Tensor], of function: ([Tensor]) -> Tensor) -> [Tensor] {
    let tape = Tape()
    // Points that share their elements are variables of their own here.
    let variables = points.map { point in
        var own = point.detached
        own.makeUnique()
        return tape.variable(own)
    }
    let result = function(variables)
    guard tape.index(of: result) != nil else { return points.map { .zeros($0.shape) } }
    tape.backward(from: result)
    return variables.map { tape.gradient(of: $0) }
}
