/// What happened during a fit, step by step and epoch by epoch: rows for a chart or a table.
public struct History: Sendable {
    /// One update of the parameters.
    public struct Step: Sendable, Equatable {
        /// Counted from 1.
        public let epoch: Int
        /// Counted from 1 over the whole fit.
        public let step: Int
        /// The loss of the mini-batch before the update.
        public let loss: Float
    }

    /// One pass over the examples.
    public struct Epoch: Sendable, Equatable {
        /// Counted from 1.
        public let epoch: Int
        /// How many updates have been made by the end of this epoch.
        public let step: Int
        /// The mean over the epoch's examples of the loss their mini-batch had.
        public let loss: Float
        /// The loss of the validation examples after the epoch.
        public let validationLoss: Float?
        /// The metric of the validation examples after the epoch: for class labels, the fraction that is right.
        public let validationMetric: Float?
    }

    public internal(set) var steps: [Step]
    public internal(set) var epochs: [Epoch]

    public init(steps: [Step] = [], epochs: [Epoch] = []) {
        self.steps = steps
        self.epochs = epochs
    }

    /// The first step at which the mean loss of the last `window` steps is at most `target`, or nil.
    public func firstStep(reaching target: Float, window: Int = 1) -> Int? {
        var sum = 0.0
        for (index, step) in steps.enumerated() {
            sum += Double(step.loss)
            if index >= window { sum -= Double(steps[index - window].loss) }
            if index + 1 >= window && Float(sum / Double(window)) <= target { return step.step }
        }
        return nil
    }
}

/// The loss became infinite or NaN.
public struct NonFiniteLoss: Error, Sendable {
    /// Counted from 1.
    public let epoch: Int
    /// Counted from 1 over the whole fit.
    public let step: Int
    public let loss: Float
    /// What happened before.
    public let history: History
}

extension NonFiniteLoss: CustomStringConvertible {
    public var description: String {
        "the loss is \(loss.isNaN ? "not a number" : "infinite") at step \(step), in epoch \(epoch)"
    }
}
