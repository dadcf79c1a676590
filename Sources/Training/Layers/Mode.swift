/// How a layer is used in one pass: for training or for evaluation, recorded on a tape or not.
public struct Mode: Sendable {
    enum Purpose { case training, evaluation, measuring, sampling }

    let purpose: Purpose
    /// Where the pass is recorded.
    public let tape: Tape?
    /// What tells this pass of Monte Carlo sampling from another.
    let sample: UInt64

    private init(_ purpose: Purpose, tape: Tape?, sample: UInt64 = 0) {
        self.purpose = purpose
        self.tape = tape
        self.sample = sample
    }

    /// True where layers such as dropout and batch normalization act as in training.
    public var isTraining: Bool { purpose == .training }

    /// A pass that only computes.
    public static let evaluation = Mode(.evaluation, tape: nil)
    /// A pass of training, recorded on `tape`.
    public static func training(on tape: Tape) -> Mode { Mode(.training, tape: tape) }
    /// A pass as in evaluation whose gradients are wanted, for instance to measure curvature.
    public static func evaluation(on tape: Tape) -> Mode { Mode(.evaluation, tape: tape) }
    /// A pass as in evaluation in which dropout still drops: one sample of the predictions that a model trained with
    /// dropout is uncertain between (Gal and Ghahramani 2016). Which units are dropped depends on `generator`.
    ///
    ///     let samples = (0..<100).map { _ in model(x, mode: .sampling(using: &generator)) }
    public static func sampling(using generator: inout some RandomNumberGenerator) -> Mode {
        Mode(.sampling, tape: nil, sample: generator.next())
    }
    /// A pass that measures the statistics of one whole set, see ``Layer/measureStatistics(over:)``.
    static func measuring(on tape: Tape) -> Mode { Mode(.measuring, tape: tape) }
}

/// What a layer maintains itself, such as running statistics, without gradients.
///
/// A pass leaves the model as it is. A layer reads such a parameter with ``Parameter/state(in:)`` and notes its next
/// value with ``Parameter/note(_:in:)``; after the pass, ``Layer/updateState(from:)`` puts the noted values in place.
extension Parameter {
    /// The value as this pass left it so far.
    public func state(in mode: Mode) -> Tensor { mode.tape?.noted(for: value) ?? value }

    /// Notes the value that the parameter takes on after this pass. A pass that is not recorded notes nothing.
    public func note(_ next: Tensor, in mode: Mode) { mode.tape?.note(next.detached, for: value) }
}

extension Layer {
    /// Puts in place what layers noted on `tape` about the state they maintain; to be called before the tape is cleared.
    /// ``Trainer`` does it after every step.
    public mutating func updateState(from tape: Tape) {
        visitParameters {
            if let next = tape.noted(for: $0.value) { $0.value = next }
        }
    }

    /// Makes every ``BatchNorm`` normalise, from now on, by the statistics of the whole of `features`: the mean and
    /// variance (divided by n) that its inputs have over the set, in one pass without dropout.
    ///
    /// This is how inference was meant (Ioffe and Szegedy 2015, algorithm 2): the statistics belong to the parameters
    /// that training ended with, while moving averages lag behind them.
    ///
    ///     try fit(&model, to: train, …)
    ///     model.measureStatistics(over: train.features)
    public mutating func measureStatistics(over features: Tensor) {
        let tape = Tape()
        visitParameters { $0.value.makeUnique() }
        _ = self(features, mode: .measuring(on: tape))
        updateState(from: tape)
    }
}
