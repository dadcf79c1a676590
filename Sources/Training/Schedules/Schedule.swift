import CMath

/// The learning rate as a function of the step: from 0, or of the epoch when it counts those.
///
///     fit(&model, to: data, epochs: 40, batchSize: 32, optimizer: Adam(),
///         schedule: .cosine(0.01, steps: 1_000).warmedUp(over: 50), using: &generator)
public struct Schedule: Sendable {
    /// What a schedule counts.
    public enum Unit: Sendable { case step, epoch }

    /// Steps, unless ``perEpoch`` was asked for.
    public private(set) var unit = Unit.step
    private let shape: @Sendable (Int) -> Double
    private var plateau: Plateau?

    /// Any function of the step, counted from 0.
    public init(_ shape: @escaping @Sendable (Int) -> Double) { self.shape = shape }

    /// The rate of this step (or epoch), counted from 0.
    public func rate(at step: Int) -> Float { Float(shape(step) * (plateau?.scale ?? 1)) }

    /// The same schedule, counting epochs instead of steps.
    public var perEpoch: Schedule {
        var copy = self
        copy.unit = .epoch
        return copy
    }

    /// The schedule after a linear rise over `steps` from `fraction` of its first rate: it starts when the rise ends.
    ///
    /// Goyal et al. 2017, section 2.2.
    public func warmedUp(over steps: Int, from fraction: Float = 0.1) -> Schedule {
        require(steps > 0, "a warm-up of \(steps) steps")
        let (shape, start) = (shape, Double(fraction))
        var copy = Schedule { step in
            step < steps
                ? shape(0) * (start + (1 - start) * Double(step) / Double(steps)) : shape(step - steps)
        }
        (copy.unit, copy.plateau) = (unit, plateau)
        return copy
    }

    /// The schedule times `factor` each time that the loss has not improved for more than `patience` observations.
    ///
    /// A loss improves when it is below `1 − threshold` times the best so far. ``fit`` shows the schedule the
    /// validation loss of each epoch, or the training loss where there is no validation.
    public func reducedOnPlateau(factor: Float = 0.1, patience: Int = 10, threshold: Float = 1e-4) -> Schedule {
        var copy = self
        copy.plateau = Plateau(factor: Double(factor), patience: patience, threshold: Double(threshold))
        return copy
    }

    /// Shows a loss to a schedule that is reduced on a plateau; others do not mind.
    public mutating func observe(loss: Float) { plateau?.observe(Double(loss)) }
}

/// How often a loss has stopped improving.
private struct Plateau: Sendable {
    let factor: Double, patience: Int, threshold: Double
    private(set) var scale = 1.0
    private var best = Double.infinity
    private var failures = 0

    init(factor: Double, patience: Int, threshold: Double) {
        (self.factor, self.patience, self.threshold) = (factor, patience, threshold)
    }

    mutating func observe(_ loss: Double) {
        if loss < best * (1 - threshold) {
            (best, failures) = (loss, 0)
        } else {
            failures += 1
        }
        if failures > patience {
            scale *= factor
            failures = 0
        }
    }
}
