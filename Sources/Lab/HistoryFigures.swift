import Figures
import Training

extension Chart {
    /// The loss of every epoch against its number, and that of the validation examples if there were any.
    public init(_ history: History) {
        self.init(history.epochs) { epoch in
            let losses = [("training", Float?.some(epoch.loss)), ("validation", epoch.validationLoss)]
            for case (let name, let loss?) in losses {
                LineMark(x: .value("Epoch", epoch.epoch), y: .value("Loss", loss))
                    .foregroundStyle(by: .value("Examples", name))
            }
        }
    }
}

extension Table {
    /// A row for every epoch: the losses, the metric of the validation examples and the learning rate, the best marked.
    /// What no epoch has is left out.
    public init(_ history: History) {
        let isValidated = history.epochs.contains { $0.validationLoss != nil }
        let isMeasured = history.epochs.contains { $0.validationMetric != nil }
        self.init(history.epochs) {
            Column("Epoch", \.epoch)
            Column("Loss", \.loss, format: .significant(3), best: .lowest)
            if isValidated { Column("Validation loss", \.validationLoss, format: .significant(3), best: .lowest) }
            if isMeasured { Column("Validation metric", \.validationMetric, format: .significant(3)) }
            Column("Learning rate", \.learningRate, format: .significant(2))
        }
    }
}

extension History: Displayable {
    public var forms: [String: String] { Table(self).forms }
}
