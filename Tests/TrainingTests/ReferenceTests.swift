import Testing

@testable import Training

/// Values that PyTorch computed in double precision; shapes, numbers and settings all come from the files.
@Suite struct ReferenceTests {
    static let layers = Fixture.load("layers").filter { ReferenceTests.function(for: $0) != nil }
    static let optimizers = Fixture.load("optimizers").filter {
        ["SGD", "SGD weight decay", "Momentum", "Nesterov"].contains($0.name)
    }
    static let runs = Fixture.load("training").filter { ["mlp sgd", "mlp momentum"].contains($0.name) }

    typealias Function = @Sendable ([Tensor], [String: Tensor]) -> Tensor

    @Test func filesAreThere() {
        #expect(Self.layers.count >= 24 && Self.optimizers.count == 4 && Self.runs.count == 2)
    }

    @Test(arguments: layers) func layer(_ fixture: Fixture) throws {
        let function = try #require(Self.function(for: fixture))
        let parameters = fixture.tensors("parameters")
        let tape = Tape()
        let inputs = fixture.inputs.map { tape.variable($0) }
        let variables = parameters.mapValues { tape.variable($0) }
        let output = function(inputs, variables)
        expectClose(output, try fixture.tensor("output"), "output")
        tape.backward(from: (output * (try fixture.tensor("upstream"))).sum())
        for (name, expected) in fixture.tensors("gradients") {
            let variable = try #require(
                variables[name] ?? (name.hasPrefix("input") ? inputs[Int(name.dropFirst(5)) ?? 0] : nil))
            expectClose(tape.gradient(of: variable), expected, "gradient of \(name)")
        }
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

    /// What a case computes, or nil if it needs what the library does not have.
    static func function(for fixture: Fixture) -> Function? {
        let targets = fixture.config["targets"] as? [Int] ?? []
        let smoothing = fixture.number("label_smoothing") ?? 0
        switch fixture.name {
        case "Linear", "Linear no bias":
            return { x, p in p["weight"].map { x[0].affine(weight: $0, bias: p["bias"]) } ?? x[0] }
        case "ReLU": return { x, _ in ReLU()(x[0]) }
        case "Sigmoid": return { x, _ in Sigmoid()(x[0]) }
        case "Tanh": return { x, _ in Tanh()(x[0]) }
        case "Softmax": return { x, _ in x[0].softmax() }
        case "LogSoftmax": return { x, _ in x[0].logSoftmax() }
        case "CrossEntropy", "CrossEntropy label smoothing", "CrossEntropy huge logits":
            return { x, _ in softmaxCrossEntropy(x[0], targets, labelSmoothing: smoothing) }
        case "broadcast add": return { x, _ in x[0] + x[1] }
        case "broadcast multiply": return { x, _ in x[0] * x[1] }
        case "broadcast divide": return { x, _ in x[0] / (x[1].abs() + 1) }
        case "sum axis 1": return { x, _ in (x[0] + x[1]).sum(axes: [1]) }
        case "mean axes 0,2": return { x, _ in (x[0] + x[1]).mean(axes: [0, 2]) }
        case "variance axis 1, biased": return { x, _ in (x[0] + x[1]).variance(axes: [1]) }
        case "max axis 2": return { x, _ in (x[0] + x[1]).max(axis: 2) }
        case "transpose": return { x, _ in (x[0] * x[1]).transposed() }
        case "reshape": return { x, _ in (x[0] * x[1]).reshaped([x[0].shape[2], -1]) }
        case "slice":
            return { x, _ in
                let y = x[0] * x[1]
                return y.sliced(1..<y.shape[0]).sliced(0..<y.shape[2], by: 2, axis: 2)
            }
        case "concatenate axis 0": return { x, _ in .concatenated([x[0].reshaped([x[0].shape[0], -1]), x[1]]) }
        case "batched matmul": return { x, _ in (x[0] + x[1]).matmul((x[0] * x[1]).transposed([0, 2, 1])) }
        case "logsumexp": return { x, _ in (x[0] + x[1]).logSumExp(axis: 2) }
        case "exp log sqrt": return { x, _ in (x[0].exp() + (x[1] * x[1] + 1).log()).squareRoot() }
        default: return nil
        }
    }
}
