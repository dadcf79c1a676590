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
        /// The rate of the update.
        public let learningRate: Float
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
        /// The rate of the epoch's last update.
        public let learningRate: Float
    }

    /// Every update, in order.
    public internal(set) var steps: [Step]
    /// Every pass over the examples that was finished, in order.
    public internal(set) var epochs: [Epoch]
    /// What the observed steps did inside the model.
    public internal(set) var observations: [Observation] = []
    /// The model's numbers at the epochs that were asked for.
    public internal(set) var checkpoints: [Checkpoint] = []
    /// The epoch whose weights early stopping kept.
    public internal(set) var bestEpoch: Int?

    /// A history of the given steps and epochs, such as a part of another one.
    public init(steps: [Step] = [], epochs: [Epoch] = []) {
        self.steps = steps
        self.epochs = epochs
    }

    /// The observed parameters, one row for each step and parameter.
    public var parameterRows: [Observation.ParameterRow] { observations.flatMap { $0.parameters } }

    /// The observed layers, one row for each step and layer.
    public var layerRows: [Observation.LayerRow] { observations.flatMap { $0.layers } }

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
