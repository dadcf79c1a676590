/// Trains `model` on mini-batches of `examples`, in an order drawn anew each epoch from `generator`.
///
/// Without examples, with a batch size below 1, or with `stopping` but no `validation`, the program stops.
///
/// - Parameters:
///   - model: Changed in place. When the loss stops being finite, it holds the parameters before that step; with
///     `stopping`, those of the epoch with the least validation loss.
///   - examples: What to learn from.
///   - loss: The mean loss of a batch from the model's output and the targets.
///   - epochs: How often every example is used.
///   - batchSize: Examples a step.
///   - dropsLast: Whether to leave out the last batch of an epoch when it is smaller than the others.
///   - optimizer: The rule of the update, such as ``SGD``.
///   - schedule: Where each step's learning rate comes from, instead of the optimizer.
///   - clipping: A limit for the gradients.
///   - penalties: What keeps weights small.
///   - validation: Examples that are only evaluated, after each epoch.
///   - metric: A second number for the validation examples, such as ``accuracy(_:_:)``.
///   - stopping: When to end before the last epoch; needs `validation`.
///   - observingEvery: Every so many steps, the history tells what the step did to each layer and parameter.
///   - checkpointEvery: Every so many epochs, the history keeps the model's numbers.
///   - afterStep: Called with the record of each step, and what was observed of it.
///   - generator: Equal seeds give equal bits.
///   - afterEpoch: Called with each epoch's record and the model; false ends the fit there.
/// - Returns: The loss of every step and epoch.
/// - Throws: ``NonFiniteLoss`` with the epoch, the step, the place and the history so far.
@discardableResult
public func fit<Model: Layer, Target: Targets>(
    _ model: inout Model, to examples: Examples<Target>, loss: (Tensor, Target) -> Tensor, epochs: Int,
    batchSize: Int, dropsLast: Bool = false, optimizer: some Optimizer, schedule: Schedule? = nil,
    clipping: Clipping? = nil, penalties: [Penalty] = [], validation: Examples<Target>? = nil,
    metric: ((Tensor, Target) -> Float)? = nil, stopping: EarlyStopping? = nil, observingEvery: Int? = nil,
    checkpointEvery: Int? = nil, afterStep: (History.Step, History.Observation?) -> Void = { _, _ in },
    using generator: inout some RandomNumberGenerator,
    afterEpoch: (History.Epoch, Model) -> Bool = { _, _ in true }
) throws(NonFiniteLoss) -> History {
    require(batchSize > 0, "fit: a batch holds at least one example")
    require(examples.count > 0, "fit: no examples")
    require(!dropsLast || examples.count >= batchSize, "fit: \(examples.count) examples fill no batch of \(batchSize)")
    require(stopping == nil || validation != nil, "fit: early stopping needs validation examples")
    var trainer = Trainer(
        model, optimizer: optimizer, schedule: schedule, clipping: clipping, penalties: penalties)
    var (history, stopping, best) = (History(), stopping, model)
    let steps = dropsLast ? examples.count / batchSize : (examples.count + batchSize - 1) / batchSize
    defer { model = history.bestEpoch == nil ? trainer.model : best }
    for epoch in 1...max(epochs, 1) where epochs > 0 {
        let order = generator.permutation(examples.count)
        let record = try withSecondThreadIfIdle(batchSize: batchSize) { () throws(NonFiniteLoss) in
            let mean = try trainer.pass(
                over: examples, order: order, batchSize: batchSize, dropsLast: dropsLast, epoch: epoch, loss: loss,
                observingEvery: observingEvery, history: &history
            ) { step, observation in
                TrainingProgress.report(
                    epoch: epoch, of: epochs, step: step.step - (epoch - 1) * steps, of: steps, loss: step.loss)
                afterStep(step, observation)
            }
            return trainer.finishEpoch(mean, on: validation, loss: loss, metric: metric)
        }
        history.epochs.append(record)
        if let every = checkpointEvery, epoch % max(every, 1) == 0 {
            history.checkpoints.append(Checkpoint(of: trainer.model, epoch: epoch, step: trainer.stepCount))
        }
        let isOver = stopping?.shouldStop(training: record.loss, validation: record.validationLoss ?? .nan) ?? false
        if stopping?.isBest ?? false { (best, history.bestEpoch) = (trainer.model, epoch) }
        if !afterEpoch(record, trainer.model) || isOver { break }
    }
    return history
}

/// Trains a classifier: softmax cross-entropy of the model's output, and accuracy as the validation's metric.
///
/// All else is as in the general form, which takes a loss.
@discardableResult
public func fit<Model: Layer>(
    _ model: inout Model, to examples: Examples<[Int]>, epochs: Int, batchSize: Int, dropsLast: Bool = false,
    optimizer: some Optimizer, schedule: Schedule? = nil, clipping: Clipping? = nil, penalties: [Penalty] = [],
    validation: Examples<[Int]>? = nil, stopping: EarlyStopping? = nil, observingEvery: Int? = nil,
    checkpointEvery: Int? = nil, afterStep: (History.Step, History.Observation?) -> Void = { _, _ in },
    using generator: inout some RandomNumberGenerator,
    afterEpoch: (History.Epoch, Model) -> Bool = { _, _ in true }
) throws(NonFiniteLoss) -> History {
    try fit(
        &model, to: examples, loss: { softmaxCrossEntropy($0, $1) }, epochs: epochs, batchSize: batchSize,
        dropsLast: dropsLast, optimizer: optimizer, schedule: schedule, clipping: clipping, penalties: penalties,
        validation: validation, metric: accuracy, stopping: stopping, observingEvery: observingEvery,
        checkpointEvery: checkpointEvery, afterStep: afterStep, using: &generator, afterEpoch: afterEpoch)
}
