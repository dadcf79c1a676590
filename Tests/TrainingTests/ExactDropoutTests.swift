import Testing

@testable import Training

/// What theory says of dropout without approximation, with every mask weighed by its probability.
@Suite struct ExactDropoutTests {
    static let weight = Tensor([[0.5, -1, 2, 0.1, 0.7], [1.5, 0.3, -0.4, 1, -2], [-1, 0.8, 0.2, -0.6, 0.9]])
    static let bias = Tensor([0.2, -0.3, 0.1])
    static let x = Tensor([[1, -2, 0.5, 3, -1]])

    /// All masks of five inputs, with the probability of each when an input is kept with probability 1 − p.
    static func masks(_ rate: Double) -> [(mask: Tensor, probability: Double)] {
        (0..<32).map { bits in
            let mask = (0..<5).map { Float(bits >> $0 & 1) }
            return (Tensor([mask]), mask.reduce(1) { $0 * ($1 == 1 ? 1 - rate : rate) })
        }
    }

    /// For one softmax layer, weights scaled by 1 − p give the geometric mean of all the thinned networks, normalised to
    /// sum 1 (Baldi and Sadowski 2013).
    @Test(arguments: [0.2, 0.5, 0.8]) func scaledWeightsGiveTheGeometricMean(_ rate: Double) {
        let layer = Dense(weight: Self.weight, bias: Self.bias)
        var logarithms = [Double](repeating: 0, count: 3)
        for (mask, probability) in Self.masks(rate) {
            for (k, logarithm) in layer(Self.x * mask).logSoftmax().elements.enumerated() {
                logarithms[k] += probability * Double(logarithm)
            }
        }
        let mean = Tensor([logarithms.map(Float.init)]).softmax()
        var generator = Generator(seed: 1)
        let model = Sequential {
            Dropout(Float(rate), form: .scaledAtTest, using: &generator); layer; Softmax()
        }
        expectClose(model(Self.x), mean, within: 1e-6, "one pass with scaled weights")
    }

    /// The mean over all masks of what the next layer sums up in training is what it sums up in evaluation.
    @Test(arguments: [0.2, 0.5, 0.8]) func bothFormsKeepTheExpectation(_ rate: Double) {
        var generator = Generator(seed: 1)
        for form in [Dropout.Form.inverted, .scaledAtTest] {
            let dropout = Dropout(Float(rate), form: form, using: &generator)
            let layer = Dense(weight: Self.weight, bias: Self.bias)
            let scale: Float = form == .inverted ? 1 / (1 - Float(rate)) : 1
            var mean = Tensor.zeros([1, 3])
            for (mask, probability) in Self.masks(rate) {
                mean += layer(Self.x * mask * Tensor(scale)) * Tensor(Float(probability))
            }
            expectClose(layer(dropout(Self.x)), mean, "\(form)")
        }
    }

    /// Inverted dropout before weights W is the lecture's form before W/(1 − p): the same function with the same masks,
    /// in training and in evaluation.
    @Test func theFormsDifferByAScaleOfTheWeights() {
        let rate: Float = 0.25
        func model(_ form: Dropout.Form, _ weight: Tensor) -> some Layer {
            var generator = Generator(seed: 7)
            return Sequential {
                Dropout(rate, form: form, using: &generator); Dense(weight: weight, bias: Self.bias)
            }
        }
        let inverted = model(.inverted, Self.weight), lecture = model(.scaledAtTest, Self.weight / Tensor(1 - rate))
        expectClose(inverted(Self.x), lecture(Self.x), within: 1e-6, "evaluation")
        let batch = Self.x + Tensor.zeros([20, 1])
        let outputs = (inverted(batch, mode: .training(on: Tape())), lecture(batch, mode: .training(on: Tape())))
        expectClose(outputs.0, outputs.1, within: 1e-6, "training")
        #expect(outputs.0 != inverted(batch))
    }
}

/// Layers draw their weights for the numbers of inputs and outputs that they have.
@Suite struct DrawnWeightTests {
    private func expectVariance(_ weight: Tensor, _ variance: Float, _ name: Comment) {
        #expect((weight.variance().item - variance).magnitude < 0.05 * variance, name)
        #expect(weight.mean().item.magnitude < 0.1 * variance.squareRoot(), name)
    }

    @Test func variancesFollowTheWidths() {
        var generator = Generator(seed: 1)
        expectVariance(Dense(100, 60, using: &generator).weight.value, 2.0 / 160, "Dense")
        expectVariance(Conv2D(8, 64, kernel: 5, using: &generator).weight.value, 2.0 / 200, "Conv2D")
        let xavier = Conv2D(8, 64, kernel: 5, initializer: .xavierUniform, using: &generator)
        expectVariance(xavier.weight.value, 2.0 / (200 + 1_600), "Conv2D by Glorot and Bengio")
        expectVariance(Embedding(200, 30, deviation: 0.5, using: &generator).weight.value, 0.25, "Embedding")
        let lstm = LSTM(40, 60, using: &generator)
        expectVariance(lstm.weights.input.value, 2.0 / 100, "LSTM's W")
        for gate in 0..<4 {
            let block = lstm.weights.recurrent.value.sliced(60 * gate..<60 * (gate + 1))
            let identity = Tensor(shape: [60, 60], (0..<3_600).map { $0 % 61 == 0 ? 1 : 0 })
            expectClose(block.matmul(block.transposed()), identity, "LSTM's U of gate \(gate)")
        }
        #expect(lstm.weights.inputBias.value.elements == (0..<240).map { $0 / 60 == 1 ? 1 : 0 })
    }
}
