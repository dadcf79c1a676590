/// The parameters of a recurrent layer: W `[gates·width, inputs]`, U `[gates·width, width]` and two biases.
public struct RecurrentWeights: Sendable {
    /// W, what each gate makes of the input: `[gates·width, inputs]`.
    public var input: Parameter
    /// U, what each gate makes of the state: `[gates·width, width]`.
    public var recurrent: Parameter
    /// b, added to W·x: `[gates·width]`.
    public var inputBias: Parameter
    /// c, added to U·h: `[gates·width]`. Two biases do what one could, but for the n of a ``GRU``.
    public var recurrentBias: Parameter

    /// The given numbers; shapes that do not belong together stop the program.
    public init(input: Tensor, recurrent: Tensor, inputBias: Tensor, recurrentBias: Tensor) {
        require(
            input.rank == 2 && recurrent.rank == 2 && input.shape[0] == recurrent.shape[0]
                && inputBias.shape == [input.shape[0]] && recurrentBias.shape == inputBias.shape,
            "recurrent weights \(Shape.describe(input.shape)) and \(Shape.describe(recurrent.shape)) with biases "
                + "\(Shape.describe(inputBias.shape)) and \(Shape.describe(recurrentBias.shape))")
        self.input = Parameter("weight_ih", input)
        self.recurrent = Parameter("weight_hh", recurrent)
        self.inputBias = Parameter("bias_ih", inputBias)
        self.recurrentBias = Parameter("bias_hh", recurrentBias)
    }

    /// W by Glorot and Bengio's uniform, U orthogonal, gate by gate; biases 0.
    init(_ inputs: Int, _ width: Int, gates: Int, using generator: inout some RandomNumberGenerator) {
        var (input, recurrent): ([Tensor], [Tensor]) = ([], [])
        for _ in 0..<gates {
            input.append(
                Initializer.xavierUniform(shape: [width, inputs], inputs: inputs, outputs: width, using: &generator))
            recurrent.append(
                Initializer.orthogonal(shape: [width, width], inputs: width, outputs: width, using: &generator))
        }
        self.init(
            input: .concatenated(input), recurrent: .concatenated(recurrent), inputBias: .zeros([gates * width]),
            recurrentBias: .zeros([gates * width]))
    }

    mutating func visitParameters(_ visit: (inout Parameter) -> Void) {
        visit(&input)
        visit(&recurrent)
        visit(&inputBias)
        visit(&recurrentBias)
    }

    func run(_ cell: RecurrentCell, _ x: Tensor, _ lengths: [Int], _ output: RecurrentOutput, _ mode: Mode) -> Tensor {
        let width = recurrent.value.shape[1]
        require(
            input.value.shape[0] == cell.gates * width,
            "recurrent weights \(Shape.describe(input.value.shape)) for \(cell.gates) gates of width \(width)")
        x.requireSequences(of: input.value.shape[1], lengths)
        let (examples, steps) = (x.shape[0], x.shape[1])
        let operation = Recurrence(cell, steps: steps, inputs: x.shape[2], width: width, lengths: lengths)
        let variables = [input, recurrent, inputBias, recurrentBias].map { $0.value(in: mode) }
        let trace = apply(operation, to: [x.transposed([1, 0, 2])] + variables, shape: operation.shape)
        // The trace begins with the states, `[steps, m, width]`.
        switch output {
        case .everyStep:
            return trace.strided([examples, steps, width], strides: [width, examples * width, 1], start: 0)
        case .lastStep:
            require(steps > 0, "the last step of sequences of shape \(Shape.describe(x.shape))")
            return trace.strided([examples, width], strides: [width, 1], start: (steps - 1) * examples * width)
        }
    }
}

extension Tensor {
    /// The steps of each sequence of `[m, steps, features]` up to the last one that is not all `padding`.
    func sequenceLengths(padding: Float?) -> [Int] {
        require(rank == 3, "sequences are [m, steps, features], not \(Shape.describe(shape))")
        let (steps, features) = (shape[1], shape[2])
        guard let padding else { return [Int](repeating: steps, count: shape[0]) }
        return (0..<shape[0]).map { example in
            var length = steps
            while length > 0 {
                let step = storage.floats + (example * steps + length - 1) * features
                if (0..<features).contains(where: { step[$0] != padding }) { break }
                length -= 1
            }
            return length
        }
    }

    func requireSequences(of inputs: Int, _ lengths: [Int]) {
        require(
            rank == 3 && shape[2] == inputs,
            "sequences of shape \(Shape.describe(shape)) for a layer of \(inputs) inputs")
        require(lengths.count == shape[0], "\(lengths.count) lengths for \(shape[0]) sequences")
        for length in lengths {
            require(length >= 0 && length <= shape[1], "a length of \(length) in sequences of \(shape[1]) steps")
        }
    }
}
