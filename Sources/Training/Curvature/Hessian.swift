/// The Hessian of a loss: the matrix of its second derivatives with respect to the trainable parameters of a model.
///
/// Products with the Hessian are exact, found by a reverse pass in dual numbers (Pearlmutter 1994), and everything is
/// computed in double precision from the parameters and data as they are. The directions run over the trainable
/// parameters in the order of the visit, each row by row.
///
///     let hessian = Hessian(of: model) { model, mode in
///         softmaxCrossEntropy(model(x, mode: mode), labels)
///     }
///     hessian.spectrum().conditionNumber
///
/// Activations are taken as in evaluation. The loss must be one that the tape recorded; parameters without influence
/// have zero rows.
public struct Hessian {
    /// The number of trainable parameters: the Hessian is `count × count`.
    public let count: Int
    private let replay: Replay
    private let parameters: [Replay.Variable]

    /// The Hessian of `loss` at the model's present parameters. A loss that is not a single number stops the program.
    public init<Model: Layer>(of model: Model, loss: (Model, Mode) -> Tensor) {
        let tape = Tape()
        var own = model
        own.visitParameters { $0.value.makeUnique() }
        let result = loss(own, .evaluation(on: tape))
        require(result.count == 1, "Hessian of a tensor of shape \(Shape.describe(result.shape)), not a number")
        parameters = own.trainableVariables(on: tape)
        count = parameters.reduce(0) { $0 + $1.count }
        replay = Replay(tape.records, last: tape.index(of: result))
    }

    /// The Hessian times `direction`, which has ``count`` entries, in double precision; costs about as much as a few
    /// gradients.
    public func product(_ direction: [Double]) -> [Double] { derivatives(along: direction).product }

    /// The gradient of the loss, in double precision.
    public var gradient: [Double] { derivatives(along: [Double](repeating: 0, count: count)).gradient }

    /// The whole matrix, one row an entry: for models of up to a few hundred parameters.
    public func matrix() -> [[Double]] {
        var direction = [Double](repeating: 0, count: count)
        var rows: [[Double]] = []
        for index in 0..<count {
            direction[index] = 1
            rows.append(product(direction))
            direction[index] = 0
        }
        return rows
    }

    /// All eigenvalues, from the matrix.
    public func spectrum() -> Spectrum { Spectrum(ofSymmetric: matrix()) }

    /// The eigenvalue of largest magnitude, by power iteration: for models whose matrix is too large to form.
    ///
    /// Stops when the Rayleigh quotient changes by less than `tolerance` (relative), or after `iterations`.
    public func largestEigenvalue(
        iterations: Int = 1_000, tolerance: Double = 1e-10, using generator: inout some RandomNumberGenerator
    ) -> Double {
        var direction = normalized((0..<count).map { _ in generator.normal() })
        var estimate = 0.0
        for _ in 0..<iterations {
            let image = product(direction)
            let quotient = zip(direction, image).reduce(0) { $0 + $1.0 * $1.1 }
            if (quotient - estimate).magnitude <= tolerance * quotient.magnitude { return quotient }
            estimate = quotient
            direction = normalized(image)
        }
        return estimate
    }

    private func derivatives(along direction: [Double]) -> (gradient: [Double], product: [Double]) {
        require(direction.count == count, "a direction of \(direction.count) for \(count) parameters")
        replay.runForward(replay.tangents(direction, parameters))
        replay.runBackward(from: [1])
        let adjoints = replay.adjoints(parameters)
        return (adjoints.map { $0.value }, adjoints.map { $0.tangent })
    }

    private func normalized(_ vector: [Double]) -> [Double] {
        let norm = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return norm == 0 ? vector : vector.map { $0 / norm }
    }
}
