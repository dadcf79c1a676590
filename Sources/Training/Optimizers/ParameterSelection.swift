/// Which parameters of a model something applies to.
///
///     ParameterSelection.named("0", "2.weight")    // all of layer 0, and the weight of layer 2
///     ParameterSelection.weights                    // matrices and kernels: no biases, no scales of normalization
public struct ParameterSelection: Sendable {
    private let names: [String]
    private let includes: @Sendable (Parameter) -> Bool

    private init(names: [String] = [], _ includes: @escaping @Sendable (Parameter) -> Bool) {
        (self.names, self.includes) = (names, includes)
    }

    /// Every parameter.
    public static let all = ParameterSelection { _ in true }
    /// Parameters with two axes or more: the weights of dense, convolutional and recurrent layers.
    public static let weights = ParameterSelection { $0.value.rank >= 2 }
    /// Parameters with at most one axis: biases, and the scales and shifts of normalization.
    public static let vectors = ParameterSelection { $0.value.rank < 2 }

    /// Parameters by name; the name of a layer stands for all of its parameters. A name that a model does not have
    /// stops the program when the selection is used with it.
    public static func named(_ names: String...) -> ParameterSelection {
        ParameterSelection(names: names) { parameter in
            names.contains { ParameterSelection.matches($0, parameter.name) }
        }
    }

    /// Parameters for which `condition` holds.
    public static func matching(_ condition: @escaping @Sendable (Parameter) -> Bool) -> ParameterSelection {
        ParameterSelection(condition)
    }

    /// Whether the parameter is one of them.
    public func contains(_ parameter: Parameter) -> Bool { includes(parameter) }

    /// For each parameter, whether it is one of them.
    func members(of parameters: [Parameter]) -> [Bool] {
        for name in names {
            require(
                parameters.contains { ParameterSelection.matches(name, $0.name) },
                "no parameter is named \(name); there are \(ParameterSelection.list(parameters))")
        }
        return parameters.map(includes)
    }

    /// By bytes: names are plain, and comparing them so needs no tables of Unicode in a browser.
    private static func matches(_ name: String, _ full: String) -> Bool {
        let (name, full) = (name.utf8, full.utf8)
        guard full.starts(with: name) else { return false }
        let rest = full.dropFirst(name.count)
        return rest.isEmpty || rest.first == UInt8(ascii: ".")
    }

    private static func list(_ parameters: [Parameter]) -> String {
        var text = ""
        for parameter in parameters { text += text.isEmpty ? parameter.name : ", " + parameter.name }
        return text
    }
}

extension Parameter {
    /// The name of the layer it belongs to: its own name without the last part; empty for a layer by itself.
    var layer: String {
        guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")) else { return "" }
        return String(name[..<dot])
    }
}
