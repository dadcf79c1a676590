import Testing

@testable import Training

@Suite struct EarlyStoppingTests {
    /// The epoch, from 1, after which the criterion ends a fit with these losses.
    static func end(_ stopping: EarlyStopping, _ validation: [Float], training: [Float]? = nil) -> Int? {
        var stopping = stopping
        for (index, loss) in validation.enumerated() {
            if stopping.shouldStop(training: training?[index] ?? loss, validation: loss) { return index + 1 }
        }
        return nil
    }

    @Test func patienceCountsEpochsWithoutImprovement() {
        let losses: [Float] = [5, 4, 4.5, 4.2, 3, 3.1, 3, 3.2, 1]
        #expect(Self.end(.patience(3), losses) == 8)
        #expect(Self.end(.patience(4), losses) == nil)
        // 0.4 three times is not an improvement of 0.5 each, but the second makes one together with the first.
        #expect(Self.end(.patience(2, improvement: 0.5), [5, 4.6, 4.2, 3.8, 3.4, 3.2, 3.1]) == 7)
    }

    @Test func generalizationLossIsInPercent() {
        #expect(Self.end(.generalizationLoss(5), [2, 1, 1.04, 1.06]) == 4)
        #expect(Self.end(.generalizationLoss(5), [2, 1, 1.05, 1.04]) == nil)
    }

    /// GL = 10 at epochs 2, 4 and 6. P of the strips: 1000·(1.5/1 − 1) = 500, 1000·(1.1/1 − 1) = 100, 0.
    @Test func theQuotientWeighsLossAgainstProgress() {
        let validation: [Float] = [1, 1.1, 1, 1.1, 1, 1.1], training: [Float] = [2, 1, 1.2, 1, 1, 1]
        #expect(Self.end(.progressQuotient(0.01, strip: 2), validation, training: training) == 2)
        #expect(Self.end(.progressQuotient(0.05, strip: 2), validation, training: training) == 4)
        #expect(Self.end(.progressQuotient(0.5, strip: 2), validation, training: training) == 6)
    }

    @Test func increasesAreCountedFromStripToStrip() {
        let losses: [Float] = [3, 2, 9, 2.5, 9, 2.4, 0, 2.5, 0, 2.6]
        #expect(Self.end(.increases(1, strip: 2), losses) == 4)
        #expect(Self.end(.increases(2, strip: 2), losses) == 10)
        #expect(Self.end(.increases(3, strip: 2), losses) == nil)
    }

    @Test func theFitReturnsTheBestWeights() throws {
        var generator = Generator(seed: 3)
        let x = Tensor.normal([12, 10], using: &generator), labels = (0..<12).map { $0 % 2 }
        let train = Examples(features: x, targets: labels)
        let held = Examples(features: .normal([40, 10], using: &generator), targets: (0..<40).map { $0 % 2 })
        var model = Dense(10, 2, using: &generator)
        var evaluated: [Dense] = []
        let history = try fit(
            &model, to: train, epochs: 500, batchSize: 4, optimizer: SGD(learningRate: 0.5), validation: held,
            stopping: .patience(6), checkpointEvery: 1, using: &generator
        ) { _, model in
            evaluated.append(model)
            return true
        }
        let best = try #require(history.bestEpoch)
        #expect(history.epochs.count == best + 6 && history.epochs.count < 500)
        let least = history.epochs.compactMap(\.validationLoss).min()
        #expect(softmaxCrossEntropy(model(held.features), held.targets).item == least)
        #expect(history.epochs[best - 1].validationLoss == least)
        #expect(model.weight.value == evaluated[best - 1].weight.value)
        #expect(history.checkpoints.map(\.epoch) == Array(1...history.epochs.count))
        history.checkpoints[0].restore(&model)
        #expect(model.weight.value == evaluated[0].weight.value)
    }
}
