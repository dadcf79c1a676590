import Testing

@testable import Training

/// The gradients of layers and of what they are made of, against central differences.
@Suite struct LayerGradientTests {
    private let differences = FiniteDifferenceTests()

    private func check(_ shapes: [[Int]], positive: Bool = false, _ function: @escaping ([Tensor]) -> Tensor) {
        differences.check(shapes, positive: positive, function)
    }

    @Test(arguments: [[], [1], [4], [2, 3], [0, 2]] as [[Int]]) func activations(_ shape: [Int]) {
        check([shape]) { $0[0].gelu() }
        check([shape]) { $0[0].silu() }
        check([shape]) { $0[0].softplus() }
        check([shape], positive: true) { $0[0].leakyReLU(slope: 0.2) + (-$0[0]).leakyReLU(slope: 0.3) * 2 }
        check([shape], positive: true) { $0[0].elu(alpha: 0.7) + (-$0[0]).elu(alpha: 1.3) * 2 }
    }

    @Test func losses() {
        let target = Tensor([[0.2, 1, 0], [0.5, 0, 0.9]])
        check([[2, 3]]) { meanSquaredError($0[0], target) }
        check([[2, 3]]) { huberLoss($0[0], target, delta: 0.4) }
        check([[2, 3]]) { huberLoss($0[0], target, delta: 5) }
        check([[2, 3]]) { binaryCrossEntropy(logits: $0[0], target) }
        check([[1, 1], [1, 1]]) { binaryCrossEntropy(logits: $0[0], $0[1]) }
    }

    /// Images, kernels, stride and padding: with a window that leaves pixels over, of size 1, and larger than the image.
    static let convolutions: [(image: [Int], kernel: [Int], stride: Int, padding: Int)] = [
        ([2, 2, 5, 4], [3, 2, 3, 3], 1, 1), ([1, 1, 6, 5], [2, 1, 2, 2], 2, 0), ([2, 3, 1, 1], [2, 3, 1, 1], 1, 0),
        ([1, 1, 2, 2], [1, 1, 5, 5], 1, 2), ([1, 2, 7, 6], [5, 2, 3, 3], 3, 2), ([0, 1, 4, 4], [2, 1, 3, 3], 1, 0),
    ]

    @Test(arguments: convolutions)
    func convolution(_ sizes: (image: [Int], kernel: [Int], stride: Int, padding: Int)) {
        let (stride, padding) = (sizes.stride, sizes.padding)
        check([sizes.image, sizes.kernel, [sizes.kernel[0]]]) {
            $0[0].convolved(weight: $0[1], bias: $0[2], stride: stride, padding: padding)
        }
        check([sizes.image, sizes.kernel]) { $0[0].convolved(weight: $0[1], stride: stride, padding: padding) }
    }

    @Test func pooling() {
        check([[2, 2, 4, 6]]) { $0[0].averagePooled(size: 2) }
        check([[1, 1, 5, 5]]) { $0[0].averagePooled(size: 3, stride: 2, padding: 1) }
        check([[1, 1, 1, 1]]) { $0[0].averagePooled(size: 1) }
        // Distinct elements, so that a small step changes no winner.
        let ramp = Tensor(shape: [1, 2, 5, 5], (0..<50).map { Float($0 * 17 % 50) })
        check([[1, 2, 5, 5]]) { ($0[0] * 0.1 + ramp).maxPooled(size: 2) }
        check([[1, 2, 5, 5]]) { ($0[0] * 0.1 + ramp).maxPooled(size: 3, stride: 2, padding: 1) }
    }

    @Test func normalizations() {
        check([[3, 4], [4], [4]]) { xs in
            var layer = BatchNorm(4, evaluation: .batch)
            layer.scale?.value = xs[1]
            layer.shift?.value = xs[2]
            return layer(xs[0])
        }
        check([[2, 2, 3, 2]]) { BatchNorm(2, scale: false, shift: false, evaluation: .batch)($0[0]) }
        check([[3, 2]]) { BatchNorm(2)($0[0]) }
        check([[1, 5]]) { LayerNorm([5])($0[0]) }
        check([[2, 3, 4]]) { LayerNorm([3, 4])($0[0]) }
        check([[2, 4, 3]]) { GroupNorm(4, groups: 2)($0[0]) }
        check([[1, 3, 2, 2]]) { InstanceNorm(3)($0[0]) }
        check([[0, 5]]) { LayerNorm([5])($0[0]) }
    }

    @Test func reparametrizations() {
        check([[2, 3], [2, 3], [2, 1]]) { xs in
            var layer = WeightNorm(Dense(weight: xs[1], bias: nil))
            layer.direction.value = xs[1]
            layer.length.value = xs[2]
            return layer(xs[0])
        }
        check([[2, 3]]) { xs in
            var generator = Generator(seed: 1)
            return SpectralNorm(Dense(3, 4, using: &generator))(xs[0])
        }
    }

    private func weights(_ xs: [Tensor]) -> RecurrentWeights {
        RecurrentWeights(input: xs[1], recurrent: xs[2], inputBias: xs[3], recurrentBias: xs[4])
    }

    private func shapes(_ input: [Int], width: Int, gates: Int) -> [[Int]] {
        [input, [gates * width, input[2]], [gates * width, width], [gates * width], [gates * width]]
    }

    @Test(arguments: [
        ([2, 3, 2], [3, 3]), ([1, 1, 1], [1]), ([3, 3, 2], [1, 3, 0]), ([5, 2, 1], [2, 1, 2, 0, 1]),
    ])
    func recurrences(_ input: [Int], _ lengths: [Int]) {
        for output in [RecurrentOutput.everyStep, .lastStep] {
            check(shapes(input, width: 2, gates: 1)) { xs in
                RNN(weights: weights(xs), output)(xs[0], lengths: lengths)
            }
            check(shapes(input, width: 2, gates: 4)) { xs in
                LSTM(weights: weights(xs), output)(xs[0], lengths: lengths)
            }
            check(shapes(input, width: 2, gates: 3)) { xs in
                GRU(weights: weights(xs), output)(xs[0], lengths: lengths)
            }
            check(shapes(input, width: 3, gates: 1)) { xs in
                LayerNormRNN(weights: weights(xs), norm: LayerNorm([3]), output)(xs[0], lengths: lengths)
            }
        }
    }

    @Test func embedding() {
        check([[4, 2]]) { Embedding(weight: $0[0])(Tensor([[0, 3], [3, 1]])) }
        check([[1, 1]]) { Embedding(weight: $0[0])(Tensor([0])) }
    }
}
