import Testing

@testable import Training

@Suite struct TrainerTests {
    /// Σ(w·1) has the gradient (1, 1, 1, 1), of length 2.
    static func move(_ clipping: Clipping?, rate: Float = 1) -> [Float] {
        var trainer = Trainer(
            Dense(weight: Tensor([[0, 0, 0, 0]]), bias: nil), optimizer: SGD(learningRate: rate), clipping: clipping)
        trainer.step { $0(Tensor([[1, 1, 1, 1]]), mode: $1).sum() }
        return trainer.model.weight.value.elements
    }

    @Test func gradientsAreClippedBeforeTheUpdate() {
        #expect(Self.move(nil) == [-1, -1, -1, -1] && Self.move(.norm(3)) == [-1, -1, -1, -1])
        expectClose(Tensor(Self.move(.norm(1))), Tensor([-0.5, -0.5, -0.5, -0.5]), "by norm")
        #expect(Self.move(.value(0.25)) == [-0.25, -0.25, -0.25, -0.25])
    }

    @Test func theScheduleSetsTheRateOfEachStep() throws {
        var generator = Generator(seed: 1)
        let data = FitTests.clouds(&generator)
        func rates(_ schedule: Schedule, _ rule: some Optimizer) throws -> [Float] {
            var model = Dense(2, 3, using: &generator)
            return try fit(
                &model, to: data, epochs: 3, batchSize: 45, optimizer: rule, schedule: schedule, using: &generator
            ).steps.map(\.learningRate)
        }
        let halving = Schedule.step(0.5, every: 1, factor: 0.5)
        #expect(
            try rates(halving, SGD(learningRate: 9)) == [0.5, 0.25, 0.125, 0.0625, 0.03125, 0.015625])
        #expect(try rates(halving.perEpoch, Adam()) == [0.5, 0.5, 0.25, 0.25, 0.125, 0.125])
        let warm = Schedule.constant(0.5).warmedUp(over: 4, from: 0.5)
        #expect(try rates(warm, RMSprop()) == [0.25, 0.3125, 0.375, 0.4375, 0.5, 0.5])
        // The loss cannot improve a thousandfold, so that every epoch but the first fails.
        let plateau = Schedule.constant(0.5).reducedOnPlateau(factor: 0.5, patience: 0, threshold: .relative(0.999))
        #expect(try rates(plateau, SGD(learningRate: 1)) == [0.5, 0.5, 0.5, 0.5, 0.25, 0.25])
    }

    @Test func warmUpGoesInFrontOfAnySchedule() {
        let plain = Schedule.cosine(0.5, steps: 8), warm = plain.warmedUp(over: 3)
        #expect((0..<9).map { warm.rate(at: $0 + 3) } == (0..<9).map { plain.rate(at: $0) })
        #expect(warm.rate(at: 0) == 0.05 && warm.rate(at: 2) < 0.5)
    }

    @Test func aPlateauReducesDownToItsMinimumAndRests() {
        var schedule = Schedule.constant(0.8).reducedOnPlateau(
            factor: 0.5, patience: 1, threshold: .absolute(0.5), cooldown: 2, minimum: 0.3)
        var rates: [Float] = []
        for loss in [3, 2.6, 2.55, 2.4, 2.4, 2.4, 2.4, 2.4, 2.4] as [Float] {
            schedule.observe(loss: loss)
            rates.append(schedule.rate(at: 0))
        }
        // 2.6 and 2.55 are not 0.5 below 3; 2.4 is; two epochs rest, and two failures later comes the next reduction.
        #expect(rates == [0.8, 0.8, 0.4, 0.4, 0.4, 0.4, 0.3, 0.3, 0.3])
    }

    @Test func theLastBatchIsKeptOrDropped() throws {
        var generator = Generator(seed: 1)
        let data = FitTests.clouds(&generator)
        func steps(dropsLast: Bool) throws -> Int {
            var model = Dense(2, 3, using: &generator)
            return try fit(
                &model, to: data, epochs: 2, batchSize: 40, dropsLast: dropsLast, optimizer: SGD(learningRate: 0.1),
                using: &generator
            ).steps.count
        }
        #expect(try steps(dropsLast: false) == 6 && steps(dropsLast: true) == 4)
    }

    @Test func aCopyOfTheTrainerGoesOnAlike() {
        var generator = Generator(seed: 1)
        let data = FitTests.clouds(&generator)
        var trainer = Trainer(Dense(2, 3, using: &generator), optimizer: Adam(learningRate: 0.1))
        let step = { (trainer: inout Trainer<Dense, Adam>) in
            trainer.step { softmaxCrossEntropy($0(data.features, mode: $1), data.targets) }
        }
        for _ in 0..<3 { _ = step(&trainer) }
        var copy = trainer
        let losses = (0..<3).map { _ in step(&trainer) }
        #expect((0..<3).map { _ in step(&copy) } == losses)
        #expect(copy.model.weight.value == trainer.model.weight.value)
    }

    @Test func theRangeTestFindsWhereTheLossFalls() throws {
        var generator = Generator(seed: 1)
        let data = FitTests.clouds(&generator), model = Dense(2, 3, using: &generator)
        let before = model.weight.value.elements
        let range = LearningRateRange(
            of: model, on: data, batchSize: 30, optimizer: SGD(learningRate: 1), from: 1e-4, to: 1e6,
            steps: 60, using: &generator)
        let rates = range.points.map(\.rate)
        #expect(rates.first == 1e-4 && zip(rates, rates.dropFirst()).allSatisfy { $0 < $1 })
        #expect(range.points.count < 60)  // It ends where the loss has exploded.
        let (steepest, least) = try (#require(range.steepest), #require(range.least))
        #expect(steepest > 0.001 && steepest < least && least < rates[rates.count - 1])
        #expect(range.points.first { $0.rate == least }?.smoothedLoss == range.points.map(\.smoothedLoss).min())
        #expect(model.weight.value.elements == before)
    }

    static let rules: [any Optimizer] = [
        SGD(learningRate: 0.05), SGD(learningRate: 0.05, momentum: 0.9, nesterov: true), Adagrad(learningRate: 0.1),
        RMSprop(), RMSprop(momentum: 0.5, centered: true), Adadelta(), Adam(learningRate: 0.01),
        Adam(learningRate: 0.01, amsgrad: true), AdamW(learningRate: 0.01), Adamax(learningRate: 0.01),
        NAdam(learningRate: 0.01), RAdam(learningRate: 0.01),
    ]

    @Test(arguments: rules.indices) func everyRuleLearnsAndRepeats(_ index: Int) throws {
        func train(_ rule: some Optimizer) throws -> ([Float], [Tensor]) {
            var generator = Generator(seed: 1)
            let data = FitTests.clouds(&generator)
            var model = Dense(2, 3, using: &generator)
            let history = try fit(
                &model, to: data, epochs: 20, batchSize: 16, optimizer: rule, clipping: .norm(5),
                penalties: [.l2(1e-4)], using: &generator)
            return (history.epochs.map(\.loss), model.parameters.map(\.value))
        }
        let (first, second) = (try train(Self.rules[index]), try train(Self.rules[index]))
        #expect(first.0 == second.0 && first.1 == second.1)
        #expect(first.0[19] < 0.8 * first.0[0])
    }
}
