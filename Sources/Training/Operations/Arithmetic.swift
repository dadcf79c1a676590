/// Sum, difference, product or quotient of two tensors that broadcast.
final class Arithmetic: Operation {
    enum Operator { case add, subtract, multiply, divide }

    private let operation: Operator
    private let walk: BroadcastWalk

    init(_ operation: Operator, _ walk: BroadcastWalk) { (self.operation, self.walk) = (operation, walk) }

    func forward(_ values: Operands<Float>) { evaluate(values) }
    func forward(_ values: Operands<Dual>) { evaluate(values) }
    func backward(_ values: Operands<Float>, _ adjoints: Adjoints<Float>) { propagate(values, adjoints) }
    func backward(_ values: Operands<Dual>, _ adjoints: Adjoints<Dual>) { propagate(values, adjoints) }

    private func evaluate<S: Scalar>(_ values: Operands<S>) {
        let (length, p, q) = (walk.length, walk.leftStep, walk.rightStep)
        walk.forEachRow { row, left, right in
            let (a, b, y) = (values.inputs[0] + left, values.inputs[1] + right, values.output + row)
            switch operation {
            case .add: for i in 0..<length { y[i] = a[i * p] + b[i * q] }
            case .subtract: for i in 0..<length { y[i] = a[i * p] - b[i * q] }
            case .multiply: for i in 0..<length { y[i] = a[i * p] * b[i * q] }
            case .divide: for i in 0..<length { y[i] = a[i * p] / b[i * q] }
            }
        }
    }

    /// A stretched operand is read many times; walking it with the same steps sums its gradient back to its shape.
    private func propagate<S: Scalar>(_ values: Operands<S>, _ adjoints: Adjoints<S>) {
        let (length, p, q) = (walk.length, walk.leftStep, walk.rightStep)
        walk.forEachRow { row, left, right in
            let (a, b, dy) = (values.inputs[0] + left, values.inputs[1] + right, adjoints.output + row)
            if let start = adjoints.inputs[0] {
                let da = start + left
                switch operation {
                case .add, .subtract: for i in 0..<length { da[i * p] += dy[i] }
                case .multiply: for i in 0..<length { da[i * p] += dy[i] * b[i * q] }
                case .divide: for i in 0..<length { da[i * p] += dy[i] / b[i * q] }
                }
            }
            if let start = adjoints.inputs[1] {
                let db = start + right
                switch operation {
                case .add: for i in 0..<length { db[i * q] += dy[i] }
                case .subtract: for i in 0..<length { db[i * q] -= dy[i] }
                case .multiply: for i in 0..<length { db[i * q] += dy[i] * a[i * p] }
                case .divide: for i in 0..<length { db[i * q] -= dy[i] * a[i * p] / (b[i * q] * b[i * q]) }
                }
            }
        }
    }
}

/// A walk over the rows (last axis) of a broadcast result, with the place of each row in both operands.
struct BroadcastWalk {
    let shape: [Int]
    let length: Int
    let leftStep: Int, rightStep: Int
    private let left: [Int], right: [Int]

    init(_ a: [Int], _ b: [Int], for name: String) {
        if a == b {
            // Equal shapes are one long row.
            (shape, length, leftStep, rightStep, left, right) = (a, Shape.count(a), 1, 1, [], [])
            return
        }
        shape = Shape.broadcast(a, b, for: name)
        left = Shape.strides(a, stretchedTo: shape)
        right = Shape.strides(b, stretchedTo: shape)
        (length, leftStep, rightStep) = (shape[shape.count - 1], left[left.count - 1], right[right.count - 1])
    }

    func forEachRow(_ body: (_ row: Int, _ left: Int, _ right: Int) -> Void) {
        guard !left.isEmpty else { return body(0, 0, 0) }
        if Shape.count(shape) == 0 { return }
        let outer = shape.count - 1
        var position = [Int](repeating: 0, count: outer)
        var (row, leftStart, rightStart) = (0, 0, 0)
        while true {
            body(row, leftStart, rightStart)
            row += length
            var axis = outer - 1
            while axis >= 0 {
                position[axis] += 1
                leftStart += left[axis]
                rightStart += right[axis]
                if position[axis] < shape[axis] { break }
                leftStart -= left[axis] * shape[axis]
                rightStart -= right[axis] * shape[axis]
                position[axis] = 0
                axis -= 1
            }
            if axis < 0 { return }
        }
    }
}

extension Tensor {
    private static func combine(_ a: Tensor, _ b: Tensor, _ operation: Arithmetic.Operator, _ name: String) -> Tensor {
        let walk = BroadcastWalk(a.shape, b.shape, for: name)
        return apply(Arithmetic(operation, walk), to: [a, b], shape: walk.shape)
    }

    /// The sum, element by element; shapes broadcast as in NumPy, and those that do not stop the program.
    public static func + (a: Tensor, b: Tensor) -> Tensor { combine(a, b, .add, "+") }
    /// The difference, element by element; shapes broadcast as in NumPy.
    public static func - (a: Tensor, b: Tensor) -> Tensor { combine(a, b, .subtract, "-") }
    /// The product, element by element; shapes broadcast as in NumPy. Of matrices: ``matmul(_:)``.
    public static func * (a: Tensor, b: Tensor) -> Tensor { combine(a, b, .multiply, "*") }
    /// The quotient, element by element; shapes broadcast as in NumPy. Dividing by 0 gives ±∞ or NaN.
    public static func / (a: Tensor, b: Tensor) -> Tensor { combine(a, b, .divide, "/") }
    /// Puts the sum in the place of `a`: the same as `a = a + b`, which the tape records.
    public static func += (a: inout Tensor, b: Tensor) { a = a + b }
    /// Puts the difference in the place of `a`: the same as `a = a - b`.
    public static func -= (a: inout Tensor, b: Tensor) { a = a - b }
    /// Puts the product in the place of `a`: the same as `a = a * b`.
    public static func *= (a: inout Tensor, b: Tensor) { a = a * b }
    /// Puts the quotient in the place of `a`: the same as `a = a / b`.
    public static func /= (a: inout Tensor, b: Tensor) { a = a / b }
}
