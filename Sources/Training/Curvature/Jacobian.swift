/// The Jacobian of a function: the matrix of the derivatives of its outputs with respect to its inputs.
///
///     J[i, j] = ∂yᵢ/∂xⱼ        outputs × inputs, both counted row by row
///
/// Its products are found without forming it, in double precision: J·v by a forward pass in dual numbers, Jᵀ·u by a
/// walk back (Baydin et al. 2018, sections 3.1 and 3.2). Each costs about as much as a gradient.
///
///     let jacobian = Jacobian(at: Tensor([2, 3])) { x in x * x }
///     jacobian.product([1, 0])     // [4, 0]
///     jacobian.matrix()            // [[4, 0], [0, 6]]
public struct Jacobian {
    /// The number of inputs: columns.
    public let inputs: Int
    /// The number of outputs: rows.
    public let outputs: Int
    private let replay: Replay
    private let variables: [Replay.Variable]

    /// The Jacobian of `function` at `point`, by the elements of the point.
    public init(at point: Tensor, of function: (Tensor) -> Tensor) {
        let tape = Tape(), variable = tape.variable(point.detached)
        let result = function(variable)
        variables = [Replay.Variable(record: tape.index(of: variable), count: point.count)]
        (inputs, outputs) = (point.count, result.count)
        replay = Replay(tape.records, last: tape.index(of: result))
    }

    /// The Jacobian of what `output` makes of a model, by the model's trainable parameters in the order of the visit.
    ///
    /// Activations are taken as in evaluation; parameters without influence have zero columns.
    public init<Model: Layer>(of model: Model, output: (Model, Mode) -> Tensor) {
        let tape = Tape()
        var own = model
        own.visitParameters { $0.value.makeUnique() }
        let result = output(own, .evaluation(on: tape))
        variables = own.trainableVariables(on: tape)
        inputs = variables.reduce(0) { $0 + $1.count }
        outputs = result.count
        replay = Replay(tape.records, last: tape.index(of: result))
    }

    /// J·v: how the outputs change when the inputs move along `direction`, which has one entry for each of them.
    public func product(_ direction: [Double]) -> [Double] {
        require(direction.count == inputs, "a direction of \(direction.count) for \(inputs) inputs")
        replay.runForward(replay.tangents(direction, variables))
        return replay.result.map { result in (0..<outputs).map { result[$0].tangent } }
            ?? [Double](repeating: 0, count: outputs)
    }

    /// Jᵀ·u: the gradient of the outputs' sum weighted by `weights`, which has one entry for each output.
    public func transposedProduct(_ weights: [Double]) -> [Double] {
        require(weights.count == outputs, "\(weights.count) weights for \(outputs) outputs")
        replay.runForward([])
        replay.runBackward(from: weights)
        return replay.adjoints(variables).map { $0.value }
    }

    /// The whole matrix, one row an output; row i is the gradient of output i.
    public func matrix() -> [[Double]] {
        var weights = [Double](repeating: 0, count: outputs)
        return (0..<outputs).map { row in
            weights[row] = 1
            defer { weights[row] = 0 }
            return transposedProduct(weights)
        }
    }
}

extension Layer {
    /// The trainable parameters, in the order of the visit, as they were recorded.
    func trainableVariables(on tape: Tape) -> [Replay.Variable] {
        parameters.filter { $0.isTrainable }.map { parameter in
            let record = tape.isVariable(parameter.value) ? tape.index(of: tape.variable(parameter.value)) : nil
            return Replay.Variable(record: record, count: parameter.value.count)
        }
    }
}
