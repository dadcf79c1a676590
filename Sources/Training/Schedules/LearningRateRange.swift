import CMath

/// How the loss behaves while the learning rate grows: a test of which rates are worth trying.
///
/// Smith 2017, "Cyclical learning rates for training neural networks", section 3.3.
///
///     let range = LearningRateRange(
///         of: model, on: train, batchSize: 32, optimizer: SGD(learningRate: 0.1), using: &generator)
///     range.steepest    // where the loss falls fastest: a rate to begin with
///     range.least       // where it turns round: too high for long
public struct LearningRateRange: Sendable {
    /// One step of the test.
    public struct Point: Sendable, Equatable {
        /// The learning rate of the step.
        public let rate: Float
        /// The loss of the mini-batch before the step.
        public let loss: Float
        /// The losses so far, weighted by 0.9ⁿ.
        public let smoothedLoss: Float
    }

    /// One point for each step, up to where the test ended.
    public private(set) var points: [Point] = []

    /// Trains a copy of `model`, the rate growing by the same factor each step from `lowest` to `highest`, until the
    /// smoothed loss is four times the least or not finite.
    public init<Model: Layer, Target: Targets>(
        of model: Model, on examples: Examples<Target>, loss: (Tensor, Target) -> Tensor, batchSize: Int,
        optimizer: some Optimizer, from lowest: Float = 1e-6, to highest: Float = 10, steps: Int = 100,
        using generator: inout some RandomNumberGenerator
    ) {
        require(lowest > 0 && highest > lowest && steps > 1, "a range from \(lowest) to \(highest) in \(steps) steps")
        require(batchSize > 0 && examples.count > 0, "a range test with batches of \(batchSize)")
        let growth = log(Double(highest) / Double(lowest)) / Double(steps - 1)
        let schedule = Schedule { Double(lowest) * exp(growth * Double($0)) }
        var trainer = Trainer(model, optimizer: optimizer, schedule: schedule)
        var (order, average, least): ([Int], Double, Float) = ([], 0, .infinity)
        for step in 0..<steps {
            if order.count < min(batchSize, examples.count) { order = generator.permutation(examples.count) }
            let batch = examples.rows(Array(order.suffix(batchSize)))
            order.removeLast(batch.count)
            let value = trainer.step { loss($0(batch.features, mode: $1), batch.targets) }
            guard value.isFinite else { return }
            average = 0.9 * average + 0.1 * Double(value)
            let smoothed = Float(average / (1 - pow(0.9, Double(step + 1))))
            points.append(Point(rate: schedule.rate(at: step), loss: value, smoothedLoss: smoothed))
            least = min(least, smoothed)
            if smoothed > 4 * least { return }
        }
    }

    private var indexOfLeast: Int? { points.indices.min { points[$0].smoothedLoss < points[$1].smoothedLoss } }

    /// The rate at which the smoothed loss is least, before it turns round; nil for a test without points.
    public var least: Float? { indexOfLeast.map { points[$0].rate } }

    /// The rate at which the smoothed loss falls fastest, per factor of the rate, on the way to where it is least; nil if
    /// it never falls. The first ten points are left out: the means behind them are of few losses, and jump.
    public var steepest: Float? {
        guard let least = indexOfLeast else { return nil }
        func slope(_ index: Int) -> Float { points[index + 1].smoothedLoss - points[index].smoothedLoss }
        let steepest = points.indices.prefix(least).dropFirst(10).min { slope($0) < slope($1) }
        return steepest.flatMap { slope($0) < 0 ? points[$0].rate : nil }
    }
}

extension LearningRateRange {
    /// The test for a classifier, with softmax cross-entropy.
    public init<Model: Layer>(
        of model: Model, on examples: Examples<[Int]>, batchSize: Int, optimizer: some Optimizer,
        from lowest: Float = 1e-6, to highest: Float = 10, steps: Int = 100,
        using generator: inout some RandomNumberGenerator
    ) {
        self.init(
            of: model, on: examples, loss: { softmaxCrossEntropy($0, $1) }, batchSize: batchSize, optimizer: optimizer,
            from: lowest, to: highest, steps: steps, using: &generator)
    }
}
