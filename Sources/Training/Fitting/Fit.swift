/// Trains `model` on mini-batches of `examples`, in an order drawn anew each epoch from `generator`.
///
/// - Parameters:
///   - model: Changed in place. When the loss stops being finite, it holds the parameters before that step.
///   - examples: What to learn from.
///   - loss: The mean loss of a batch from the model's output and the targets.
///   - epochs: How often every example is used.
///   - batchSize: Examples a step; the last batch of an epoch may be smaller.
///   - optimizer: The rule of the update, such as ``SGD``.
///   - validation: Examples that are only evaluated, after each epoch.
///   - metric: A second number for the validation examples, such as ``accuracy(_:_:)``.
///   - generator: Equal seeds give equal bits.
///   - afterEpoch: Called with each epoch's record and the model; false ends the fit there.
/// - Returns: The loss of every step and epoch.
/// - Throws: ``NonFiniteLoss`` with the epoch, the step and the history so far.
@discardableResult
public func fit<Model: Layer, Target: Targets>(
    _ model: inout Model, to examples: Examples<Target>, loss: (Tensor, Target) -> Tensor, epochs: Int,
    batchSize: Int, optimizer: some Optimizer, validation: Examples<Target>? = nil,
    metric: ((Tensor, Target) -> Float)? = nil, using generator: inout some RandomNumberGenerator,
    afterEpoch: (History.Epoch, Model) -> Bool = { _, _ in true }
) throws(NonFiniteLoss) -> History {
    require(batchSize > 0, "fit: a batch holds at least one example")
    require(examples.count > 0, "fit: no examples")
    var trainer = Trainer(model, optimizer: optimizer)
    var history = History()
    defer { model = trainer.model }
    for epoch in 1...max(epochs, 1) where epochs > 0 {
        let total = try trainer.pass(
            over: examples, order: generator.permutation(examples.count), batchSize: batchSize, epoch: epoch,
            loss: loss, history: &history)
        let output = validation.map { trainer.model($0.features) }
        let record = History.Epoch(
            epoch: epoch, step: trainer.stepCount, loss: Float(total / Double(examples.count)),
            validationLoss: validation.flatMap { held in output.map { loss($0, held.targets).item } },
            validationMetric: validation.flatMap { held in output.flatMap { metric?($0, held.targets) } })
        history.epochs.append(record)
        if !afterEpoch(record, trainer.model) { break }
    }
    return history
}

/// Trains a classifier: softmax cross-entropy of the model's output, and accuracy as the validation's metric.
@discardableResult
public func fit<Model: Layer>(
    _ model: inout Model, to examples: Examples<[Int]>, epochs: Int, batchSize: Int, optimizer: some Optimizer,
    validation: Examples<[Int]>? = nil, using generator: inout some RandomNumberGenerator,
    afterEpoch: (History.Epoch, Model) -> Bool = { _, _ in true }
) throws(NonFiniteLoss) -> History {
    try fit(
        &model, to: examples, loss: { softmaxCrossEntropy($0, $1) }, epochs: epochs, batchSize: batchSize,
        optimizer: optimizer, validation: validation, metric: accuracy, using: &generator, afterEpoch: afterEpoch)
}

extension Trainer {
    /// One pass over the examples in the given order; returns the sum of their losses.
    mutating func pass<Target: Targets>(
        over examples: Examples<Target>, order: [Int], batchSize: Int, epoch: Int,
        loss: (Tensor, Target) -> Tensor, history: inout History
    ) throws(NonFiniteLoss) -> Double {
        var total = 0.0
        for start in stride(from: 0, to: order.count, by: batchSize) {
            let batch = examples.rows(Array(order[start..<min(start + batchSize, order.count)]))
            let value = step { model, mode in loss(model(batch.features, mode: mode), batch.targets) }
            guard value.isFinite else {
                throw NonFiniteLoss(epoch: epoch, step: stepCount + 1, loss: value, history: history)
            }
            history.steps.append(History.Step(epoch: epoch, step: stepCount, loss: value))
            total += Double(value) * Double(batch.count)
        }
        return total
    }
}
