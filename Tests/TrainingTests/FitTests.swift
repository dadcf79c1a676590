import Testing

@testable import Training

@Suite struct FitTests {
    /// Three clouds of points in the plane.
    static func clouds(_ generator: inout Generator) -> Examples<[Int]> {
        let labels = (0..<90).map { $0 % 3 }
        let centres: [[Float]] = [[0, 2], [2, -1], [-2, -1]]
        let features = Tensor(labels.map { centres[$0] }) + .normal([90, 2], deviation: 0.5, using: &generator)
        return Examples(features: features, targets: labels)
    }

    static func train(seed: Int, momentum: Float = 0) throws -> (History, [Tensor]) {
        var generator = Generator(seed: seed)
        let data = clouds(&generator)
        var model = Sequential {
            Dense(2, 8, using: &generator); Tanh(); Dense(8, 3, using: &generator)
        }
        let history = try fit(
            &model, to: data, epochs: 20, batchSize: 16, optimizer: SGD(learningRate: 0.2, momentum: momentum),
            validation: data, using: &generator)
        return (history, model.parameters.map(\.value))
    }

    @Test func learns() throws {
        let (history, _) = try Self.train(seed: 1)
        #expect(history.epochs.count == 20 && history.steps.count == 20 * 6)
        #expect(history.steps.map(\.step) == Array(1...120) && history.epochs.last?.step == 120)
        #expect(history.epochs[19].loss < 0.1 && history.epochs[19].loss < history.epochs[0].loss / 3)
        #expect(history.epochs[19].validationMetric ?? 0 > 0.97)
    }

    @Test(arguments: [0, 0.9] as [Float]) func equalSeedsGiveEqualBits(_ momentum: Float) throws {
        let (a, b, other) = (
            try Self.train(seed: 4, momentum: momentum), try Self.train(seed: 4, momentum: momentum),
            try Self.train(seed: 5, momentum: momentum)
        )
        #expect(a.0.steps == b.0.steps && a.0.epochs == b.0.epochs && a.1 == b.1)
        #expect(a.1 != other.1)
    }

    @Test func theShortcutOfPlainDescentMovesAsTheRuleDoes() {
        struct Slow: Optimizer {
            var rule: SGD
            var learningRate: Float {
                get { rule.learningRate }
                set { rule.learningRate = newValue }
            }
            func makeState(for value: Tensor) -> Tensor? { rule.makeState(for: value) }
            func update(_ parameter: inout Tensor, gradient: Tensor, state: inout Tensor?, step: Int) {
                rule.update(&parameter, gradient: gradient, state: &state, step: step)
            }
        }
        var generator = Generator(seed: 2)
        let data = Self.clouds(&generator)
        let model = Sequential {
            Dense(2, 5, using: &generator); ReLU(); Dense(5, 3, using: &generator)
        }
        let rule = SGD(learningRate: 0.1)
        var (quick, slow) = (Trainer(model, optimizer: rule), Trainer(model, optimizer: Slow(rule: rule)))
        for _ in 0..<10 {
            _ = quick.step { softmaxCrossEntropy($0(data.features, mode: $1), data.targets) }
            _ = slow.step { softmaxCrossEntropy($0(data.features, mode: $1), data.targets) }
        }
        for (a, b) in zip(quick.model.parameters, slow.model.parameters) { expectClose(a.value, b.value, a.name) }
        #expect(quick.model.parameters[0].value != model.parameters[0].value)
    }

    @Test func aCopyOfTheModelStaysAsItWas() {
        var generator = Generator(seed: 2)
        let data = Self.clouds(&generator)
        let model = Dense(2, 3, using: &generator)
        let before = model.weight.value.elements
        var trainer = Trainer(model, optimizer: SGD(learningRate: 0.1))
        var snapshots: [[Float]] = []
        var copies: [Dense] = []
        for _ in 0..<3 {
            _ = trainer.step { softmaxCrossEntropy($0(data.features, mode: $1), data.targets) }
            copies.append(trainer.model)
            snapshots.append(trainer.model.weight.value.elements)
        }
        #expect(model.weight.value.elements == before && snapshots[0] != before && snapshots[1] != snapshots[0])
        #expect(copies.map(\.weight.value.elements) == snapshots)
    }

    @Test func aWeightUsedTwiceIsNotMovedEarly() {
        let data = Tensor([[1, 2], [3, 4]])
        var trainer = Trainer(
            Dense(weight: Tensor([[1, 0.5], [0, 1]]), bias: nil), optimizer: SGD(learningRate: 0.5))
        let weight = trainer.model.weight.value
        let expected = gradient(at: weight) { data.affine(weight: $0).affine(weight: $0).mean() }
        _ = trainer.step { $0($0(data, mode: $1), mode: $1).mean() }
        expectClose(trainer.model.weight.value, weight - 0.5 * expected, "weight")
    }

    @Test func frozenParametersStay() {
        var layer = Dense(weight: Tensor([[1, 2]]), bias: Tensor([0]))
        layer.weight.isTrainable = false
        var trainer = Trainer(layer, optimizer: SGD(learningRate: 1))
        _ = trainer.step { $0(Tensor([[1, 1]]), mode: $1).sum() }
        #expect(trainer.model.weight.value.elements == [1, 2] && trainer.model.bias?.value.elements == [-1])
        #expect(layer.parameterCount == 1)
    }

    @Test func aLossThatIsNotFiniteIsReported() throws {
        var generator = Generator(seed: 1)
        let data = Examples(features: Tensor([[1e20], [1e20]]), targets: Tensor([[0], [1]]))
        var model = Dense(weight: Tensor([[1]]), bias: nil)
        let failure = #expect(throws: NonFiniteLoss.self) {
            try fit(
                &model, to: data, loss: { (($0 - $1) * ($0 - $1)).mean() }, epochs: 3, batchSize: 1,
                optimizer: SGD(learningRate: 1), using: &generator)
        }
        #expect(failure?.epoch == 1 && failure?.step == 1)
        #expect(
            failure?.description
                == "the loss is infinite at step 1, in epoch 1; the first number that is not finite is in the loss, behind the last layer"
        )
        #expect(model.weight.value.elements == [1])
    }

    @Test func afterEpochCanEndTheFit() throws {
        var generator = Generator(seed: 1)
        let data = Self.clouds(&generator)
        var model = Dense(2, 3, using: &generator)
        let history = try fit(
            &model, to: data, epochs: 50, batchSize: 90, optimizer: SGD(learningRate: 0.1), using: &generator
        ) { record, _ in record.epoch < 4 }
        #expect(history.epochs.count == 4)
    }

    @Test func logitsOfAThousandAreFine() {
        let logits = Tensor([[1_000, -1_000, 0]])
        #expect(softmaxCrossEntropy(logits, [0]).item == 0 && softmaxCrossEntropy(logits, [1]).item == 2_000)
        #expect(gradient(at: logits) { softmaxCrossEntropy($0, [1]) }.elements == [1, -1, 0])
        // Of the smoothed target 0.3, three classes get 0.1 each: 0.1·0 + 0.1·2,000 + 0.1·1,000.
        #expect((softmaxCrossEntropy(logits, [0], labelSmoothing: 0.3).item - 300).magnitude < 1e-3)
    }

    @Test func namesFollowPyTorch() {
        var generator = Generator(seed: 1)
        let model = Sequential {
            Dense(2, 4, using: &generator); ReLU(); Dense(4, 3, bias: false, using: &generator)
        }
        #expect(model.parameters.map(\.name) == ["0.weight", "0.bias", "2.weight"])
        #expect(model.parameterCount == 24)
    }

    @Test func theSplitKeepsTheShareOfEachClass() {
        var generator = Generator(seed: 1)
        let data = Self.clouds(&generator)
        let (train, test) = data.split(testFraction: 0.2, using: &generator)
        #expect(test.count == 18 && train.count == 72)
        for label in 0..<3 { #expect(test.targets.filter { $0 == label }.count == 6) }
        #expect((train.features.sum() + test.features.sum() - data.features.sum()).item.magnitude < 1e-3)
    }

    @Test func standardizedFeaturesHaveMeanZeroAndDeviationOne() {
        let features = Tensor([[1, 100, 5], [2, 300, 5], [6, 200, 5]])
        let scaler = Standardizer(features)
        #expect(scaler.mean == [3, 200, 5])
        let scaled = scaler(features)
        expectClose(scaled.mean(axes: [0]), Tensor([0, 0, 0]), "mean")
        expectClose(scaled.variance(axes: [0]), Tensor([1, 1, 0]), "variance")
    }
}

@Suite struct TapeTests {
    @Test func aStepThatRepeatsTheShapesReusesTheBuffers() {
        let tape = Tape(), weight = Tensor([[1, 2], [3, 4]])
        func step() -> (ObjectIdentifier, ObjectIdentifier) {
            tape.clear()
            let hidden = tape.variable(weight).relu(), loss = hidden.sum()
            tape.backward(from: loss)
            return (ObjectIdentifier(hidden.storage), ObjectIdentifier(tape.gradient(of: weight).storage))
        }
        let first = step()
        #expect(first == step() && first == step())
    }

    @Test func aBufferThatIsStillHeldIsLeftAlone() {
        let tape = Tape(), weight = Tensor([1, -2])
        let kept = tape.variable(weight).relu()
        tape.clear()
        _ = (-tape.variable(weight)).exp()
        #expect(kept.elements == [1, 0])
    }

    @Test func tensorsOfAClearedTapeAreConstants() {
        let tape = Tape()
        let old = tape.variable(Tensor([2]))
        tape.clear()
        #expect((old * old).place == nil)
    }
}
