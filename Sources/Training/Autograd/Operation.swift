/// The values an operation reads and the one it writes.
struct Operands<S: Scalar> {
    let inputs: [UnsafeMutablePointer<S>]
    let output: UnsafeMutablePointer<S>
}

/// The gradients of the result with respect to an operation's inputs and output.
///
/// An input that needs no gradient has none. The others hold what later operations have already contributed, and an
/// operation adds its share.
struct Adjoints<S: Scalar> {
    let inputs: [UnsafeMutablePointer<S>?]
    let output: UnsafeMutablePointer<S>
    /// A factor for the share added to the input named by ``Operation/descendingInput``.
    var scale: S = 1
}

/// One kind of step on a tape, with the shapes and settings of this step.
///
/// A class type states its formulas once, generic over the scalar, and forwards the four requirements to them:
/// Embedded Swift cannot call a generic method through `any Operation`.
protocol Operation: AnyObject {
    /// The input whose gradient may be added, scaled, straight to the variable itself, because the operation reads
    /// that input for the last time before it adds to its gradient.
    var descendingInput: Int? { get }
    func forward(_ values: Operands<Float>)
    func forward(_ values: Operands<Dual>)
    func backward(_ values: Operands<Float>, _ adjoints: Adjoints<Float>)
    func backward(_ values: Operands<Dual>, _ adjoints: Adjoints<Dual>)
}

extension Operation {
    var descendingInput: Int? { nil }
}

/// Computes one operation, and records it when an input is on a tape.
func apply(_ operation: any Operation, to inputs: [Tensor], shape: [Int]) -> Tensor {
    var tape: Tape?
    for input in inputs {
        guard let place = input.place, place.isCurrent else { continue }
        require(tape == nil || tape === place.tape, "two operands are recorded on different tapes")
        tape = place.tape
    }
    let output = tape?.takeStorage(Shape.count(shape)) ?? Storage(capacity: Shape.count(shape))
    operation.forward(Operands(inputs: inputs.map { $0.storage.floats }, output: output.floats))
    let result = Tensor(shape: shape, storage: output)
    return tape?.record(operation, inputs, result) ?? result
}
