/// The learning rate as a function of the step: from 0, or of the epoch when it counts those.
///
/// In the formulas of the schedules η is the rate that is given first, and t the step, counted from 0.
///
///     try fit(&model, to: data, epochs: 40, batchSize: 32, optimizer: Adam(),
///         schedule: .cosine(0.01, steps: 1_000).warmedUp(over: 50), using: &generator)
public struct Schedule: Sendable {
    /// What a schedule counts.
    public enum Unit: Sendable {
        /// Updates of the parameters.
        case step
        /// Passes over the examples.
        case epoch
    }

    /// Steps, unless ``perEpoch`` was asked for.
    public private(set) var unit = Unit.step
    private let shape: @Sendable (Int) -> Double
    private var plateau: Plateau?

    /// Any function of the step, counted from 0.
    public init(_ shape: @escaping @Sendable (Int) -> Double) { self.shape = shape }

    /// The rate of this step (or epoch), counted from 0.
    public func rate(at step: Int) -> Float {
        let rate = shape(step)
        return Float(plateau?.reduced(rate) ?? rate)
    }

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

    /// By how much a loss has to be below the best so far to be an improvement: a share of it, or a difference.
    public enum Threshold: Sendable {
        /// By more than this share of the best loss.
        case relative(Float)
        /// By more than this difference.
        case absolute(Float)
    }

    /// The schedule times `factor` each time that the loss has not improved for more than `patience` observations.
    ///
    /// After a reduction, `cooldown` observations do not count as failures, and no reduction brings the rate below
    /// `minimum`. A fit shows the schedule the validation loss of each epoch, or the training loss where there is no
    /// validation.
    public func reducedOnPlateau(
        factor: Float = 0.1, patience: Int = 10, threshold: Threshold = .relative(1e-4), cooldown: Int = 0,
        minimum: Float = 0
    ) -> Schedule {
        var copy = self
        copy.plateau = Plateau(
            factor: Double(factor), patience: patience, threshold: threshold, cooldown: cooldown,
            minimum: Double(minimum))
        return copy
    }

    /// Shows a loss to a schedule that is reduced on a plateau; others do not mind.
    public mutating func observe(loss: Float) { plateau?.observe(Double(loss)) }
}

/// How often a loss has stopped improving.
private struct Plateau: Sendable {
    let factor: Double, patience: Int, threshold: Schedule.Threshold, cooldown: Int, minimum: Double
    private var scale = 1.0
    private var best = Double.infinity
    private var failures = 0
    private var rest = 0

    init(factor: Double, patience: Int, threshold: Schedule.Threshold, cooldown: Int, minimum: Double) {
        (self.factor, self.patience, self.threshold) = (factor, patience, threshold)
        (self.cooldown, self.minimum) = (cooldown, minimum)
    }

    func reduced(_ rate: Double) -> Double { scale < 1 ? max(rate * scale, min(rate, minimum)) : rate }

    mutating func observe(_ loss: Double) {
        if loss < limit {
            (best, failures) = (loss, 0)
        } else {
            failures += 1
        }
        if rest > 0 {
            rest -= 1
            failures = 0
        }
        if failures > patience {
            scale *= factor
            (failures, rest) = (0, cooldown)
        }
    }

    private var limit: Double {
        switch threshold {
        case .relative(let share): best * (1 - Double(share))
        case .absolute(let difference): best - Double(difference)
        }
    }
}
