/// A simple recurrent layer whose sum is layer-normalised in every step: `h′ = tanh(LN(W·x + b + U·h + c))`.
///
/// The statistics are those of one step of one sequence, so that they hold for sequences of any length, where batch
/// normalization would need its own for each step. Ba, Kiros and Hinton 2016, equation 4.
///
///     LayerNormRNN(8, 16, output: .lastStep, using: &generator)
public struct LayerNormRNN: RecurrentLayer {
    /// W `[width, inputs]`, U `[width, width]` and their biases b and c.
    public var weights: RecurrentWeights
    /// LN: the normalization of the sum, over its `width` numbers.
    public var norm: LayerNorm
    public let output: RecurrentOutput
    public let padding: Float?

    /// W is drawn by Glorot and Bengio's uniform and U orthogonal; biases and state start at 0.
    public init(
        _ inputs: Int, _ width: Int, output: RecurrentOutput = .everyStep, padding: Float? = nil,
        using generator: inout some RandomNumberGenerator
    ) {
        self.init(
            weights: RecurrentWeights(inputs, width, gates: 1, using: &generator), norm: LayerNorm([width]),
            output, padding)
    }

    /// A layer with given weights and normalization.
    public init(
        weights: RecurrentWeights, norm: LayerNorm, _ output: RecurrentOutput = .everyStep, _ padding: Float? = nil
    ) {
        (self.weights, self.norm, self.output, self.padding) = (weights, norm, output, padding)
        self.norm.visitParameters { $0.name = "norm." + $0.name }
    }

    public func callAsFunction(_ input: Tensor, lengths: [Int], mode: Mode) -> Tensor {
        input.requireSequences(of: weights.input.value.shape[1], lengths)
        let (examples, steps, width) = (input.shape[0], input.shape[1], weights.recurrent.value.shape[1])
        let fromInput = input.transposed([1, 0, 2])
            .affine(weight: weights.input.value(in: mode), bias: weights.inputBias.value(in: mode))
        let (weight, bias) = (weights.recurrent.value(in: mode), weights.recurrentBias.value(in: mode))
        var state = Tensor.zeros([examples, width])
        var states: [Tensor] = []
        for step in 0..<steps {
            let sum = fromInput.sliced(step..<step + 1).reshaped([examples, width])
            let next = norm(sum + state.affine(weight: weight, bias: bias), mode: mode).tanh()
            if lengths.contains(where: { $0 <= step }) {
                let running = Tensor(shape: [examples, 1], lengths.map { $0 > step ? 1 : 0 })
                state += running * (next - state)
            } else {
                state = next
            }
            if output == .everyStep { states.append(state.reshaped([examples, 1, width])) }
        }
        if output == .lastStep { return state }
        return states.isEmpty ? .zeros([examples, 0, width]) : .concatenated(states, axis: 1)
    }

    public mutating func visitParameters(_ visit: (inout Parameter) -> Void) {
        weights.visitParameters(visit)
        norm.visitParameters(visit)
    }
}
