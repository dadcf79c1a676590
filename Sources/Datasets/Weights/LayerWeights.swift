import Training

/// Weights do not fit the model they are meant for.
public struct MismatchedWeights: Error, Sendable, Equatable, CustomStringConvertible {
    /// One entry for each parameter that is missing, unexpected or of another shape.
    public let reasons: [String]
    public var description: String { "the weights do not fit the model: " + reasons.joined(separator: "; ") }
}

extension Layer {
    /// All parameters by name, those that are not trained too; two of one name stop the program.
    public var weights: Safetensors {
        let list = parameters.map { (name: $0.name, value: $0.value.detached) }
        let names = list.map { $0.name }.sorted()
        for (name, next) in zip(names, names.dropFirst()) where name == next {
            fatalError("weights: two parameters are called '\(name)'")
        }
        return Safetensors(tensors: list)
    }

    /// Takes over the weights, by name; when any is missing, unexpected or of another shape, none, and
    /// ``MismatchedWeights`` names them all.
    public mutating func load(_ weights: Safetensors) throws(MismatchedWeights) {
        let own = parameters
        var reasons: [String] = []
        for parameter in own {
            guard let value = weights[parameter.name] else {
                reasons.append("'\(parameter.name)' is missing")
                continue
            }
            if value.shape != parameter.value.shape {
                let shapes = [value.shape, parameter.value.shape].map { shape in
                    "[" + shape.map { "\($0)" }.joined(separator: ", ") + "]"
                }
                reasons.append("'\(parameter.name)' is \(shapes[0]) instead of \(shapes[1])")
            }
        }
        for (name, _) in weights.tensors where !own.contains(where: { $0.name == name }) {
            reasons.append("'\(name)' is unknown to the model")
        }
        if !reasons.isEmpty { throw MismatchedWeights(reasons: reasons) }
        visitParameters { parameter in
            if let value = weights[parameter.name] { parameter.value = value.detached }
        }
    }
}
