/// What a model is to answer, one entry an example: class indices, or rows of a tensor.
public protocol Targets: Sendable {
    /// The entries at `indices`, in that order.
    func rows(_ indices: [Int]) -> Self
    /// How many entries there are.
    var exampleCount: Int { get }
}

extension Array: Targets where Element == Int {
    public func rows(_ indices: [Int]) -> [Int] { indices.map { self[$0] } }
    public var exampleCount: Int { count }
}

extension Tensor: Targets {
    public var exampleCount: Int { shape.first ?? 0 }
}

/// Examples to learn from: one row of `features` and one target each.
public struct Examples<Target: Targets>: Sendable {
    /// `[examples, …]`.
    public var features: Tensor
    /// One entry for each row of the features.
    public var targets: Target

    /// Features `[examples, …]` and as many targets; other numbers of them stop the program.
    public init(features: Tensor, targets: Target) {
        require(
            features.rank >= 1 && features.shape[0] == targets.exampleCount,
            "examples: features \(Shape.describe(features.shape)) and \(targets.exampleCount) targets")
        self.features = features
        self.targets = targets
    }

    /// How many examples there are.
    public var count: Int { targets.exampleCount }

    /// The examples at `indices`, in that order; an index outside stops the program.
    public func rows(_ indices: [Int]) -> Examples {
        Examples(features: features.rows(indices), targets: targets.rows(indices))
    }
}

extension Examples where Target == [Int] {
    /// Two parts in random order: the second holds `fraction` (0 to 1) of each class, rounded, the first the rest.
    public func split(
        testFraction fraction: Double, using generator: inout some RandomNumberGenerator
    ) -> (train: Examples, test: Examples) {
        require(fraction >= 0 && fraction <= 1, "split: the fraction lies between 0 and 1")
        let order = generator.permutation(count)
        var (train, test): ([Int], [Int]) = ([], [])
        for label in 0...(targets.max() ?? 0) {
            let members = order.filter { targets[$0] == label }
            let size = Int((Double(members.count) * fraction).rounded())
            test += members.prefix(size)
            train += members.dropFirst(size)
        }
        return (rows(generator.shuffle(train)), rows(generator.shuffle(test)))
    }
}

extension RandomNumberGenerator {
    /// The same numbers in random order.
    mutating func shuffle(_ numbers: [Int]) -> [Int] { permutation(numbers.count).map { numbers[$0] } }
}
