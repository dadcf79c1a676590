extension Trainer {
    /// One pass over the examples in the given order; returns the mean of their losses.
    mutating func pass<Target: Targets>(
        over examples: Examples<Target>, order: [Int], batchSize: Int, dropsLast: Bool = false, epoch: Int,
        loss: (Tensor, Target) -> Tensor, observingEvery: Int? = nil, history: inout History,
        afterStep: (History.Step, History.Observation?) -> Void = { _, _ in }
    ) throws(NonFiniteLoss) -> Float {
        var (total, count) = (0.0, 0)
        for start in stride(from: 0, to: order.count, by: batchSize) {
            if dropsLast && start + batchSize > order.count { break }
            let batch = examples.rows(Array(order[start..<min(start + batchSize, order.count)]))
            let forward = { (model: Model, mode: Mode) in loss(model(batch.features, mode: mode), batch.targets) }
            let isObserved = observingEvery.map { (stepCount + 1) % max($0, 1) == 0 } ?? false
            let (value, observation) = isObserved ? observedStep(forward) : (step(forward), nil)
            guard value.isFinite else {
                throw NonFiniteLoss(
                    epoch: epoch, step: stepCount + 1, loss: value, place: nonFinitePlace ?? .loss, history: history)
            }
            let record = History.Step(
                epoch: epoch, step: stepCount, loss: value, learningRate: optimizer.learningRate)
            history.steps.append(record)
            if let observation { history.observations.append(observation) }
            afterStep(record, observation)
            total += Double(value) * Double(batch.count)
            count += batch.count
        }
        return Float(total / Double(count))
    }

    /// Evaluates the model, and shows the loss to the schedule.
    mutating func finishEpoch<Target: Targets>(
        _ mean: Float, on validation: Examples<Target>?, loss: (Tensor, Target) -> Tensor,
        metric: ((Tensor, Target) -> Float)?
    ) -> History.Epoch {
        epochCount += 1
        let output = validation.map { model($0.features) }
        let record = History.Epoch(
            epoch: epochCount, step: stepCount, loss: mean,
            validationLoss: validation.flatMap { held in output.map { loss($0, held.targets).item } },
            validationMetric: validation.flatMap { held in output.flatMap { metric?($0, held.targets) } },
            learningRate: optimizer.learningRate)
        schedule?.observe(loss: record.validationLoss ?? mean)
        return record
    }
}
