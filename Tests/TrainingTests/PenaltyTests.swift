import Testing

@testable import Training

@Suite struct PenaltyTests {
    /// Four orthonormal columns of eight rows, from a Hadamard matrix.
    static let design = Tensor(
        (0..<8).map { row in
            [1, 2, 4, 7].map { column in ((row & column).nonzeroBitCount % 2 == 0 ? 1 : -1) / Float(8).squareRoot() }
        })
    static let coefficients: [Float] = [2, -0.75, 0.2, -0.1]
    static var target: Tensor { design.matmul(Tensor(shape: [4, 1], coefficients)) }

    /// Minimises ½‖Xw − y‖² with the penalties, by gradient descent in full batches.
    static func solve(_ penalties: [Penalty], rate: Float = 0.5, steps: Int = 200) -> [Float] {
        var trainer = Trainer(
            Dense(weight: Tensor([[0.3, 0.3, 0.3, 0.3]]), bias: nil), optimizer: SGD(learningRate: rate),
            penalties: penalties)
        for _ in 0..<steps {
            trainer.step { model, mode in
                let difference = model(design, mode: mode) - target
                return (difference * difference).sum() / 2
            }
        }
        return trainer.model.weight.value.elements
    }

    @Test func theDesignIsOrthonormal() {
        let gram = Self.design.transposed().matmul(Self.design)
        for row in 0..<4 {
            for column in 0..<4 { #expect((gram[row, column] - (row == column ? 1 : 0)).magnitude < 1e-6) }
        }
    }

    @Test func l2ShrinksByOneOverOnePlusLambda() {
        let expected = Self.coefficients.map { $0 / 1.25 }
        expectClose(Tensor(Self.solve([.l2(0.25)])), Tensor(expected), "L2")
    }

    @Test func proximalL1ThresholdsSoftlyAndReachesZero() {
        let found = Self.solve([.proximalL1(0.25)])
        expectClose(Tensor(found), Tensor([1.75, -0.5, 0, 0]), "proximal L1")
        #expect(found[2] == 0 && found[3] == 0)
    }

    /// The derivative of |w| at 0 is not defined: descent goes to and fro around 0, at most η·λ away.
    @Test func l1ThresholdsSoftlyUpToItsStep() {
        let found = Self.solve([.l1(0.25)], rate: 0.01, steps: 2_000)
        for (a, b) in zip(found, [1.75, -0.5, 0, 0] as [Float]) { #expect((a - b).magnitude <= 0.01 * 0.5) }
        #expect(found[2] != 0)
    }

    @Test func elasticNetThresholdsThenShrinks() {
        let found = Self.solve([.elasticNet(l1: 0.25, l2: 0.25)], rate: 0.01, steps: 2_000)
        for (a, b) in zip(found, [1.4, -0.4, 0, 0] as [Float]) { #expect((a - b).magnitude <= 0.01 * 0.5) }
    }

    @Test func maxNormCutsEachRow() {
        var trainer = Trainer(
            Dense(weight: Tensor([[3, 4], [0.3, 0.4]]), bias: Tensor([9, 9])), optimizer: SGD(learningRate: 0),
            penalties: [.maxNorm(1)])
        trainer.step { $0(Tensor([[1, 1]]), mode: $1).sum() }
        expectClose(trainer.model.weight.value, Tensor([[0.6, 0.8], [0.3, 0.4]]), "weight")
        #expect(trainer.model.bias?.value.elements == [9, 9])
    }

    /// One step from the same weights with a penalty, and with the rule's own weight decay.
    static func steps<Rule: Optimizer>(_ plain: Rule, _ decaying: Rule, _ penalty: Penalty) -> ([Float], [Float]) {
        var generator = Generator(seed: 3)
        let model = Dense(4, 2, bias: false, using: &generator), x = Tensor.normal([5, 4], using: &generator)
        var (a, b) = (Trainer(model, optimizer: plain, penalties: [penalty]), Trainer(model, optimizer: decaying))
        for _ in 0..<5 {
            a.step { softmaxCrossEntropy($0(x, mode: $1), [0, 1, 1, 0, 1]) }
            b.step { softmaxCrossEntropy($0(x, mode: $1), [0, 1, 1, 0, 1]) }
        }
        return (a.model.weight.value.elements, b.model.weight.value.elements)
    }

    @Test func l2EqualsWeightDecayForDescentOnly() {
        let sgd = Self.steps(
            SGD(learningRate: 0.1), SGD(learningRate: 0.1, weightDecay: 0.1), .decoupledWeightDecay(0.1))
        let coupled = Self.steps(SGD(learningRate: 0.1), SGD(learningRate: 0.1, weightDecay: 0.1), .l2(0.1))
        expectClose(Tensor(sgd.0), Tensor(sgd.1), "decoupled decay")
        expectClose(Tensor(coupled.0), Tensor(coupled.1), "L2")
        let l2 = Self.steps(AdamW(weightDecay: 0), AdamW(weightDecay: 0.5), .l2(0.5))
        #expect(zip(l2.0, l2.1).contains { ($0 - $1).magnitude > 1e-4 })
        let decoupled = Self.steps(AdamW(weightDecay: 0), AdamW(weightDecay: 0.5), .decoupledWeightDecay(0.5))
        expectClose(Tensor(decoupled.0), Tensor(decoupled.1), "AdamW's decay")
    }

    @Test func penaltiesHoldOnTheLayersNamed() {
        var generator = Generator(seed: 1)
        let model = Sequential {
            Dense(2, 3, using: &generator); Dense(3, 2, using: &generator)
        }
        var trainer = Trainer(
            model, optimizer: SGD(learningRate: 1), penalties: [.proximalL1(100, on: .named("1.weight"))])
        trainer.step { ($0(Tensor([[1, 1]]), mode: $1) * 0).sum() }
        let values = trainer.model.parameters.map(\.value)
        #expect(values[2].elements.allSatisfy { $0 == 0 })
        #expect(values[0] == model.parameters[0].value && values[1] == model.parameters[1].value)
    }

    @Test func theValueIsWhatIsAddedToTheLoss() {
        let model = Dense(weight: Tensor([[3, -4]]), bias: Tensor([100]))
        #expect(Penalty.l1(0.5).value(of: model) == 3.5 && Penalty.l2(0.5).value(of: model) == 6.25)
        #expect(Penalty.elasticNet(l1: 0.5, l2: 0.5).value(of: model) == 9.75)
        #expect(Penalty.l2(1, on: .named("bias")).value(of: model) == 5_000)
    }

    @Test func aNameThatIsNotThereStops() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Trainer(
                Dense(weight: Tensor([[1]]), bias: nil), optimizer: SGD(learningRate: 1),
                penalties: [.l2(1, on: .named("wieght"))])
        }
        let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(message.contains("no parameter is named wieght; there are weight"))
    }
}

@Suite struct ParameterGroupTests {
    @Test func groupsHaveTheirOwnSettings() {
        let rule = ParameterGroups(SGD(learningRate: 0.5, weightDecay: 0.2))
            .with(.vectors) { $0.weightDecay = 0 }
            .with(.named("weight")) { $0.learningRate = 0.25 }
        var trainer = Trainer(Dense(weight: Tensor([[2]]), bias: Tensor([2])), optimizer: rule)
        trainer.step { ($0(Tensor([[1]]), mode: $1) * 0).sum() }
        expectClose(trainer.model.weight.value, Tensor([[1.9]]), "weight")
        #expect(trainer.model.bias?.value.elements == [2])
        trainer.optimizer.learningRate = 1
        trainer.step { ($0(Tensor([[1]]), mode: $1) * 0).sum() }
        expectClose(trainer.model.weight.value, Tensor([[1.71]]), "half the rate of the first group")
    }

    @Test func aNameThatIsNotThereStops() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let rule = ParameterGroups(SGD(learningRate: 1)).with(.named("wieght")) { $0.learningRate = 0.1 }
            _ = Trainer(Dense(weight: Tensor([[1]]), bias: nil), optimizer: rule)
        }
        let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(message.contains("no parameter is named wieght; there are weight"))
    }
}
