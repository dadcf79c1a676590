import Testing

@testable import Training

/// Optimizers and clipping against values that PyTorch computed in double precision.
@Suite struct OptimizerReferenceTests {
    static let cases = Fixture.load("optimizers")

    @Test func everyCaseIsThereOnce() {
        let names = [
            "SGD", "SGD weight decay", "Momentum", "Nesterov", "Adagrad", "RMSprop", "RMSprop centered momentum",
            "Adadelta", "Adam", "Adam L2", "AMSGrad", "AdamW", "Adamax", "NAdam", "RAdam", "clip by norm 1",
            "clip by value 0.5",
        ]
        #expect(Self.cases.map(\.name).sorted() == names.sorted())
    }

    @Test(arguments: cases) func matches(_ fixture: Fixture) throws {
        let rate = fixture.number("lr") ?? .nan, decay = fixture.number("weight_decay") ?? 0
        let epsilon = fixture.number("eps"), momentum = fixture.number("momentum") ?? 0
        switch fixture.name {
        case "SGD", "SGD weight decay", "Momentum", "Nesterov":
            let nesterov = fixture.config["nesterov"] as? Bool ?? false
            let rule = SGD(learningRate: rate, momentum: momentum, nesterov: nesterov, weightDecay: decay)
            try follow(rule, fixture)
        case "Adagrad":
            try follow(Adagrad(learningRate: rate, weightDecay: decay, epsilon: epsilon ?? 1e-10), fixture)
        case "RMSprop", "RMSprop centered momentum":
            let rule = RMSprop(
                learningRate: rate, smoothing: fixture.number("alpha") ?? 0.99, momentum: momentum,
                centered: fixture.config["centered"] as? Bool ?? false, weightDecay: decay, epsilon: epsilon ?? 1e-8)
            try follow(rule, fixture)
        case "Adadelta":
            let rule = Adadelta(
                learningRate: rate, smoothing: fixture.number("rho") ?? 0.9, weightDecay: decay,
                epsilon: epsilon ?? 1e-6)
            try follow(rule, fixture)
        case "Adam", "Adam L2", "AMSGrad", "AdamW", "Adamax", "NAdam", "RAdam": try adaptive(fixture, rate, decay)
        case "clip by norm 1": try clip(fixture) { .norm($0) }
        case "clip by value 0.5": try clip(fixture) { .value($0) }
        default: Issue.record("the case \(fixture.name) is not known")
        }
    }

    private func adaptive(_ fixture: Fixture, _ rate: Float, _ decay: Float) throws {
        let betas = Fixture.numbers(fixture.config["betas"]) ?? [0.9, 0.999], epsilon = fixture.number("eps") ?? 1e-8
        switch fixture.name {
        case "AdamW":
            let decay = fixture.number("weight_decay") ?? 0.01
            try follow(
                AdamW(
                    learningRate: rate, beta1: betas[0], beta2: betas[1], epsilon: epsilon, weightDecay: decay),
                fixture)
        case "Adamax":
            try follow(
                Adamax(
                    learningRate: rate, beta1: betas[0], beta2: betas[1], epsilon: epsilon, weightDecay: decay),
                fixture)
        case "NAdam":
            try follow(
                NAdam(
                    learningRate: rate, beta1: betas[0], beta2: betas[1], epsilon: epsilon,
                    momentumDecay: fixture.number("momentum_decay") ?? 0.004, weightDecay: decay), fixture)
        case "RAdam":
            try follow(
                RAdam(
                    learningRate: rate, beta1: betas[0], beta2: betas[1], epsilon: epsilon, weightDecay: decay),
                fixture)
        default:
            try follow(
                Adam(
                    learningRate: rate, beta1: betas[0], beta2: betas[1], epsilon: epsilon, weightDecay: decay,
                    amsgrad: fixture.config["amsgrad"] as? Bool ?? false), fixture)
        }
    }

    /// Takes the steps of the case and compares the parameters after each.
    private func follow(_ rule: some Optimizer, _ fixture: Fixture) throws {
        #expect(rule.learningRate.isFinite)
        var parameter = Tensor(try #require(Fixture.numbers(fixture.json["start"])))
        var state = rule.makeState(for: parameter)
        let gradients = fixture.json["gradients"] as? [Any] ?? []
        let trajectory = fixture.json["trajectory"] as? [Any] ?? []
        #expect(!gradients.isEmpty && gradients.count == trajectory.count)
        for (step, gradient) in gradients.enumerated() {
            let slope = Tensor(try #require(Fixture.numbers(gradient)))
            rule.update(&parameter, gradient: slope, state: &state, step: step)
            expectClose(parameter, Tensor(try #require(Fixture.numbers(trajectory[step]))), "step \(step)")
        }
    }

    /// The limit is the last word of the case's name, unless its settings have one.
    private func clip(_ fixture: Fixture, _ clipping: (Float) -> Clipping) throws {
        let word = fixture.name.split(separator: " ").last.map(String.init) ?? ""
        let limit = try #require(fixture.number("limit") ?? Float(word))
        let gradients = (fixture.json["gradients"] as? [Any] ?? []).compactMap(Fixture.tensor)
        let expected = (fixture.json["clipped"] as? [Any] ?? []).compactMap(Fixture.tensor)
        #expect(!gradients.isEmpty && gradients.count == expected.count)
        let clipped = clipping(limit)(gradients)
        for (index, pair) in zip(clipped, expected).enumerated() { expectClose(pair.0, pair.1, "gradient \(index)") }
    }
}
