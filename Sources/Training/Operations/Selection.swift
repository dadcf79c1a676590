/// Elements picked from one tensor: output `i` is input `offsets[i]`.
///
/// Rows by index and largest elements are this; the gradient goes back to where each element came from.
final class Selection: Operation {
    private let offsets: [Int]

    init(_ offsets: [Int]) { self.offsets = offsets }

    func forward(_ values: Operands<Float>) { evaluate(values) }
    func forward(_ values: Operands<Dual>) { evaluate(values) }
    func backward(_ values: Operands<Float>, _ adjoints: Adjoints<Float>) { propagate(adjoints) }
    func backward(_ values: Operands<Dual>, _ adjoints: Adjoints<Dual>) { propagate(adjoints) }

    private func evaluate<S: Scalar>(_ values: Operands<S>) {
        let (x, y) = (values.inputs[0], values.output)
        for (index, offset) in offsets.enumerated() { y[index] = x[offset] }
    }

    private func propagate<S: Scalar>(_ adjoints: Adjoints<S>) {
        guard let dx = adjoints.inputs[0] else { return }
        let dy = adjoints.output
        for (index, offset) in offsets.enumerated() { dx[offset] += dy[index] }
    }
}

/// The same elements under another shape.
final class Reshape: Operation {
    private let count: Int

    init(count: Int) { self.count = count }

    func forward(_ values: Operands<Float>) { values.output.update(from: values.inputs[0], count: count) }
    func forward(_ values: Operands<Dual>) { values.output.update(from: values.inputs[0], count: count) }
    func backward(_ values: Operands<Float>, _ adjoints: Adjoints<Float>) { propagate(adjoints) }
    func backward(_ values: Operands<Dual>, _ adjoints: Adjoints<Dual>) { propagate(adjoints) }

    private func propagate<S: Scalar>(_ adjoints: Adjoints<S>) {
        guard let dx = adjoints.inputs[0] else { return }
        for i in 0..<count { dx[i] += adjoints.output[i] }
    }
}

extension Tensor {
    /// The same elements, row by row, under another shape; one extent may be −1 and is then worked out. A shape for
    /// another number of elements stops the program.
    public func reshaped(_ target: [Int]) -> Tensor {
        var target = target
        if let unknown = target.firstIndex(of: -1) {
            target[unknown] = 1
            let known = Shape.count(target)
            target[unknown] = known == 0 ? 0 : count / known
        }
        require(
            Shape.count(target) == count,
            "reshaped: \(Shape.describe(shape)) has \(count) elements and does not fit \(Shape.describe(target))")
        if place == nil { return Tensor(shape: target, storage: storage) }
        return apply(Reshape(count: count), to: [self], shape: target)
    }

    /// The axes in another order: axis `i` of the result is axis `order[i]` here. Without an order, all reversed: of a
    /// matrix `[m, n]`, its transpose `[n, m]`. The order names each axis once.
    public func transposed(_ order: [Int]? = nil) -> Tensor {
        let order = Shape.normalize(order ?? Array(shape.indices.reversed()), rank: rank, for: "transposed")
        require(order.count == rank, "transposed: \(order.count) axes for shape \(Shape.describe(shape))")
        let strides = Shape.strides(shape)
        let target = order.map { shape[$0] }
        return strided(target, strides: order.map { strides[$0] }, start: 0)
    }

    /// The part of the tensor within `range` along one axis; of that, every `step`-th entry. The extent becomes
    /// ⌈length of the range / step⌉. A range that leaves the axis stops the program.
    public func sliced(_ range: Range<Int>, by step: Int = 1, axis: Int = 0) -> Tensor {
        require(step > 0, "sliced: a step of \(step)")
        let axis = Shape.normalize([axis], rank: rank, for: "sliced")[0]
        require(
            range.lowerBound >= 0 && range.upperBound <= shape[axis],
            "sliced: \(range.lowerBound)..<\(range.upperBound) on axis \(axis) of shape \(Shape.describe(shape))")
        var strides = Shape.strides(shape)
        let start = range.lowerBound * strides[axis]
        var target = shape
        target[axis] = (range.count + step - 1) / step
        strides[axis] *= step
        return strided(target, strides: strides, start: start)
    }

    /// The rows (entries of the first axis) at `indices`, in that order, with repetition: `[n, …] → [indices.count,
    /// …]`. The gradient of a row is the sum over its places. An index that is no row stops the program.
    public func rows(_ indices: [Int]) -> Tensor {
        require(rank >= 1, "rows of a tensor without axes")
        let length = shape[0] == 0 ? 0 : count / shape[0]
        for index in indices {
            require(index >= 0 && index < shape[0], "rows: index \(index) of shape \(Shape.describe(shape))")
        }
        let target = [indices.count] + shape.dropFirst()
        if place == nil {
            let result = Tensor(shape: target, storage: Storage(capacity: indices.count * length))
            for (row, index) in indices.enumerated() {
                (result.storage.floats + row * length).update(from: storage.floats + index * length, count: length)
            }
            return result
        }
        return picked(indices.flatMap { index in (0..<length).map { index * length + $0 } }, shape: target)
    }

    /// The entries of one axis at `indices`, in that order, with repetition, as NumPy's `take`: the extent becomes
    /// `indices.count`. Along the first axis it is ``rows(_:)``; errors and gradient are the same.
    public func gathered(_ indices: [Int], axis: Int) -> Tensor {
        let axis = Shape.normalize([axis], rank: rank, for: "gathered")[0]
        let inner = Shape.strides(shape)[axis], extent = shape[axis]
        for index in indices {
            require(
                index >= 0 && index < extent, "gathered: index \(index) on axis \(axis) of \(Shape.describe(shape))")
        }
        var target = shape
        target[axis] = indices.count
        let offsets = (0..<Shape.count(Array(shape[..<axis]))).flatMap { outer in
            indices.flatMap { index in (0..<inner).map { (outer * extent + index) * inner + $0 } }
        }
        return picked(offsets, shape: target)
    }

    func picked(_ offsets: [Int], shape: [Int]) -> Tensor { apply(Selection(offsets), to: [self], shape: shape) }

    /// The elements found from `start` on by advancing `strides[i]` elements for each step along axis `i` of `shape`.
    func strided(_ shape: [Int], strides: [Int], start: Int) -> Tensor {
        apply(Striding(shape: shape, strides: strides, start: start), to: [self], shape: shape)
    }
}
