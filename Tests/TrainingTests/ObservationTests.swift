import Testing

@testable import Training

@Suite struct ObservationTests {
    static func model(_ generator: inout Generator) -> some Layer {
        Sequential {
            Dense(2, 6, using: &generator); Tanh(); Dense(6, 3, using: &generator)
        }
    }

    @Test func rowsTellWhatTheStepDid() throws {
        let x = Tensor([[100, 0], [0, 0], [0, 0], [0, 0]])
        let model = Sequential {
            Dense(weight: Tensor([[1, 0], [-2, 0]]), bias: Tensor([0, 0])); Tanh()
            Dense(weight: Tensor([[1, 1]]), bias: nil)
        }
        var trainer = Trainer(model, optimizer: SGD(learningRate: 0.5, momentum: 0.9))
        let observation = try #require(trainer.observedStep { $0(x, mode: $1).sum() }.observation)
        #expect(observation.step == 1)
        #expect(observation.parameters.map(\.name) == ["0.weight", "0.bias", "2.weight"])
        #expect(observation.layers.map(\.layer) == ["0", "2"])
        // One row in four drives both units to ±1; the others stay at 0, where tanh has slope 1.
        let hidden = observation.layers[0]
        #expect(hidden.saturated == 0.25 && hidden.mean == 0 && hidden.gradientDeviation == 0)
        expectClose(Tensor(hidden.deviation), Tensor(0.5), "deviation")
        #expect(observation.layers[1].saturated == 0)
        // The gradient of the bias is 3 for both units: 4 rows less the saturated one. The move is half of it.
        let bias = observation.parameters[1]
        expectClose(Tensor(bias.gradientNorm), Tensor(Float(18).squareRoot()), "gradient")
        #expect(bias.norm == 0 && bias.updateRatio == 0)
        // The last weight's gradient sums the hidden outputs: (1, −1).
        let last = observation.parameters[2]
        expectClose(Tensor(last.gradientNorm), Tensor(Float(2).squareRoot()), "gradient")
        expectClose(Tensor(last.updateRatio), Tensor(0.5), "ratio")
    }

    @Test func lookingDoesNotChangeTheFit() throws {
        func train(observingEvery: Int?) throws -> (History, [Tensor]) {
            var generator = Generator(seed: 1)
            let data = FitTests.clouds(&generator)
            var model = Self.model(&generator)
            let history = try fit(
                &model, to: data, epochs: 3, batchSize: 16, optimizer: SGD(learningRate: 0.1),
                observingEvery: observingEvery, using: &generator)
            return (history, model.parameters.map(\.value))
        }
        let (plain, observed) = (try train(observingEvery: nil), try train(observingEvery: 4))
        #expect(plain.1 == observed.1 && plain.0.steps == observed.0.steps)
        #expect(observed.0.observations.map(\.step) == [4, 8, 12, 16])
        #expect(observed.0.parameterRows.count == 16 && observed.0.layerRows.count == 8)
        #expect(observed.0.parameterRows.allSatisfy { $0.gradientNorm > 0 && $0.updateRatio > 0 })
    }

    /// Weights that move during the walk back show the same gradients as those that move after it.
    @Test func theShortcutOfPlainDescentShowsTheGradientsToo() throws {
        var generator = Generator(seed: 1)
        let data = FitTests.clouds(&generator), model = Self.model(&generator)
        var quick = Trainer(model, optimizer: SGD(learningRate: 0.1))
        var slow = Trainer(model, optimizer: SGD(learningRate: 0.1), clipping: .norm(1e9))
        let loss = { (output: Tensor) in softmaxCrossEntropy(output, data.targets) }
        let a = try #require(quick.observedStep { loss($0(data.features, mode: $1)) }.observation)
        let b = try #require(slow.observedStep { loss($0(data.features, mode: $1)) }.observation)
        for (a, b) in zip(a.parameters, b.parameters) {
            #expect((a.gradientNorm - b.gradientNorm).magnitude < 1e-5 * max(1, b.gradientNorm), "\(a.name)")
            #expect((a.updateRatio - b.updateRatio).magnitude < 1e-5, "\(a.name)")
        }
        #expect(a.layers == b.layers)
    }

    static func place(_ weights: [Float], input: Float, scale: Float = 1) -> NonFiniteLoss.Place? {
        let model = Sequential {
            Dense(weight: Tensor([[weights[0]]]), bias: nil); ReLU(); Dense(weight: Tensor([[weights[1]]]), bias: nil)
        }
        var trainer = Trainer(model, optimizer: SGD(learningRate: 0.1))
        let value = trainer.step { ($0(Tensor([[input]]), mode: $1) * Tensor(scale)).sum() }
        #expect(value.isFinite == (trainer.nonFinitePlace == nil))
        return trainer.nonFinitePlace
    }

    @Test func aLossThatIsNotFiniteNamesThePlace() {
        #expect(Self.place([1, 1], input: 1) == nil)
        #expect(Self.place([1, 1], input: .nan) == .data)
        #expect(Self.place([1, .infinity], input: 1) == .parameter("2.weight"))
        #expect(Self.place([1e30, 1], input: 1e30) == .layer("0"))
        #expect(Self.place([1e20, 1e20], input: 1) == .layer("2"))
        #expect(Self.place([1e20, 1], input: 1, scale: 1e20) == .loss)
        #expect(NonFiniteLoss.Place.layer("2").description == "in the output of layer 2")
    }

    @Test func gradientsAreSeenAtARateOfZero() throws {
        func norms(rate: Float) throws -> [Float] {
            var generator = Generator(seed: 3)
            let x = Tensor.normal([6, 4], using: &generator)
            var trainer = Trainer(Dense(4, 3, using: &generator), optimizer: SGD(learningRate: rate))
            let step = trainer.observedStep { softmaxCrossEntropy($0(x, mode: $1), [0, 1, 2, 0, 1, 2]) }
            return try #require(step.observation).parameters.map(\.gradientNorm)
        }
        let (still, moved) = (try norms(rate: 0), try norms(rate: 0.5))
        #expect(still.allSatisfy { $0 > 0 })
        #expect(zip(still, moved).allSatisfy { abs($0 - $1) < 1e-4 * $0 })
    }
}
