/// A table of vectors, one a word: indices `[…] → […, width]`.
///
/// The input holds whole numbers from 0 up to but not including the number of words; any other stops the program. The
/// weight is `[words, width]`, PyTorch's layout. The same word always gets the same vector, which collects the
/// gradients of all its places. Bengio et al. 2003, section 2.
///
///     Embedding(1_000, 16, using: &generator)
public struct Embedding: Layer {
    /// The table, `[words, width]`.
    public var weight: Parameter

    /// Vectors with standard normal entries, times `deviation`.
    public init(
        _ words: Int, _ width: Int, deviation: Float = 1, using generator: inout some RandomNumberGenerator
    ) {
        self.init(weight: .normal([words, width], deviation: deviation, using: &generator))
    }

    /// The given vectors, one a row.
    public init(weight: Tensor) { self.weight = Parameter("weight", weight) }

    public func callAsFunction(_ input: Tensor, mode: Mode) -> Tensor {
        let words = weight.value.shape[0]
        let indices = input.elements.map { number in
            require(
                number >= 0 && number < Float(words) && number == number.rounded(),
                "Embedding: \(number) is not an index of \(words) words")
            return Int(number)
        }
        return weight.value(in: mode).rows(indices).reshaped(input.shape + [weight.value.shape[1]])
    }

    public mutating func visitParameters(_ visit: (inout Parameter) -> Void) { visit(&weight) }
}
