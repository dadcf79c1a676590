/// The sum over some axes.
final class Summation: Operation {
    private let walk: BroadcastWalk, count: Int

    /// The result is read as if stretched back to the input's shape: the same walk serves both directions.
    init(_ shape: [Int], keeping kept: [Int]) {
        walk = BroadcastWalk(shape, kept, for: "sum")
        count = Shape.count(kept)
    }

    func forward(_ values: Operands<Float>) { evaluate(values) }
    func forward(_ values: Operands<Dual>) { evaluate(values) }
    func backward(_ values: Operands<Float>, _ adjoints: Adjoints<Float>) { propagate(adjoints) }
    func backward(_ values: Operands<Dual>, _ adjoints: Adjoints<Dual>) { propagate(adjoints) }

    private func evaluate<S: Scalar>(_ values: Operands<S>) {
        values.output.update(repeating: 0, count: count)
        let (length, q) = (walk.length, walk.rightStep)
        walk.forEachRow { _, left, right in
            let (x, y) = (values.inputs[0] + left, values.output + right)
            if q == 0 {
                var sum: S = 0
                for i in 0..<length { sum += x[i] }
                y[0] += sum
            } else {
                for i in 0..<length { y[i] += x[i] }
            }
        }
    }

    private func propagate<S: Scalar>(_ adjoints: Adjoints<S>) {
        guard let gradient = adjoints.inputs[0] else { return }
        let (length, q) = (walk.length, walk.rightStep)
        walk.forEachRow { _, left, right in
            let (dx, dy) = (gradient + left, adjoints.output + right)
            for i in 0..<length { dx[i] += dy[i * q] }
        }
    }
}

extension Tensor {
    /// The sum over `axes` (all of them unless named; negative ones count from the last). The axes disappear, or stay
    /// with extent 1 when `keepingAxes` is true. The sum over an empty axis is 0.
    public func sum(axes: [Int]? = nil, keepingAxes: Bool = false) -> Tensor {
        let (kept, dropped) = reducedShapes(axes, "sum")
        let result = apply(Summation(shape, keeping: kept), to: [self], shape: kept)
        return keepingAxes ? result : result.reshaped(dropped)
    }

    /// The mean over `axes`, which are named as in ``sum(axes:keepingAxes:)``; of an empty axis it is NaN.
    public func mean(axes: [Int]? = nil, keepingAxes: Bool = false) -> Tensor {
        let total = sum(axes: axes, keepingAxes: keepingAxes)
        return total / Tensor(Float(count) / Float(Swift.max(total.count, 1)))
    }

    /// The variance Σ(x − mean)²/n over `axes`, divided by the number n of elements, not n − 1. Axes are named as in
    /// ``sum(axes:keepingAxes:)``; of an empty axis it is NaN.
    public func variance(axes: [Int]? = nil, keepingAxes: Bool = false) -> Tensor {
        let deviation = self - mean(axes: axes, keepingAxes: true)
        return (deviation * deviation).mean(axes: axes, keepingAxes: keepingAxes)
    }

    /// The largest element along one axis, which disappears, or stays with extent 1; the gradient goes to the first of
    /// equals. An axis of extent 0 has none and stops the program.
    public func max(axis: Int, keepingAxes: Bool = false) -> Tensor {
        let (kept, dropped) = reducedShapes([axis], "max")
        let extent = shape[Shape.normalize([axis], rank: rank, for: "max")[0]]
        require(extent > 0, "max over the empty axis \(axis) of shape \(Shape.describe(shape))")
        let result = picked(argumentOffsets(axis), shape: kept)
        return keepingAxes ? result : result.reshaped(dropped)
    }

    /// The index of the largest element along the last axis (the first of equals), row by row: of logits `[m,
    /// classes]`, the m classes that are predicted.
    public func argmax() -> [Int] {
        require(rank >= 1 && shape[rank - 1] > 0, "argmax over the last axis of shape \(Shape.describe(shape))")
        return argumentOffsets(rank - 1).map { $0 % shape[rank - 1] }
    }

    /// log Σ eˣ along one axis, which disappears. Stable: the largest element is taken out first.
    public func logSumExp(axis: Int, keepingAxes: Bool = false) -> Tensor {
        let largest = detached.max(axis: axis, keepingAxes: true)
        let result = (self - largest).exp().sum(axes: [axis], keepingAxes: true).log() + largest
        return keepingAxes ? result : result.reshaped(reducedShapes([axis], "logSumExp").dropped)
    }

    /// eˣ / Σ eˣ along one axis (the last unless named): probabilities from logits, of the same shape. Stable for
    /// logits of any finite size (Bridle 1990).
    public func softmax(axis: Int = -1) -> Tensor { logSoftmax(axis: axis).exp() }

    /// x − log Σ eˣ along one axis (the last unless named): the logarithms of the probabilities, exact where those are
    /// too small for a `Float`.
    public func logSoftmax(axis: Int = -1) -> Tensor { self - logSumExp(axis: axis, keepingAxes: true) }

    private func reducedShapes(_ axes: [Int]?, _ name: String) -> (kept: [Int], dropped: [Int]) {
        let axes = axes.map { Shape.normalize($0, rank: rank, for: name) } ?? Array(shape.indices)
        var kept = shape
        for axis in axes { kept[axis] = 1 }
        return (kept, shape.indices.filter { !axes.contains($0) }.map { shape[$0] })
    }

    /// Where the largest element of each line along `axis` is stored.
    private func argumentOffsets(_ axis: Int) -> [Int] {
        let axis = Shape.normalize([axis], rank: rank, for: "max")[0]
        let inner = Shape.strides(shape)[axis], extent = shape[axis]
        return (0..<count / extent).map { line in
            let start = line / inner * inner * extent + line % inner
            var best = start
            for step in 1..<Swift.max(extent, 1) where storage.floats[start + step * inner] > storage.floats[best] {
                best = start + step * inner
            }
            return best
        }
    }
}
