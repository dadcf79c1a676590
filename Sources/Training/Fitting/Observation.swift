// Not a name of its own: the toolchain has a module called so, which macros refer to.
extension History {
    /// What one step did inside a model: rows for a chart or a table.
    public struct Observation: Sendable, Equatable {
        /// One parameter.
        public struct ParameterRow: Sendable, Equatable {
            /// Counted from 1.
            public let step: Int
            /// The parameter, such as `0.weight`.
            public let name: String
            /// The length of the parameter, as a vector, before the step.
            public let norm: Float
            /// The length of its gradient, before clipping and penalties.
            public let gradientNorm: Float
            /// The length of the move divided by the length of the parameter: about 0.001 where training goes well.
            public let updateRatio: Float
        }

        /// The output of one layer with parameters, after the activation that follows it.
        public struct LayerRow: Sendable, Equatable {
            /// Counted from 1.
            public let step: Int
            /// Such as `0`, the layer's place in the model; empty for a layer by itself.
            public let layer: String
            /// The mean of the outputs, over all examples and units.
            public let mean: Float
            /// The standard deviation of the outputs, divided by their number.
            public let deviation: Float
            /// The standard deviation of the gradients that reach the output.
            public let gradientDeviation: Float
            /// The share of the outputs that pass on less than 2 % of the gradient: tanh beyond ±0.99, a sigmoid below 0.02
            /// or above 0.98, ReLU at 0. Zero where no activation follows; outputs without a gradient do not count.
            public let saturated: Float
        }

        /// Counted from 1.
        public let step: Int
        /// One row for each trainable parameter, in the order of the visit.
        public internal(set) var parameters: [ParameterRow] = []
        /// One row for each layer with parameters, in the order of the computation.
        public internal(set) var layers: [LayerRow] = []
    }
}

/// Collects an observation while a step is made.
struct Observer {
    private let step: Int
    private let before: [[Float]]
    private var gradientNorms: [Double?]
    private var layers: [History.Observation.LayerRow] = []

    /// Before the walk back, which may already move weights.
    init(step: Int, _ parameters: [Parameter]) {
        self.step = step
        before = parameters.map { $0.value.elements }
        gradientNorms = parameters.map { _ in nil }
    }

    /// After the walk back, while the tape still holds what it found.
    mutating func read(_ tape: Tape, _ parameters: [Parameter], gradients: [Tensor?]) {
        gradientNorms = gradients.map { $0.map { Clipping.norm(of: [$0]) } }
        for entry in LayerTrace(parameters, on: tape).entries {
            let output = tape.records[entry.activation ?? entry.output]
            let (mean, deviation) = Observer.moments(output.value.storage.floats, output.value.count)
            let slopes = output.gradient.map { Observer.moments($0.floats, output.value.count).deviation }
            var saturated: Float = 0
            if entry.activation != nil, let after = output.gradient, let before = tape.records[entry.output].gradient {
                saturated = Observer.saturation(before.floats, after.floats, output.value.count)
            }
            layers.append(
                .init(
                    step: step, layer: entry.layer, mean: mean, deviation: deviation, gradientDeviation: slopes ?? 0,
                    saturated: saturated))
        }
    }

    /// After the update. A weight that moved during the walk back tells its gradient by its move, `rate` times as long.
    func observation(_ parameters: [Parameter], rate: Float) -> History.Observation {
        var result = History.Observation(step: step, layers: layers)
        for (index, parameter) in parameters.enumerated() where parameter.isTrainable {
            var (square, move) = (0.0, 0.0)
            for (old, new) in zip(before[index], parameter.value.elements) {
                square += Double(old) * Double(old)
                move += Double(new - old) * Double(new - old)
            }
            let (norm, moved) = (square.squareRoot(), move.squareRoot())
            let gradient = gradientNorms[index] ?? (rate == 0 ? 0 : moved / Double(rate))
            result.parameters.append(
                .init(
                    step: step, name: parameter.name, norm: Float(norm), gradientNorm: Float(gradient),
                    updateRatio: Float(norm == 0 ? 0 : moved / norm)))
        }
        return result
    }

    private static func moments(_ x: UnsafePointer<Float>, _ count: Int) -> (mean: Float, deviation: Float) {
        guard count > 0 else { return (0, 0) }
        var (mean, square) = (0.0, 0.0)
        for i in 0..<count { mean += Double(x[i]) / Double(count) }
        for i in 0..<count { square += (Double(x[i]) - mean) * (Double(x[i]) - mean) / Double(count) }
        return (Float(mean), Float(square.squareRoot()))
    }

    private static func saturation(_ before: UnsafePointer<Float>, _ after: UnsafePointer<Float>, _ count: Int)
        -> Float
    {
        var (saturated, total) = (0, 0)
        for i in 0..<count where after[i] != 0 {
            total += 1
            if before[i].magnitude < 0.02 * after[i].magnitude { saturated += 1 }
        }
        return total == 0 ? 0 : Float(saturated) / Float(total)
    }
}
