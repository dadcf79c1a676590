/// The numbers of a model at one moment of a fit.
///
///     let history = try fit(&model, …, checkpointEvery: 10, using: &generator)
///     history.checkpoints[2].restore(&model)      // as it was after epoch 30
public struct Checkpoint: Sendable {
    /// Counted from 1.
    public let epoch: Int
    /// How many updates had been made.
    public let step: Int
    /// All parameters, with those that are not trained, in the order of the visit.
    public let values: [Tensor]

    /// The numbers that `model` has now; they do not change with it.
    public init(of model: some Layer, epoch: Int, step: Int) {
        (self.epoch, self.step) = (epoch, step)
        values = model.parameters.map { $0.value.detached }
    }

    /// Gives `model` these numbers; it must have parameters of the same shapes in the same order.
    public func restore(_ model: inout some Layer) {
        var index = 0
        model.visitParameters { parameter in
            require(index < values.count, "a checkpoint of \(values.count) parameters for a model that has more")
            require(
                parameter.value.shape == values[index].shape,
                "\(parameter.name): shape \(Shape.describe(parameter.value.shape)), and "
                    + "\(Shape.describe(values[index].shape)) in the checkpoint")
            parameter.value = values[index]
            index += 1
        }
        require(index == values.count, "a checkpoint of \(values.count) parameters for a model of \(index)")
    }
}
