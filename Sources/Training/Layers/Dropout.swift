/// Dropout: in training each element is dropped (set to 0) with probability p, independently.
///
///     inverted           training  y = x·mask / (1 − p)      evaluation  y = x
///     scaledAtTest       training  y = x·mask                evaluation  y = (1 − p)·x
///
/// Both keep the expectation of what the next layer sees; in the second form, scaling y is scaling the next layer's
/// weights by 1 − p. As the first layer it drops inputs. Srivastava et al. 2014, section 4 and section 10.
///
/// The masks follow from the seed, which is drawn when the layer is made, and from how many passes of training were
/// made before: equal seeds give equal masks, also after a model was saved and loaded. In ``Mode/sampling(using:)`` it
/// drops as in training.
///
///     Dropout(0.5, using: &generator)
public struct Dropout: Layer {
    /// Where the scale is put right: in training or in evaluation.
    public enum Form: Sendable {
        /// What is kept is scaled up in training, by 1 / (1 − p).
        case inverted
        /// Everything is scaled down in evaluation, by 1 − p: the original form.
        case scaledAtTest
    }

    /// The probability p that an element is dropped.
    public let rate: Float
    /// Where the scale is put right.
    public let form: Form
    /// How many passes of training were made.
    public var passes: Parameter
    private let seed: UInt64

    /// Drops with the probability `rate`, from 0 to 1; any other stops the program. One number is drawn from
    /// `generator`.
    public init(_ rate: Float, form: Form = .inverted, using generator: inout some RandomNumberGenerator) {
        require(rate >= 0 && rate <= 1, "Dropout: a probability of \(rate)")
        self.rate = rate
        self.form = form
        passes = Parameter("passes", Tensor(0), isTrainable: false)
        seed = generator.next()
    }

    public func callAsFunction(_ input: Tensor, mode: Mode) -> Tensor {
        switch mode.purpose {
        case .training:
            let pass = passes.state(in: mode).item
            passes.note(Tensor(pass + 1), in: mode)
            return dropped(input, key: UInt64(pass))
        case .sampling: return dropped(input, key: mode.sample)
        case .evaluation, .measuring: return form == .inverted || rate == 0 ? input : input * Tensor(1 - rate)
        }
    }

    public mutating func visitParameters(_ visit: (inout Parameter) -> Void) { visit(&passes) }

    private func dropped(_ input: Tensor, key: UInt64) -> Tensor {
        if rate == 0 { return input }
        var generator = Generator(seed: Int(truncatingIfNeeded: seed &+ key &* 0xD134_2543_DE82_EF95))
        let kept: Float = form == .inverted && rate < 1 ? 1 / (1 - rate) : 1
        let mask = Tensor(shape: input.shape, storage: Storage(capacity: input.count))
        let limit = UInt64(Double(rate) * 0x1p32)
        // Two elements from each random number.
        for start in stride(from: 0, to: input.count, by: 2) {
            let bits = generator.next()
            mask.storage.floats[start] = bits >> 32 < limit ? 0 : kept
            if start + 1 < input.count { mask.storage.floats[start + 1] = bits & 0xFFFF_FFFF < limit ? 0 : kept }
        }
        return input * mask
    }
}
