import Testing

@testable import Training

/// What each case of the file of layers computes, from what the file says.
enum ReferenceCases {
    typealias Case = @Sendable (ReferencePass) throws -> Tensor

    static let all: [String: Case] = [activations, losses, images, norms, sequences, tensors]
        .reduce(into: [:]) { all, cases in all.merge(cases) { first, _ in first } }

    private static let activations: [String: Case] = [
        "Linear": linear,
        "Linear no bias": linear,
        "ReLU": { try ReLU()($0.input, mode: $0.mode) },
        "Sigmoid": { try Sigmoid()($0.input, mode: $0.mode) },
        "Tanh": { try Tanh()($0.input, mode: $0.mode) },
        "GELU": { try GELU()($0.input, mode: $0.mode) },
        "SiLU": { try SiLU()($0.input, mode: $0.mode) },
        "LeakyReLU": { try LeakyReLU(slope: $0.number("negative_slope", or: 0.01))($0.input, mode: $0.mode) },
        "ELU": { try ELU(alpha: $0.number("alpha", or: 1))($0.input, mode: $0.mode) },
        "Softplus": { try Softplus()($0.input, mode: $0.mode) },
        "Softmax": { try Softmax(axis: $0.fixture.integer("axis") ?? -1)($0.input, mode: $0.mode) },
        "LogSoftmax": { try $0.input.logSoftmax(axis: $0.fixture.integer("axis") ?? -1) },
    ]

    private static let losses: [String: Case] = [
        "CrossEntropy": crossEntropy,
        "CrossEntropy label smoothing": crossEntropy,
        "CrossEntropy huge logits": crossEntropy,
        "MSE": { meanSquaredError(try $0.input, try $0.targets()) },
        "Huber": { huberLoss(try $0.input, try $0.targets(), delta: $0.number("delta", or: 1)) },
        "BCEWithLogits": { binaryCrossEntropy(logits: try $0.input, try $0.targets()) },
    ]

    private static let images: [String: Case] = [
        "Conv2d k3 s1 p1": convolution,
        "Conv2d k5 s1 p0": convolution,
        "Conv2d k3 s2 p1": convolution,
        "Conv2d k1 s1 p0": convolution,
        "MaxPool2d": { pass in
            let size = try #require(pass.fixture.integer("kernel"))
            let stride = pass.fixture.integer("stride"), padding = pass.fixture.integer("padding") ?? 0
            return try MaxPool2D(size, stride: stride, padding: padding)(pass.input, mode: pass.mode)
        },
        "AvgPool2d": { pass in
            let size = try #require(pass.fixture.integer("kernel"))
            let stride = pass.fixture.integer("stride"), padding = pass.fixture.integer("padding") ?? 0
            return try AvgPool2D(size, stride: stride, padding: padding)(pass.input, mode: pass.mode)
        },
    ]

    private static let norms: [String: Case] = [
        "BatchNorm1d training": batchNormInTraining,
        "BatchNorm1d evaluation": batchNormInEvaluation,
        "BatchNorm2d training": batchNormInTraining,
        "BatchNorm2d evaluation": batchNormInEvaluation,
        "LayerNorm": layerNorm,
        "LayerNorm one sample": layerNorm,
        "LayerNorm over C,H,W": layerNorm,
        "InstanceNorm2d": { pass in
            var layer = InstanceNorm(
                try pass.input.shape[1], scale: true, shift: true, epsilon: pass.number("eps", or: 1e-5))
            return try pass.run(&layer, ["weight", "bias"])
        },
        "GroupNorm 1 groups": groupNorm,
        "GroupNorm 2 groups": groupNorm,
        "GroupNorm 4 groups": groupNorm,
        "WeightNorm Linear": { pass in
            var layer = WeightNorm(Dense(weight: try pass.parameter("v"), bias: pass.parameters["bias"]))
            return try pass.run(&layer, (pass.parameters["bias"] == nil ? [] : ["bias"]) + ["g", "v"])
        },
        "SpectralNorm Linear": { pass in
            let dense = Dense(weight: try pass.parameter("weight"), bias: pass.parameters["bias"])
            return try SpectralNorm(dense, iterations: 100_000)(pass.input, mode: pass.mode)
        },
    ]

    private static let sequences: [String: Case] = [
        "Embedding": { pass in
            let layer = Embedding(weight: try pass.parameter("weight"))
            return try layer(pass.input.detached, mode: pass.mode)
        },
        "RNN": { try RNN(weights: $0.recurrentWeights())($0.input, mode: $0.mode) },
        "LSTM": { try LSTM(weights: $0.recurrentWeights())($0.input, mode: $0.mode) },
        "GRU": { try GRU(weights: $0.recurrentWeights())($0.input, mode: $0.mode) },
        "LayerNorm RNN": { pass in
            let weights = try pass.recurrentWeights("cell.", suffix: "")
            var norm = LayerNorm(try pass.parameter("norm.weight").shape, epsilon: pass.number("eps", or: 1e-5))
            try pass.setParameters(of: &norm, ["norm.weight", "norm.bias"])
            return try LayerNormRNN(weights: weights, norm: norm)(pass.input, mode: pass.mode)
        },
    ]

    /// The two tensors of these cases broadcast to three axes.
    private static let tensors: [String: Case] = [
        "broadcast add": { $0.inputs[0] + $0.inputs[1] },
        "broadcast multiply": { $0.inputs[0] * $0.inputs[1] },
        "broadcast divide": { $0.inputs[0] / ($0.inputs[1].abs() + 1) },
        "sum axis 1": { $0.sum.sum(axes: [1]) },
        "mean axes 0,2": { $0.sum.mean(axes: [0, 2]) },
        "variance axis 1, biased": { $0.sum.variance(axes: [1]) },
        "max axis 2": { $0.sum.max(axis: 2) },
        "transpose": { $0.product.transposed() },
        "reshape": { try $0.product.reshaped($0.fixture.tensor("output").shape) },
        "slice": { pass in
            let product = pass.product
            return product.sliced(1..<product.shape[0]).sliced(0..<product.shape[2], by: 2, axis: 2)
        },
        "concatenate axis 0": { pass in
            .concatenated([pass.inputs[0].reshaped([-1, pass.inputs[1].shape[1]]), pass.inputs[1]])
        },
        "batched matmul": { $0.sum.matmul($0.product.transposed([0, 2, 1])) },
        "logsumexp": { $0.sum.logSumExp(axis: 2) },
        "exp log sqrt": { ($0.inputs[0].exp() + ($0.inputs[1] * $0.inputs[1] + 1).log()).squareRoot() },
    ]

    private static let linear: Case = { pass in
        let layer = Dense(weight: try pass.parameter("weight"), bias: pass.parameters["bias"])
        return try layer(pass.input, mode: pass.mode)
    }

    private static let crossEntropy: Case = { pass in
        let reduction = pass.fixture.config["reduction"] as? String ?? "mean"
        let labels = try pass.labels()
        let mean = softmaxCrossEntropy(
            try pass.input, labels, labelSmoothing: pass.number("label_smoothing", or: 0))
        try #require(reduction == "mean" || reduction == "sum")
        return reduction == "mean" ? mean : mean * Tensor(Float(labels.count))
    }

    private static let convolution: Case = { pass in
        let weight = try pass.parameter("weight")
        #expect(pass.fixture.integer("kernel") == weight.shape[2])
        let layer = Conv2D(
            weight: weight, bias: pass.parameters["bias"], stride: try #require(pass.fixture.integer("stride")),
            padding: try #require(pass.fixture.integer("padding")))
        return try layer(pass.input, mode: pass.mode)
    }

    private static let layerNorm: Case = { pass in
        var layer = LayerNorm(try pass.parameter("weight").shape, epsilon: pass.number("eps", or: 1e-5))
        return try pass.run(&layer, ["weight", "bias"])
    }

    private static let groupNorm: Case = { pass in
        let groups = try #require(pass.fixture.integer("groups"))
        var layer = GroupNorm(try pass.input.shape[1], groups: groups, epsilon: pass.number("eps", or: 1e-5))
        return try pass.run(&layer, ["weight", "bias"])
    }

    private static let batchNormInTraining: Case = { pass in
        var layer = BatchNorm(
            try pass.input.shape[1], momentum: pass.number("momentum", or: 0.1), epsilon: pass.number("eps", or: 1e-5))
        try pass.setParameters(of: &layer, ["weight", "bias"])
        for batch in pass.fixture.config["batches before"] as? [Any] ?? [] {
            let tape = Tape()
            _ = layer(try #require(Fixture.tensor(batch)), mode: .training(on: tape))
            layer.updateState(from: tape)
        }
        let output = layer(try pass.input, mode: .training(on: pass.tape))
        layer.updateState(from: pass.tape)
        pass.after = ["running mean": layer.runningMean.value, "running variance": layer.runningVariance.value]
        return output
    }

    private static let batchNormInEvaluation: Case = { pass in
        var layer = BatchNorm(try pass.input.shape[1], epsilon: pass.number("eps", or: 1e-5))
        layer.runningMean.value = try #require(Fixture.tensor(pass.fixture.config["running mean"]))
        layer.runningVariance.value = try #require(Fixture.tensor(pass.fixture.config["running variance"]))
        return try pass.run(&layer, ["weight", "bias"])
    }
}

extension ReferencePass {
    var sum: Tensor { inputs[0] + inputs[1] }
    var product: Tensor { inputs[0] * inputs[1] }

    /// Puts the case's parameters of these names into the layer's trainable ones, in the order of the visit.
    func setParameters(of layer: inout some Layer, _ names: [String]) throws {
        let values = try names.map(parameter)
        #expect(layer.parameters.filter(\.isTrainable).map(\.value.shape) == values.map(\.shape))
        var index = 0
        layer.visitParameters {
            guard $0.isTrainable else { return }
            $0.value = values[index]
            index += 1
        }
    }

    func run(_ layer: inout some Layer, _ names: [String]) throws -> Tensor {
        try setParameters(of: &layer, names)
        return layer(try input, mode: mode)
    }

    func recurrentWeights(_ prefix: String = "", suffix: String = "_l0") throws -> RecurrentWeights {
        RecurrentWeights(
            input: try parameter(prefix + "weight_ih" + suffix),
            recurrent: try parameter(prefix + "weight_hh" + suffix),
            inputBias: try parameter(prefix + "bias_ih" + suffix),
            recurrentBias: try parameter(prefix + "bias_hh" + suffix))
    }
}
