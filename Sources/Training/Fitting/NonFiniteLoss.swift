/// The loss became infinite or NaN.
public struct NonFiniteLoss: Error, Sendable {
    /// Where the first number came up that is not finite, in the order of the computation.
    public enum Place: Sendable, Equatable {
        /// In the parameter of this name: the update before went wrong.
        case parameter(String)
        /// In what the layer of this name puts out; the name is empty for a layer by itself.
        case layer(String)
        /// In the examples.
        case data
        /// Behind the last layer.
        case loss
    }

    /// Counted from 1.
    public let epoch: Int
    /// Counted from 1 over the whole fit.
    public let step: Int
    /// The loss: infinite or NaN.
    public let loss: Float
    /// Where the first number came up that is not finite.
    public let place: Place
    /// What happened before.
    public let history: History
}

extension NonFiniteLoss.Place: CustomStringConvertible {
    public var description: String {
        switch self {
        case .parameter(let name): "in the parameter \(name)"
        case .layer(let name): name.utf8.isEmpty ? "in the output of the layer" : "in the output of layer \(name)"
        case .data: "in the data"
        case .loss: "in the loss, behind the last layer"
        }
    }
}

extension NonFiniteLoss: CustomStringConvertible {
    public var description: String {
        "the loss is \(loss.isNaN ? "not a number" : "infinite") at step \(step), in epoch \(epoch); "
            + "the first number that is not finite is \(place)"
    }
}
