/// Layers applied one after another.
///
///     var model = Sequential {
///         Dense(784, 128, using: &generator)
///         ReLU()
///         Dense(128, 10, using: &generator)
///     }
public struct Sequential<Layers: Layer>: Layer {
    /// The layers, as nested pairs.
    public var layers: Layers

    /// The layers in the order they are applied; each parameter's name gets its layer's position in front.
    public init<First: Layer, Last: Layer>(@LayerBuilder _ layers: () -> Chain<First, Last>)
    where Layers == Chain<First, Last> {
        self.layers = layers()
    }

    public func callAsFunction(_ input: Tensor, mode: Mode) -> Tensor { layers(input, mode: mode) }

    public mutating func visitParameters(_ visit: (inout Parameter) -> Void) { layers.visitParameters(visit) }
}

/// Two layers, the second applied to the output of the first.
public struct Chain<First: Layer, Last: Layer>: Layer {
    /// What is applied first.
    public var first: First
    /// What is applied to the output of the first.
    public var last: Last
    let length: Int

    init(_ first: First, _ last: Last, length: Int) {
        self.first = first
        self.last = last
        self.length = length
        self.last.visitParameters { $0.name = "\(length - 1)." + $0.name }
    }

    public func callAsFunction(_ input: Tensor, mode: Mode) -> Tensor { last(first(input, mode: mode), mode: mode) }

    public mutating func visitParameters(_ visit: (inout Parameter) -> Void) {
        first.visitParameters(visit)
        last.visitParameters(visit)
    }
}

/// Any number of layers of one kind, each applied to the output of the one before: for networks whose depth is a number.
///
///     Stack((0..<20).map { _ in Dense(64, 64, using: &generator) })
public struct Stack<Block: Layer>: Layer {
    /// In the order in which they are applied.
    public var blocks: [Block]

    /// Parameters are named by their block's place: `0.weight`, `0.bias`, `1.weight`, …
    public init(_ blocks: [Block]) {
        self.blocks = blocks
        for index in blocks.indices { self.blocks[index].visitParameters { $0.name = "\(index)." + $0.name } }
    }

    public func callAsFunction(_ input: Tensor, mode: Mode) -> Tensor {
        blocks.reduce(input) { $1($0, mode: mode) }
    }

    public mutating func visitParameters(_ visit: (inout Parameter) -> Void) {
        for index in blocks.indices { blocks[index].visitParameters(visit) }
    }
}

/// The layer that returns its input.
public struct Identity: Layer {
    public init() {}
    public func callAsFunction(_ input: Tensor, mode: Mode) -> Tensor { input }
}

/// Builds the chain of a ``Sequential``.
@resultBuilder
public enum LayerBuilder {
    /// The chain that begins with `first`.
    public static func buildPartialBlock<L: Layer>(first: L) -> Chain<Identity, L> {
        Chain(Identity(), first, length: 1)
    }
    /// The chain with `next` behind it.
    public static func buildPartialBlock<First: Layer, Last: Layer, L: Layer>(
        accumulated: Chain<First, Last>, next: L
    ) -> Chain<Chain<First, Last>, L> {
        Chain(accumulated, next, length: accumulated.length + 1)
    }
}
