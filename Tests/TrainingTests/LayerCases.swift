import Testing

@testable import Training

/// A layer and an input of three examples for it.
struct LayerCase: CustomTestStringConvertible, Sendable {
    enum Input: Sendable {
        /// Normal numbers, none within 0.05 of 0, where an activation may have a kink.
        case normal
        /// Numbers so far apart that a small step changes no winner.
        case distinct
        /// Whole numbers from 0 to 4.
        case indices
    }

    let name: String
    let shape: [Int]
    let input: Input
    /// Whether the answer to an example depends on the examples beside it, in training or always.
    let mixing: Mixing
    let make: @Sendable (inout Generator) -> any Layer

    enum Mixing: Sendable { case never, inTraining, always }

    init(
        _ name: String, _ shape: [Int], _ input: Input = .normal, mixing: Mixing = .never,
        _ make: @escaping @Sendable (inout Generator) -> any Layer
    ) {
        (self.name, self.shape, self.input, self.mixing, self.make) = (name, shape, input, mixing, make)
    }

    var testDescription: String { name }

    func examples(_ count: Int, _ generator: inout Generator) -> Tensor {
        var x = Tensor.normal([count] + shape.dropFirst(), using: &generator)
        let order = generator.permutation(x.count)
        x.withUnsafeMutableElements { elements in
            for i in elements.indices {
                switch input {
                case .normal: elements[i] += elements[i] < 0 ? -0.05 : 0.05
                case .distinct: elements[i] = 0.1 * (Float(order[i]) + 0.5) - 2
                case .indices: elements[i] = Float(order[i] % 5)
                }
            }
        }
        return x
    }
}

extension LayerCase {
    static let all = dense + images + sequences + activations + regularizing + composed

    static let dense = [
        LayerCase("Dense", [3, 4]) { Dense(4, 3, using: &$0) },
        LayerCase("Dense without a bias", [3, 1]) { Dense(1, 2, bias: false, using: &$0) },
        LayerCase("Dense over steps", [3, 2, 4]) { Dense(4, 2, using: &$0) },
        LayerCase("Flatten", [3, 2, 2]) { _ in Flatten() },
        LayerCase("Identity", [3, 2]) { _ in Identity() },
        LayerCase("Stack", [3, 2]) { generator in Stack((0..<3).map { _ in Dense(2, 2, using: &generator) }) },
        LayerCase("Embedding", [3, 4], .indices) { Embedding(5, 2, using: &$0) },
    ]

    static let images = [
        LayerCase("Conv2D", [3, 2, 4, 3]) { Conv2D(2, 2, kernel: 3, padding: 1, using: &$0) },
        LayerCase("Conv2D with a stride", [3, 1, 5, 5]) {
            Conv2D(1, 2, kernel: 2, stride: 2, bias: false, using: &$0)
        },
        LayerCase("MaxPool2D", [3, 2, 4, 4], .distinct) { _ in MaxPool2D(2) },
        LayerCase("MaxPool2D with padding", [3, 1, 5, 5], .distinct) { _ in MaxPool2D(3, stride: 2, padding: 1) },
        LayerCase("AvgPool2D", [3, 2, 4, 4]) { _ in AvgPool2D(2) },
        LayerCase("AvgPool2D with padding", [3, 1, 5, 5]) { _ in AvgPool2D(3, stride: 2, padding: 1) },
    ]

    static let sequences = [RecurrentOutput.everyStep, .lastStep].flatMap { output in
        [
            LayerCase("RNN, \(output)", [3, 4, 2]) { RNN(2, 3, output: output, using: &$0) },
            LayerCase("LSTM, \(output)", [3, 4, 2]) { LSTM(2, 2, output: output, using: &$0) },
            LayerCase("GRU, \(output)", [3, 4, 2]) { GRU(2, 2, output: output, using: &$0) },
            LayerCase("LayerNormRNN, \(output)", [3, 4, 2]) { LayerNormRNN(2, 3, output: output, using: &$0) },
        ]
    }

    static let activations = [
        LayerCase("ReLU", [3, 5]) { _ in ReLU() }, LayerCase("LeakyReLU", [3, 5]) { _ in LeakyReLU(slope: 0.2) },
        LayerCase("ELU", [3, 5]) { _ in ELU(alpha: 0.7) }, LayerCase("GELU", [3, 5]) { _ in GELU() },
        LayerCase("SiLU", [3, 5]) { _ in SiLU() }, LayerCase("Softplus", [3, 5]) { _ in Softplus() },
        LayerCase("Tanh", [3, 5]) { _ in Tanh() }, LayerCase("Sigmoid", [3, 5]) { _ in Sigmoid() },
        LayerCase("Softmax", [3, 5]) { _ in Softmax() },
        LayerCase("Softmax, axis 1", [3, 4, 2]) { _ in Softmax(axis: 1) },
    ]

    private static func moved(_ layer: BatchNorm, _ generator: inout Generator) -> BatchNorm {
        var layer = layer
        let shape = layer.runningMean.value.shape
        layer.runningMean.value = .normal(shape, using: &generator)
        layer.runningVariance.value = .uniform(shape, from: 0.5, to: 2, using: &generator)
        return layer
    }

    static let regularizing = [
        LayerCase("Dropout, inverted", [3, 8]) { Dropout(0.4, using: &$0) },
        LayerCase("Dropout, scaled at test time", [3, 8]) { Dropout(0.4, form: .scaledAtTest, using: &$0) },
        LayerCase("BatchNorm", [3, 4], mixing: .inTraining) { moved(BatchNorm(4), &$0) },
        LayerCase("BatchNorm of images", [3, 2, 2, 3], mixing: .inTraining) { moved(BatchNorm(2), &$0) },
        LayerCase("BatchNorm without γ and β", [3, 2], mixing: .inTraining) {
            moved(BatchNorm(2, scale: false, shift: false), &$0)
        },
        LayerCase("BatchNorm with γ alone", [3, 2], mixing: .inTraining) { moved(BatchNorm(2, shift: false), &$0) },
        LayerCase("BatchNorm by the batch", [3, 2, 2, 1], mixing: .always) { _ in BatchNorm(2, evaluation: .batch) },
        LayerCase("LayerNorm", [3, 5]) { _ in LayerNorm([5]) },
        LayerCase("LayerNorm of images", [3, 2, 2, 2]) { _ in LayerNorm([2, 2, 2]) },
        LayerCase("GroupNorm", [3, 4, 3]) { _ in GroupNorm(4, groups: 2) },
        LayerCase("InstanceNorm", [3, 2, 2, 3]) { _ in InstanceNorm(2, scale: true, shift: true) },
        LayerCase("WeightNorm of Dense", [3, 4]) { WeightNorm(Dense(4, 3, using: &$0)) },
        LayerCase("WeightNorm of Conv2D", [3, 2, 3, 3]) { WeightNorm(Conv2D(2, 2, kernel: 2, using: &$0)) },
        LayerCase("SpectralNorm of Dense", [3, 4]) { SpectralNorm(Dense(4, 3, using: &$0)) },
        LayerCase("SpectralNorm of Conv2D", [3, 2, 3, 3]) { SpectralNorm(Conv2D(2, 2, kernel: 2, using: &$0)) },
    ]

    static let composed = [
        LayerCase("norm before the activation", [3, 4], mixing: .inTraining) { generator in
            Sequential {
                Dense(4, 5, using: &generator); moved(BatchNorm(5), &generator); Tanh()
                Dropout(0.3, using: &generator); Dense(5, 2, using: &generator)
            }
        },
        LayerCase("norm after the activation, dropout on the inputs", [3, 4]) { generator in
            Sequential {
                Dropout(0.2, using: &generator); Dense(4, 5, using: &generator); SiLU(); LayerNorm([5])
                Dense(5, 2, using: &generator)
            }
        },
        LayerCase("Ensemble of outputs", [3, 4]) { generator in
            Ensemble((0..<2).map { _ in Dense(4, 3, using: &generator) })
        },
        LayerCase("Ensemble of probabilities", [3, 4]) { generator in
            Ensemble((0..<2).map { _ in Dense(4, 3, using: &generator) }, averaging: .probabilities)
        },
    ]
}
