import Testing

@testable import Training

@Suite struct NormalizationTests {
    @Test func oneGroupIsLayerNormAndOneChannelAGroupIsInstanceNorm() {
        var generator = Generator(seed: 1)
        let x = Tensor.normal([3, 4, 5, 2], mean: 2, deviation: 3, using: &generator)
        expectClose(GroupNorm(4, groups: 1)(x), LayerNorm([4, 5, 2])(x), within: 1e-6, "one group")
        expectClose(GroupNorm(4, groups: 4)(x), InstanceNorm(4)(x), within: 1e-6, "four groups")
    }

    @Test func trainingNormalisesTheBatchAndMovesTheAverages() {
        var generator = Generator(seed: 2)
        let x = Tensor.normal([64, 3], mean: 5, deviation: 2, using: &generator)
        var trainer = Trainer(BatchNorm(3, momentum: 0.25), optimizer: SGD(learningRate: 0))
        var output = Tensor(0)
        trainer.step { model, mode in
            output = model(x, mode: mode).detached
            return output.sum() + model(x, mode: mode).sum() * 0
        }
        expectClose(output.mean(axes: [0]), .zeros([3]), "mean")
        expectClose(output.variance(axes: [0]), .ones([3]), within: 1e-4, "variance")
        // Two passes of one step: both moved the averages.
        let kept: Float = 0.75 * 0.75
        let variance = x.variance(axes: [0]) * Tensor(64 / 63)
        expectClose(trainer.model.runningMean.value, x.mean(axes: [0]) * Tensor(1 - kept), "running mean")
        expectClose(
            trainer.model.runningVariance.value, Tensor(kept) + variance * Tensor(1 - kept), "running variance")
    }

    @Test func aPassOrANonFiniteLossLeavesTheModelAsItIs() {
        let x = Tensor([[1, 2], [3, 5]])
        let model = BatchNorm(2)
        _ = model(x, mode: .training(on: Tape()))
        #expect(model.runningMean.value == Tensor([0, 0]))
        var trainer = Trainer(model, optimizer: SGD(learningRate: 1))
        let loss = trainer.step { model, mode in (model(x, mode: mode) * Tensor(Float.infinity)).sum() }
        #expect(!loss.isFinite && trainer.model.runningMean.value == Tensor([0, 0]))
    }

    /// After measuring, each layer normalises the whole set to mean 0 and variance 1, deep layers too.
    @Test func measuredStatisticsAreThoseOfTheWholeSet() {
        var generator = Generator(seed: 3)
        let x = Tensor.normal([200, 4], mean: 1, deviation: 4, using: &generator)
        var model = Sequential {
            Dense(4, 6, using: &generator); BatchNorm(6); ReLU(); Dropout(0.5, using: &generator)
            Dense(6, 2, using: &generator); BatchNorm(2)
        }
        let before = model(x)
        model.measureStatistics(over: x)
        let after = model(x)
        #expect(before.variance(axes: [0]) != after.variance(axes: [0]))
        expectClose(after.mean(axes: [0]), .zeros([2]), within: 1e-4, "mean")
        expectClose(after.variance(axes: [0]), .ones([2]), within: 1e-4, "variance")
        // Dropout was off while measuring, so that measuring again changes nothing.
        let statistics = model.parameters.map(\.value)
        model.measureStatistics(over: x)
        #expect(model.parameters.map(\.value) == statistics)
    }

    @Test func batchStatisticsMayServeInEvaluation() {
        let x = Tensor([[1, 20], [3, 40]])
        let output = BatchNorm(2, evaluation: .batch)(x)
        expectClose(output, Tensor([[-1, -1], [1, 1]]), "output")
    }

    @Test func aBatchOfOneInTrainingSaysWhyItFails() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = BatchNorm(2)(Tensor([[1, 2]]), mode: .training(on: Tape()))
        }
        let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(message.contains("variance of one value is 0") && message.contains("[1, 2]"))
        // One image has many values a channel, and evaluation needs none.
        #expect(BatchNorm(1)(Tensor.ones([1, 1, 2, 2]), mode: .training(on: Tape())).shape == [1, 1, 2, 2])
        #expect(BatchNorm(2)(Tensor([[1, 2]])).shape == [1, 2])
    }

    @Test func weightNormStartsAsTheSameFunction() {
        var generator = Generator(seed: 4)
        let dense = Dense(5, 3, using: &generator), conv = Conv2D(2, 3, kernel: 3, using: &generator)
        let x = Tensor.normal([4, 5], using: &generator), image = Tensor.normal([2, 2, 6, 6], using: &generator)
        expectClose(WeightNorm(dense)(x), dense(x), "dense")
        expectClose(WeightNorm(conv)(image), conv(image), "convolution")
        #expect(WeightNorm(dense).parameters.map(\.name) == ["bias", "g", "v"])
    }

    @Test func aSpectrallyNormalisedLayerStretchesNoVector() {
        var generator = Generator(seed: 5)
        for _ in 0..<20 {
            let layer = SpectralNorm(Dense(6, 9, bias: false, using: &generator))
            let x = Tensor.normal([50, 6], using: &generator), y = layer(x)
            let (before, after) = ((x * x).sum(axes: [1]), (y * y).sum(axes: [1]))
            for (long, short) in zip(before.elements, after.elements) { #expect(short <= long * 1.0001) }
            // It does stretch by 1 along the first singular vector.
            let top = layer(layer.right.value.reshaped([1, 6]))
            #expect(((top * top).sum().item - 1).magnitude < 1e-4)
        }
    }

    @Test func spectralVectorsFollowTheWeightInTraining() {
        var generator = Generator(seed: 6)
        var layer = SpectralNorm(Dense(4, 4, bias: false, using: &generator))
        layer.base.weight.value = .normal([4, 4], using: &generator)
        var trainer = Trainer(layer, optimizer: SGD(learningRate: 0))
        for _ in 0..<200 { trainer.step { model, mode in model(.ones([1, 4]), mode: mode).sum() } }
        let fresh = SpectralNorm(trainer.model.base)
        expectClose(trainer.model(.ones([1, 4])), fresh(.ones([1, 4])), within: 1e-3, "output")
    }
}
