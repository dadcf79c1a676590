import Testing

@testable import Training

/// Whole training runs against PyTorch's in double precision: every loss, the outputs and the parameters at the end.
@Suite struct RunReferenceTests {
    static let cases = Fixture.load("training")

    @Test func everyCaseIsThereOnce() {
        let names = ["mlp sgd", "mlp batchnorm adam", "mlp adamw", "mlp momentum"]
        #expect(Self.cases.map(\.name).sorted() == names.sorted())
    }

    @Test(arguments: cases) func matches(_ fixture: Fixture) throws {
        let rate = try #require(fixture.number("lr")), decay = fixture.number("weight_decay") ?? 0
        switch fixture.name {
        case "mlp sgd", "mlp momentum":
            let momentum = fixture.number("momentum") ?? 0
            try follow(plain(fixture), SGD(learningRate: rate, momentum: momentum, weightDecay: decay), fixture)
        case "mlp adamw":
            try follow(plain(fixture), AdamW(learningRate: rate, weightDecay: decay), fixture)
        case "mlp batchnorm adam":
            try follow(normalized(fixture), Adam(learningRate: rate, weightDecay: decay), fixture)
        default: Issue.record("the case \(fixture.name) is not known")
        }
    }

    private func follow<Model: Layer>(_ model: Model, _ rule: some Optimizer, _ fixture: Fixture) throws {
        let inputs = try fixture.tensor("inputs"), targets = try #require(fixture.json["targets"] as? [Int])
        let final = fixture.tensors("final"), examples = Examples(features: inputs, targets: targets)
        var trainer = Trainer(model, optimizer: rule)
        var history = History()
        for epoch in 1...Int(fixture.number("epochs") ?? 0) {
            _ = try trainer.pass(
                over: examples, order: Array(targets.indices), batchSize: Int(fixture.number("batch") ?? 1),
                epoch: epoch, loss: { softmaxCrossEntropy($0, $1) }, history: &history)
        }
        let losses = try #require(Fixture.numbers(fixture.json["losses"]))
        expectClose(Tensor(history.steps.map(\.loss)), Tensor(losses), within: 5e-4, "losses")
        expectClose(trainer.model(inputs), try fixture.tensor("evaluation"), within: 5e-4, "evaluation")
        for parameter in trainer.model.parameters where parameter.isTrainable {
            expectClose(parameter.value, try #require(final[parameter.name]), within: 5e-4, parameter.name)
        }
    }

    private func plain(_ fixture: Fixture) throws -> some Layer {
        let (first, second, third) = (try dense(fixture, 0), try dense(fixture, 2), try dense(fixture, 4))
        return Sequential {
            first; Tanh(); second; ReLU(); third
        }
    }

    private func normalized(_ fixture: Fixture) throws -> some Layer {
        let (first, second, third) = (try dense(fixture, 0), try dense(fixture, 3), try dense(fixture, 6))
        let (inner, outer) = (try normalization(fixture, 1), try normalization(fixture, 4))
        return Sequential {
            first; inner; Tanh(); second; outer; ReLU(); third
        }
    }

    private func normalization(_ fixture: Fixture, _ index: Int) throws -> BatchNorm {
        let parameters = fixture.tensors("parameters")
        let (scale, shift) = (try #require(parameters["\(index).weight"]), try #require(parameters["\(index).bias"]))
        var layer = BatchNorm(scale.count)
        layer.scale?.value = scale
        layer.shift?.value = shift
        return layer
    }

    private func dense(_ fixture: Fixture, _ index: Int) throws -> Dense {
        let parameters = fixture.tensors("parameters")
        return Dense(weight: try #require(parameters["\(index).weight"]), bias: parameters["\(index).bias"])
    }
}
