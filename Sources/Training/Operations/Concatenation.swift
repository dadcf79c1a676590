/// Tensors laid end to end along one axis.
final class Concatenation: Operation {
    /// How many elements of each input lie together in one line of the result, and how many lines there are.
    private let lengths: [Int], lines: Int

    init(lengths: [Int], lines: Int) { (self.lengths, self.lines) = (lengths, lines) }

    func forward(_ values: Operands<Float>) { evaluate(values) }
    func forward(_ values: Operands<Dual>) { evaluate(values) }
    func backward(_ values: Operands<Float>, _ adjoints: Adjoints<Float>) { propagate(adjoints) }
    func backward(_ values: Operands<Dual>, _ adjoints: Adjoints<Dual>) { propagate(adjoints) }

    private func evaluate<S: Scalar>(_ values: Operands<S>) {
        var target = values.output
        for line in 0..<lines {
            for (input, length) in lengths.enumerated() {
                target.update(from: values.inputs[input] + line * length, count: length)
                target += length
            }
        }
    }

    private func propagate<S: Scalar>(_ adjoints: Adjoints<S>) {
        var source = adjoints.output
        for line in 0..<lines {
            for (input, length) in lengths.enumerated() {
                if let start = adjoints.inputs[input] {
                    let target = start + line * length
                    for i in 0..<length { target[i] += source[i] }
                }
                source += length
            }
        }
    }
}

extension Tensor {
    /// The tensors laid end to end along an axis, whose extents add up; their other extents are equal, or the program
    /// stops with both shapes. A negative axis counts from the last.
    public static func concatenated(_ tensors: [Tensor], axis: Int = 0) -> Tensor {
        require(!tensors.isEmpty, "concatenated: no tensors")
        let first = tensors[0].shape
        let axis = Shape.normalize([axis], rank: first.count, for: "concatenated")[0]
        var shape = first
        shape[axis] = 0
        for tensor in tensors {
            var other = tensor.shape
            if other.count == first.count { other[axis] = first[axis] }
            require(
                other == first,
                "concatenated: shapes \(Shape.describe(first)) and \(Shape.describe(tensor.shape)) on axis \(axis)")
            shape[axis] += tensor.shape[axis]
        }
        let operation = Concatenation(
            lengths: tensors.map { Shape.count(Array($0.shape[axis...])) }, lines: Shape.count(Array(first[..<axis])))
        return apply(operation, to: tensors, shape: shape)
    }
}
