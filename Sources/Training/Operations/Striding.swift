/// Elements read with a stride along each axis: slices and transpositions.
final class Striding: Operation {
    private let shape: [Int], strides: [Int], start: Int

    init(shape: [Int], strides: [Int], start: Int) {
        (self.shape, self.strides, self.start) = (shape, strides, start)
    }

    func forward(_ values: Operands<Float>) { evaluate(values) }
    func forward(_ values: Operands<Dual>) { evaluate(values) }
    func backward(_ values: Operands<Float>, _ adjoints: Adjoints<Float>) { propagate(adjoints) }
    func backward(_ values: Operands<Dual>, _ adjoints: Adjoints<Dual>) { propagate(adjoints) }

    private func evaluate<S: Scalar>(_ values: Operands<S>) {
        var target = values.output
        forEachRow { offset, length, step in
            let source = values.inputs[0] + offset
            if step == 1 {
                target.update(from: source, count: length)
            } else {
                for i in 0..<length { target[i] = source[i * step] }
            }
            target += length
        }
    }

    private func propagate<S: Scalar>(_ adjoints: Adjoints<S>) {
        guard let gradient = adjoints.inputs[0] else { return }
        var source = adjoints.output
        forEachRow { offset, length, step in
            let target = gradient + offset
            if step == 1 {
                for i in 0..<length { target[i] += source[i] }
            } else {
                for i in 0..<length { target[i * step] += source[i] }
            }
            source += length
        }
    }

    /// Every row (last axis) of the result in order: where it is read from, its length, and the step between elements.
    @inline(__always)
    private func forEachRow(_ body: (_ offset: Int, _ length: Int, _ step: Int) -> Void) {
        guard let length = shape.last, let step = strides.last else { return body(start, 1, 1) }
        if Shape.count(shape) == 0 { return }
        var position = [Int](repeating: 0, count: shape.count - 1)
        var offset = start
        while true {
            body(offset, length, step)
            var axis = position.count - 1
            while axis >= 0 {
                position[axis] += 1
                offset += strides[axis]
                if position[axis] < shape[axis] { break }
                offset -= strides[axis] * shape[axis]
                position[axis] = 0
                axis -= 1
            }
            if axis < 0 { return }
        }
    }
}
