import Testing

@testable import Training

/// What a caller must not do, and what the program says when it stops: both shapes, or the number that is wrong.
@Suite struct RefusalTests {
    struct Refusal: Sendable {
        let message: String
        let attempt: @Sendable () -> Void

        init(_ message: String, _ attempt: @escaping @Sendable () -> Void) {
            (self.message, self.attempt) = (message, attempt)
        }
    }

    static let x = Tensor.zeros([2, 3])
    static let image = Tensor.zeros([1, 2, 4, 4])

    static let tensors = [
        Refusal("a tensor of shape [2, 3] cannot hold 5 elements") { _ = Tensor(shape: [2, 3], [1, 2, 3, 4, 5]) },
        Refusal("rows of 2 and of 1 elements in one matrix") { _ = Tensor([[1, 2], [3]]) },
        Refusal("item of a tensor of shape [2, 3], which has 6 elements") { _ = x.item },
        Refusal("index 3 on axis 1 of shape [2, 3]") { _ = x[0, 3] },
        Refusal("1 indices for a tensor of shape [2, 3]") { _ = x[0] },
        Refusal("*: shapes [2, 3] and [3, 2] do not broadcast") { _ = x * x.transposed() },
        Refusal("matmul: shapes [2, 3] and [2, 3] do not fit") { _ = x.matmul(x) },
        Refusal("affine: input [2, 3] does not fit weight [3, 2]") { _ = x.affine(weight: .zeros([3, 2])) },
        Refusal("affine: bias [3] does not fit weight [2, 3]") { _ = x.affine(weight: x, bias: .zeros([3])) },
        Refusal("reshaped: [2, 3] has 6 elements and does not fit [4]") { _ = x.reshaped([4]) },
        Refusal("transposed: axis 0 is named twice") { _ = x.transposed([0, 0]) },
        Refusal("sliced: 1..<4 on axis 1 of shape [2, 3]") { _ = x.sliced(1..<4, axis: 1) },
        Refusal("rows: index 2 of shape [2, 3]") { _ = x.rows([2]) },
        Refusal("gathered: index 3 on axis 1 of [2, 3]") { _ = x.gathered([3], axis: 1) },
        Refusal("concatenated: shapes [2, 3] and [3, 2] on axis 0") { _ = Tensor.concatenated([x, x.transposed()]) },
        Refusal("sum: axis 2 of a tensor of rank 2") { _ = x.sum(axes: [2]) },
        Refusal("max over the empty axis 0 of shape [0, 3]") { _ = Tensor.zeros([0, 3]).max(axis: 0) },
        Refusal("images [1, 2, 4, 4] do not fit kernels [1, 3, 2, 2]") {
            _ = image.convolved(weight: .zeros([1, 3, 2, 2]))
        },
        Refusal("windows of 5 × 5 do not fit in [1, 2, 4, 4]") { _ = image.maxPooled(size: 5) },
        Refusal("windows of 2, 2 apart, with a padding of 2") { _ = image.averagePooled(size: 2, padding: 2) },
    ]

    static let losses = [
        Refusal("logits [2, 3] and 1 labels") { _ = softmaxCrossEntropy(x, [0]) },
        Refusal("label 3 of 3 classes") { _ = softmaxCrossEntropy(x, [0, 3]) },
        Refusal("a label smoothing of 1.5") { _ = softmaxCrossEntropy(x, [0, 1], labelSmoothing: 1.5) },
        Refusal("accuracy: logits [2, 3] and 1 labels") { _ = accuracy(x, [0]) },
        Refusal("predictions [2, 3] and targets [3]") { _ = meanSquaredError(x, .zeros([3])) },
        Refusal("delta is 0.0, not a positive number") { _ = huberLoss(x, x, delta: 0) },
        Refusal("predictions [2, 3] and targets [2, 1]") { _ = binaryCrossEntropy(logits: x, .zeros([2, 1])) },
        Refusal("gradient of a tensor of shape [2, 3], not a number") { _ = gradient(at: x) { $0 * 2 } },
        Refusal("two operands are recorded on different tapes") { _ = Tape().variable(x) + Tape().variable(x) },
        Refusal("the loss is not recorded on this tape") { Tape().backward(from: Tensor(1)) },
    ]

    static let layers = [
        Refusal("BatchNorm of 4 channels, applied to [2, 3]") { _ = BatchNorm(4)(x) },
        Refusal("LayerNorm over [4], applied to [2, 3]") { _ = LayerNorm([4])(x) },
        Refusal("GroupNorm: 5 channels in 2 groups") { _ = GroupNorm(5, groups: 2) },
        Refusal("GroupNorm of 4 channels, applied to [2, 3]") { _ = GroupNorm(4, groups: 2)(x) },
        Refusal("Dropout: a probability of 1.5") {
            var generator = Generator(seed: 1)
            _ = Dropout(1.5, using: &generator)
        },
        Refusal("Embedding: 0.5 is not an index of 3 words") { _ = Embedding(weight: .zeros([3, 2]))(Tensor([0.5])) },
        Refusal("sequences of shape [1, 4, 3] for a layer of 2 inputs") { recurrence(.zeros([1, 4, 3]), [4]) },
        Refusal("2 lengths for 1 sequences") { recurrence(.zeros([1, 4, 2]), [4, 4]) },
        Refusal("a length of 5 in sequences of 4 steps") { recurrence(.zeros([1, 4, 2]), [5]) },
        Refusal("an ensemble without members") { _ = Ensemble([Dense]()) },
        Refusal("the models to be averaged do not have the same shapes") {
            _ = averageOfWeights([Dense(weight: x, bias: nil), Dense(weight: x.transposed(), bias: nil)])
        },
        Refusal("a checkpoint of 1 parameters for a model that has more") {
            var other = Dense(weight: x, bias: .zeros([2]))
            Checkpoint(of: Dense(weight: x, bias: nil), epoch: 1, step: 1).restore(&other)
        },
    ]

    static let fitting = [
        Refusal("features [2, 3] and 3 targets") { _ = Examples(features: x, targets: [0, 1, 2]) },
        Refusal("early stopping needs validation examples") { train(stopping: .patience(2)) },
        Refusal("a batch holds at least one example") { train(batchSize: 0) },
        Refusal("2 examples fill no batch of 3") { train(batchSize: 3, dropsLast: true) },
        Refusal("a cosine schedule of 0 steps") { _ = Schedule.cosine(1, steps: 0) },
        Refusal("Standardizer of 3 features, applied to [3, 2]") { _ = Standardizer(x)(x.transposed()) },
        Refusal("MinMaxScaler from 1.0 to 1.0") { _ = MinMaxScaler(x, low: 1, high: 1) },
        Refusal("Whitener needs a matrix with rows, not [0, 3]") { _ = Whitener(.zeros([0, 3]), .pca) },
        Refusal("a direction of 1 for 3 inputs") { _ = Jacobian(at: Tensor([1, 2, 3])) { $0 }.product([1]) },
    ]

    static let all = tensors + losses + layers + fitting

    private static func recurrence(_ x: Tensor, _ lengths: [Int]) {
        var generator = Generator(seed: 1)
        _ = LSTM(2, 3, using: &generator)(x, lengths: lengths)
    }

    private static func train(batchSize: Int = 1, dropsLast: Bool = false, stopping: EarlyStopping? = nil) {
        var (generator, model) = (Generator(seed: 1), Dense(weight: x, bias: nil))
        _ = try? fit(
            &model, to: Examples(features: x, targets: [0, 1]), epochs: 1, batchSize: batchSize, dropsLast: dropsLast,
            optimizer: SGD(learningRate: 1), stopping: stopping, using: &generator)
    }

    @Test(arguments: all.indices) func saysWhatIsWrong(_ index: Int) async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { [index] in
            RefusalTests.all[index].attempt()
        }
        let output = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(output.contains(Self.all[index].message))
    }
}
