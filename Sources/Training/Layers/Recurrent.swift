/// What a recurrent layer hands on.
public enum RecurrentOutput: Sendable {
    /// The state after every step: `[m, steps, width]`. After the end of a sequence it stays as it was.
    case everyStep
    /// The state after the last step of each sequence: `[m, width]`.
    case lastStep
}

/// A layer that reads sequences step by step and carries a state from one to the next.
///
/// The input is `[m, steps, inputs]`. Sequences of different lengths are filled up to equal length, and either
/// `lengths` says where each one ends, or the layer's `padding` does: trailing steps whose features all equal it are
/// not part of the sequence. Steps after the end change nothing: no state, no output, no gradient.
///
///     let lstm = LSTM(28, 128, output: .lastStep, using: &generator)
///     lstm(x)                       // [m, 28, 28] → [m, 128]
///     lstm(x, lengths: [28, 3])     // the second sequence ends after 3 steps
public protocol RecurrentLayer: Layer {
    /// Whether the layer hands on every state or the last one.
    var output: RecurrentOutput { get }
    /// The number that fills a sequence after its end; nil when all sequences are equally long.
    var padding: Float? { get }
    /// The layer's output when sequence `i` has `lengths[i]` steps. As many lengths as sequences, none longer than
    /// `steps`: otherwise the program stops.
    func callAsFunction(_ input: Tensor, lengths: [Int], mode: Mode) -> Tensor
}

extension RecurrentLayer {
    public func callAsFunction(_ input: Tensor, mode: Mode) -> Tensor {
        self(input, lengths: input.sequenceLengths(padding: padding), mode: mode)
    }

    /// The output in evaluation, not recorded.
    public func callAsFunction(_ input: Tensor, lengths: [Int]) -> Tensor {
        self(input, lengths: lengths, mode: .evaluation)
    }
}

/// A simple recurrent layer: `h′ = tanh(W·x + b + U·h + c)` (Elman 1990).
///
/// W is `[width, inputs]` and U `[width, width]`; names and layout are PyTorch's.
public struct RNN: RecurrentLayer {
    /// W `[width, inputs]`, U `[width, width]` and their biases b and c.
    public var weights: RecurrentWeights
    public let output: RecurrentOutput
    public let padding: Float?

    /// W is drawn by Glorot and Bengio's uniform and U orthogonal; the biases start at 0 and the state at 0.
    public init(
        _ inputs: Int, _ width: Int, output: RecurrentOutput = .everyStep, padding: Float? = nil,
        using generator: inout some RandomNumberGenerator
    ) {
        self.init(weights: RecurrentWeights(inputs, width, gates: 1, using: &generator), output, padding)
    }

    /// A layer with given weights, for the number of gates that it has.
    public init(weights: RecurrentWeights, _ output: RecurrentOutput = .everyStep, _ padding: Float? = nil) {
        (self.weights, self.output, self.padding) = (weights, output, padding)
    }

    public func callAsFunction(_ input: Tensor, lengths: [Int], mode: Mode) -> Tensor {
        weights.run(.tanh, input, lengths, output, mode)
    }

    public mutating func visitParameters(_ visit: (inout Parameter) -> Void) { weights.visitParameters(visit) }
}

/// Long short-term memory: a state h and a memory c, whose gates let gradients pass over many steps.
///
///     i, f, o = σ(W·x + b + U·h + c)     g = tanh(W·x + b + U·h + c)
///     c′ = f·c + i·g                     h′ = o·tanh(c′)
///
/// W is `[4·width, inputs]` and U `[4·width, width]`, in the order i, f, g, o; names and layout are PyTorch's.
/// Hochreiter and Schmidhuber 1997, with the forget gate f of Gers, Schmidhuber and Cummins 2000.
public struct LSTM: RecurrentLayer {
    /// W `[4·width, inputs]`, U `[4·width, width]` and their biases b and c.
    public var weights: RecurrentWeights
    public let output: RecurrentOutput
    public let padding: Float?

    /// W is drawn by Glorot and Bengio's uniform and U orthogonal, gate by gate. Biases start at 0, but at 1 for the
    /// forget gate, so that the memory lasts at first (Jozefowicz et al. 2015). State and memory start at 0.
    public init(
        _ inputs: Int, _ width: Int, output: RecurrentOutput = .everyStep, padding: Float? = nil,
        using generator: inout some RandomNumberGenerator
    ) {
        var weights = RecurrentWeights(inputs, width, gates: 4, using: &generator)
        weights.inputBias.value.withUnsafeMutableElements { for k in width..<2 * width { $0[k] = 1 } }
        self.init(weights: weights, output, padding)
    }

    /// A layer with given weights, for the number of gates that it has.
    public init(weights: RecurrentWeights, _ output: RecurrentOutput = .everyStep, _ padding: Float? = nil) {
        (self.weights, self.output, self.padding) = (weights, output, padding)
    }

    public func callAsFunction(_ input: Tensor, lengths: [Int], mode: Mode) -> Tensor {
        weights.run(.lstm, input, lengths, output, mode)
    }

    public mutating func visitParameters(_ visit: (inout Parameter) -> Void) { weights.visitParameters(visit) }
}

/// The gated recurrent unit: an LSTM's idea with two gates and no memory of its own.
///
///     r, z = σ(W·x + b + U·h + c)     n = tanh(W·x + b + r·(U·h + c))     h′ = (1 − z)·n + z·h
///
/// W is `[3·width, inputs]` and U `[3·width, width]`, in the order r, z, n; names and layout are PyTorch's, and so is
/// the place of r. Cho et al. 2014.
public struct GRU: RecurrentLayer {
    /// W `[3·width, inputs]`, U `[3·width, width]` and their biases b and c.
    public var weights: RecurrentWeights
    public let output: RecurrentOutput
    public let padding: Float?

    /// W is drawn by Glorot and Bengio's uniform and U orthogonal, gate by gate; biases and state start at 0.
    public init(
        _ inputs: Int, _ width: Int, output: RecurrentOutput = .everyStep, padding: Float? = nil,
        using generator: inout some RandomNumberGenerator
    ) {
        self.init(weights: RecurrentWeights(inputs, width, gates: 3, using: &generator), output, padding)
    }

    /// A layer with given weights, for the number of gates that it has.
    public init(weights: RecurrentWeights, _ output: RecurrentOutput = .everyStep, _ padding: Float? = nil) {
        (self.weights, self.output, self.padding) = (weights, output, padding)
    }

    public func callAsFunction(_ input: Tensor, lengths: [Int], mode: Mode) -> Tensor {
        weights.run(.gru, input, lengths, output, mode)
    }

    public mutating func visitParameters(_ visit: (inout Parameter) -> Void) { weights.visitParameters(visit) }
}
