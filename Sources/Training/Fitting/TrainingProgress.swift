/// How far a fit or a sweep has come, for whoever waits for it.
///
///     TrainingProgress.observer = { print("\($0.completed) of \($0.total), loss \($0.loss ?? .nan)") }
public struct TrainingProgress: Sendable, Equatable {
    /// What is counted.
    public enum Unit: Sendable {
        /// Passes over the examples, in a fit.
        case epoch
        /// Runs with one configuration and one seed, in a sweep.
        case run
    }

    /// What ``completed`` and ``total`` count.
    public let unit: Unit
    /// How many units are over.
    public let completed: Int
    /// How many there are, if nothing ends it before.
    public let total: Int
    /// The part of the work that is done, steps of an epoch included: 0 at the start, 1 at the end.
    public let fraction: Double
    /// The loss of the last step; nil in a sweep.
    public let loss: Float?

    /// Who is told: after every step of a fit, and after every run of a sweep, whose fits then tell nothing. Set it
    /// before training begins; it is called on the thread that called `fit` or `sweep`, and should return at once.
    nonisolated(unsafe) public static var observer: (@Sendable (TrainingProgress) -> Void)?

    /// Written by the thread that starts a sweep, before other threads begin and after they have ended.
    nonisolated(unsafe) private static var isInsideSweep = false

    /// Tells the observer of a fit's step.
    static func report(epoch: Int, of epochs: Int, step: Int, of steps: Int, loss: Float) {
        guard let observer, !isInsideSweep else { return }
        let fraction = (Double(epoch - 1) + Double(step) / Double(max(steps, 1))) / Double(max(epochs, 1))
        observer(
            TrainingProgress(
                unit: .epoch, completed: step == steps ? epoch : epoch - 1, total: epochs, fraction: fraction,
                loss: loss))
    }

    /// Runs a sweep of `total` runs, which calls the function that it is given with the number of runs that are over.
    static func sweeping<Result>(_ total: Int, _ body: ((Int) -> Void) -> Result) -> Result {
        if isInsideSweep { return body { _ in } }
        isInsideSweep = true
        defer { isInsideSweep = false }
        return body { completed in
            observer?(
                TrainingProgress(
                    unit: .run, completed: completed, total: total, fraction: Double(completed) / Double(max(total, 1)),
                    loss: nil))
        }
    }
}
