import Testing

@testable import Training

@Suite struct DropoutTests {
    private func dropout(_ rate: Float, _ form: Dropout.Form = .inverted, seed: Int = 1) -> Dropout {
        var generator = Generator(seed: seed)
        return Dropout(rate, form: form, using: &generator)
    }

    @Test(arguments: [Dropout.Form.inverted, .scaledAtTest]) func expectationsAreKept(_ form: Dropout.Form) {
        let x = Tensor.ones([100_000])
        for rate in [Float(0), 0.2, 0.5, 0.9] {
            let layer = dropout(rate, form)
            let trained = layer(x, mode: .training(on: Tape())), evaluated = layer(x)
            #expect((trained.mean().item - evaluated.mean().item).magnitude < 0.03, "rate \(rate)")
            let dropped = trained.elements.filter { $0 == 0 }.count
            #expect((Float(dropped) / 100_000 - rate).magnitude < 0.01)
            #expect(evaluated.elements.allSatisfy { ($0 - (form == .inverted ? 1 : 1 - rate)).magnitude < 1e-6 })
        }
    }

    @Test func whatIsKeptIsScaledOnlyInTheInvertedForm() {
        let x = Tensor.ones([1_000])
        #expect(Set(dropout(0.75)(x, mode: .training(on: Tape())).elements) == [0, 4])
        #expect(Set(dropout(0.75, .scaledAtTest)(x, mode: .training(on: Tape())).elements) == [0, 1])
        #expect(dropout(1)(x, mode: .training(on: Tape())) == .zeros([1_000]))
    }

    @Test func gradientsPassWhereElementsDo() {
        let tape = Tape(), x = tape.variable(.ones([40]))
        let y = dropout(0.5)(x, mode: .training(on: tape))
        tape.backward(from: y.sum())
        #expect(tape.gradient(of: x).elements == y.elements)
    }

    @Test func equalSeedsGiveEqualMasksAndPassesDiffer() {
        let x = Tensor.ones([64])
        func masks(_ seed: Int) -> [Tensor] {
            var masks: [Tensor] = []
            var trainer = Trainer(dropout(0.5, seed: seed), optimizer: SGD(learningRate: 0))
            for _ in 0..<3 {
                trainer.step { model, mode in
                    masks.append(model(x, mode: mode))
                    masks.append(model(x, mode: mode))
                    return Tensor(0)
                }
            }
            return masks
        }
        #expect(masks(3) == masks(3) && masks(3) != masks(4))
        #expect(Set(masks(3).map(\.elements)).count == 6)
    }

    @Test func samplingDropsAtTestTime() {
        let x = Tensor.ones([2_000]), layer = dropout(0.5)
        var (first, second) = (Generator(seed: 9), Generator(seed: 9))
        let samples = (0..<4).map { _ in layer(x, mode: .sampling(using: &first)) }
        #expect(samples == (0..<4).map { _ in layer(x, mode: .sampling(using: &second)) })
        #expect(Set(samples.map(\.elements)).count == 4)
        for sample in samples { #expect((sample.mean().item - 1).magnitude < 0.1) }
        #expect(BatchNorm(2)(Tensor([[1, 2]]), mode: .sampling(using: &first)).shape == [1, 2])
    }
}

@Suite struct ImageLayerTests {
    /// The definition, one sum for each output.
    private func convolve(_ x: Tensor, _ w: Tensor, stride: Int, padding: Int) -> Tensor {
        let (height, width, k) = (x.shape[2], x.shape[3], w.shape[2])
        let rows = (height + 2 * padding - k) / stride + 1, columns = (width + 2 * padding - k) / stride + 1
        var y = Tensor.zeros([x.shape[0], w.shape[0], rows, columns])
        for m in 0..<x.shape[0] {
            for f in 0..<w.shape[0] {
                for row in 0..<rows {
                    for column in 0..<columns {
                        var sum: Float = 0
                        for c in 0..<w.shape[1] {
                            for i in 0..<k {
                                for j in 0..<k {
                                    let (a, b) = (row * stride + i - padding, column * stride + j - padding)
                                    guard a >= 0, a < height, b >= 0, b < width else { continue }
                                    sum += x[m, c, a, b] * w[f, c, i, j]
                                }
                            }
                        }
                        y[m, f, row, column] = sum
                    }
                }
            }
        }
        return y
    }

    @Test func convolutionsFollowTheDefinition() {
        var generator = Generator(seed: 1)
        for kernel in 1...4 {
            for stride in 1...3 {
                for padding in 0...3 {
                    let x = Tensor.normal([2, 2, 5, 6], using: &generator)
                    let w = Tensor.normal([3, 2, kernel, kernel], using: &generator)
                    expectClose(
                        x.convolved(weight: w, stride: stride, padding: padding),
                        convolve(x, w, stride: stride, padding: padding),
                        "kernel \(kernel), stride \(stride), padding \(padding)")
                }
            }
        }
    }

    @Test func poolsPickAndAverage() {
        let x = Tensor(shape: [1, 1, 3, 4], [1, 2, -3, -4, 5, 0, -1, -2, 9, 9, 9, 9])
        #expect(MaxPool2D(2)(x) == Tensor(shape: [1, 1, 1, 2], [5, -1]))
        #expect(AvgPool2D(2)(x) == Tensor(shape: [1, 1, 1, 2], [2, -2.5]))
        #expect(MaxPool2D(2, stride: 1)(x).shape == [1, 1, 2, 3])
        // Padding never wins, but counts as zeros in a mean.
        let low = Tensor(repeating: -4, shape: [1, 1, 2, 2])
        #expect(MaxPool2D(2, padding: 1)(low) == Tensor(repeating: -4, shape: [1, 1, 2, 2]))
        #expect(AvgPool2D(2, padding: 1)(low) == Tensor(repeating: -1, shape: [1, 1, 2, 2]))
    }

    @Test func theFirstOfEqualsGetsTheGradientAndNaNsPassThrough() {
        let x = Tensor(shape: [1, 1, 2, 4], [0, 0, 7, 1, 0, 0, 2, 7])
        let gradient = gradient(at: x) { ($0.maxPooled(size: 2) * Tensor([3, 5])).sum() }
        #expect(gradient.elements == [3, 0, 5, 0, 0, 0, 0, 0])
        let broken = Tensor(shape: [1, 1, 2, 4], [1, 2, 3, 4, 5, .nan, 6, 7])
        let pooled = broken.maxPooled(size: 2).elements
        #expect(pooled[0].isNaN && pooled[1] == 7)
    }

    @Test func kernelsLargerThanTheImageStop() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.zeros([1, 1, 3, 3]).convolved(weight: .zeros([1, 1, 5, 5]))
        }
        let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(message.contains("[1, 1, 5, 5]") && message.contains("[1, 1, 3, 3]"))
    }
}

@Suite struct RecurrentTests {
    private func outputs(_ x: Tensor, _ lengths: [Int]?, _ output: RecurrentOutput, padding: Float? = nil) -> [Tensor] {
        var generator = Generator(seed: 5)
        let layers: [any RecurrentLayer] = [
            RNN(2, 3, output: output, padding: padding, using: &generator),
            LSTM(2, 3, output: output, padding: padding, using: &generator),
            GRU(2, 3, output: output, padding: padding, using: &generator),
            LayerNormRNN(2, 3, output: output, padding: padding, using: &generator),
        ]
        return layers.map { layer in lengths.map { layer(x, lengths: $0) } ?? layer(x) }
    }

    /// A sequence among longer ones gets what it gets alone, whatever stands behind its end.
    @Test func paddedStepsDoNothing() {
        var generator = Generator(seed: 6)
        let x = Tensor.normal([3, 5, 2], using: &generator)
        let lengths = [5, 2, 3]
        let (last, every) = (outputs(x, lengths, .lastStep), outputs(x, lengths, .everyStep))
        for (example, length) in lengths.enumerated() {
            let alone = x.sliced(example..<example + 1).sliced(0..<length, axis: 1)
            let (state, states) = (outputs(alone, nil, .lastStep), outputs(alone, nil, .everyStep))
            for layer in last.indices {
                let mine = every[layer].sliced(example..<example + 1)
                expectClose(last[layer].sliced(example..<example + 1), state[layer], within: 1e-6, "last step")
                expectClose(mine.sliced(0..<length, axis: 1), states[layer], within: 1e-6, "every step")
                for step in length..<5 {
                    expectClose(
                        mine.sliced(step..<step + 1, axis: 1).reshaped([1, 3]), state[layer], within: 1e-6, "after")
                }
            }
        }
    }

    @Test func paddingTellsWhereSequencesEnd() {
        let x = Tensor(shape: [2, 3, 2], [1, 0, 0, 2, -1, -1, 3, -1, -1, -1, -1, -1])
        #expect(x.sequenceLengths(padding: -1) == [2, 1] && x.sequenceLengths(padding: nil) == [3, 3])
        #expect(outputs(x, nil, .lastStep, padding: -1) == outputs(x, [2, 1], .lastStep))
        #expect(outputs(x, nil, .lastStep) != outputs(x, [2, 1], .lastStep))
    }

    @Test func anLSTMLearnsWhatStoodFirst() throws {
        var generator = Generator(seed: 7)
        let labels = (0..<64).map { $0 % 2 }
        var x = Tensor.normal([64, 8, 1], deviation: 0.3, using: &generator)
        for (example, label) in labels.enumerated() { x[example, 0, 0] = label == 0 ? -1 : 1 }
        var model = Sequential {
            LSTM(1, 8, output: .lastStep, using: &generator); Dense(8, 2, using: &generator)
        }
        let history = try fit(
            &model, to: Examples(features: x, targets: labels), epochs: 60, batchSize: 16,
            optimizer: SGD(learningRate: 0.3, momentum: 0.9), using: &generator)
        #expect((history.epochs.last?.loss ?? 1) < 0.1)
    }

    @Test func anIndexOutsideTheTableStops() async {
        await #expect(processExitsWith: .failure) { _ = Embedding(weight: .zeros([3, 2]))(Tensor([3])) }
    }
}

@Suite struct QuickFunctionTests {
    /// By the kernels that this processor can run, and by plain Swift.
    @Test(arguments: [false, true]) func rowsOfGatesAgreeWithTheLibrary(plain: Bool) {
        let numbers: [Float] =
            (-2_000...2_000).map { Float($0) / 20 } + [1e-6, -1e-6, 1e30, -1e30, .infinity, -.infinity]
        let tangents = replaced(numbers, by: plain ? Float.replaceByTanhPlainly : Float.replaceByTanh)
        let logistics = replaced(numbers, by: plain ? Float.replaceByLogisticPlainly : Float.replaceByLogistic)
        expectClose(tangents, Tensor(numbers).tanh(), within: 2e-7, "tanh")
        expectClose(logistics, Tensor(numbers).sigmoid(), within: 2e-7, "logistic")
        #expect(replaced([.nan], by: plain ? Float.replaceByTanhPlainly : Float.replaceByTanh).item.isNaN)
    }

    private func replaced(_ numbers: [Float], by function: (UnsafeMutablePointer<Float>, Int) -> Void) -> Tensor {
        var result = Tensor(numbers)
        result.withUnsafeMutableElements { if let start = $0.baseAddress { function(start, $0.count) } }
        return result
    }
}

@Suite struct LossTests {
    @Test func hugeLogitsAreFine() {
        let loss = binaryCrossEntropy(logits: Tensor([1_000, -1_000, 1_000]), Tensor([1, 0, 0]))
        #expect((loss.item - 1_000.0 / 3).magnitude < 1e-3)
        #expect(Tensor([1_000, -1_000]).softplus() == Tensor([1_000, 0]))
    }

    @Test func huberIsQuadraticInsideAndLinearOutside() {
        #expect(huberLoss(Tensor([0.5]), Tensor([0]), delta: 1).item == 0.125)
        #expect(huberLoss(Tensor([-3]), Tensor([0]), delta: 1).item == 2.5)
        #expect(huberLoss(Tensor([-3]), Tensor([0]), delta: 2).item == 4)
    }
}

@Suite struct InitializerTests {
    static let shapes = [[4, 4], [3, 7], [7, 3], [1, 5], [5, 1]]

    @Test(arguments: shapes) func orthogonalVectorsAreOrthonormal(_ shape: [Int]) {
        var generator = Generator(seed: 1)
        let w = Initializer.orthogonal.scaled(by: 2)(
            shape: shape, inputs: shape[1], outputs: shape[0], using: &generator)
        let short = shape[0] <= shape[1] ? w : w.transposed()
        let count = short.shape[0]
        let identity = Tensor(shape: [count, count], (0..<count * count).map { $0 % (count + 1) == 0 ? 4 : 0 })
        expectClose(short.matmul(short.transposed()), identity, "products")
    }

    static let variances: [(Initializer, Double)] = [(.lecunNormal, 1.0 / 300), (.lecunUniform, 1.0 / 300)]

    @Test(arguments: variances) func variance(_ initializer: Initializer, _ variance: Double) {
        var generator = Generator(seed: 2)
        let weight = initializer(shape: [200, 300], inputs: 300, outputs: 200, using: &generator)
        #expect((Double(weight.variance().item) - variance).magnitude <= 0.02 * variance)
    }

    @Test func constants() {
        var generator = Generator(seed: 3)
        let weight = Initializer.constant(0.5).scaled(by: 3)(shape: [2, 2], inputs: 2, outputs: 2, using: &generator)
        #expect(weight == Tensor(repeating: 1.5, shape: [2, 2]))
    }
}
