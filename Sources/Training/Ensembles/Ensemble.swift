/// Models whose answers are averaged: `y = Σ yᵢ / n` (Hansen and Salamon 1990; Lakshminarayanan et al. 2017).
///
///     let mean = Ensemble(models)                                // of the outputs
///     let mixture = Ensemble(models, averaging: .probabilities)  // the logarithm of the mean of the softmaxes
public struct Ensemble<Member: Layer>: Layer {
    /// What is averaged.
    public enum Average: Sendable {
        /// The outputs as they are: numbers, or logits.
        case outputs
        /// The probabilities that the members give to classes; the result is their logarithm, which a softmax over the
        /// last axis turns into the probabilities again.
        case probabilities
    }

    /// The models, in the order given.
    public private(set) var members: [Member]
    /// What is averaged: outputs or probabilities.
    public let average: Average

    /// Each parameter's name gets its member's position in front. An ensemble without members stops the program.
    public init(_ members: [Member], averaging average: Average = .outputs) {
        require(!members.isEmpty, "an ensemble without members")
        (self.members, self.average) = (members, average)
        for index in members.indices { self.members[index].visitParameters { $0.name = "\(index)." + $0.name } }
    }

    public func callAsFunction(_ input: Tensor, mode: Mode) -> Tensor {
        var sum = answer(0, input, mode)
        for index in members.indices.dropFirst() { sum = sum + answer(index, input, mode) }
        let mean = sum / Tensor(Float(members.count))
        return average == .outputs ? mean : mean.log()
    }

    public mutating func visitParameters(_ visit: (inout Parameter) -> Void) {
        for index in members.indices { members[index].visitParameters(visit) }
    }

    private func answer(_ index: Int, _ input: Tensor, _ mode: Mode) -> Tensor {
        let output = members[index](input, mode: mode)
        return average == .outputs ? output : output.softmax()
    }
}

/// One model whose parameters are the means of the models' own (Izmailov et al. 2018, "Averaging weights leads to wider
/// optima"; Wortsman et al. 2022). Sensible for models that started alike: epochs of one run, or fine-tunings of one.
///
/// Statistics of batch normalization are averaged too; measure them anew where they matter. No models, or models of
/// different shapes, stop the program.
public func averageOfWeights<Model: Layer>(_ models: [Model]) -> Model {
    guard var result = models.first else { fatalError("the average of no models") }
    let values = models.map { $0.parameters.map { $0.value } }
    var index = 0
    result.visitParameters { parameter in
        for own in values {
            require(
                own.count > index && own[index].shape == parameter.value.shape,
                "\(parameter.name): the models to be averaged do not have the same shapes")
        }
        parameter.value.withUnsafeMutableElements { mean in
            for i in mean.indices {
                let sum = values.reduce(0.0) { $0 + Double($1[index].storage.floats[i]) }
                mean[i] = Float(sum / Double(models.count))
            }
        }
        index += 1
    }
    return result
}
