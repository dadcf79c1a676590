import Testing

@testable import Training

/// Values that PyTorch computed in double precision; shapes, numbers and settings all come from the files.
@Suite struct ReferenceTests {
    static let optimizers = Fixture.load("optimizers").filter {
        ["SGD", "SGD weight decay", "Momentum", "Nesterov"].contains($0.name)
    }
    static let runs = Fixture.load("training").filter { ["mlp sgd", "mlp momentum"].contains($0.name) }

    @Test func filesAreThere() {
        #expect(Self.optimizers.count == 4 && Self.runs.count == 2)
    }

    @Test(arguments: optimizers) func optimizer(_ fixture: Fixture) throws {
        let rule = SGD(
            learningRate: try #require(fixture.number("lr")), momentum: fixture.number("momentum") ?? 0,
            nesterov: fixture.config["nesterov"] as? Bool ?? false, weightDecay: fixture.number("weight_decay") ?? 0)
        var parameter = Tensor(try #require(Fixture.numbers(fixture.json["start"])))
        var state = rule.makeState(for: parameter)
        let gradients = fixture.json["gradients"] as? [Any] ?? [],
            trajectory = fixture.json["trajectory"] as? [Any] ?? []
        #expect(!gradients.isEmpty && gradients.count == trajectory.count)
        for (step, gradient) in gradients.enumerated() {
            rule.update(
                &parameter, gradient: Tensor(try #require(Fixture.numbers(gradient))), state: &state, step: step)
            expectClose(parameter, Tensor(try #require(Fixture.numbers(trajectory[step]))), "step \(step)")
        }
    }

    @Test(arguments: runs) func run(_ fixture: Fixture) throws {
        let parameters = fixture.tensors("parameters"), final = fixture.tensors("final")
        func dense(_ index: Int) throws -> Dense {
            Dense(weight: try #require(parameters["\(index).weight"]), bias: parameters["\(index).bias"])
        }
        let (first, second, third) = (try dense(0), try dense(2), try dense(4))
        let model = Sequential {
            first; Tanh(); second; ReLU(); third
        }
        let rule = SGD(learningRate: try #require(fixture.number("lr")), momentum: fixture.number("momentum") ?? 0)
        let inputs = try fixture.tensor("inputs"), targets = try #require(fixture.json["targets"] as? [Int])
        let examples = Examples(features: inputs, targets: targets)
        var trainer = Trainer(model, optimizer: rule)
        var history = History()
        for epoch in 1...Int(fixture.number("epochs") ?? 0) {
            _ = try trainer.pass(
                over: examples, order: Array(targets.indices), batchSize: Int(fixture.number("batch") ?? 1),
                epoch: epoch,
                loss: { softmaxCrossEntropy($0, $1) }, history: &history)
        }
        let losses = try #require(Fixture.numbers(fixture.json["losses"]))
        expectClose(Tensor(history.steps.map(\.loss)), Tensor(losses), within: 5e-4, "losses")
        expectClose(trainer.model(inputs), try fixture.tensor("evaluation"), within: 5e-4, "evaluation")
        for parameter in trainer.model.parameters {
            expectClose(parameter.value, try #require(final[parameter.name]), within: 5e-4, parameter.name)
        }
    }
}
