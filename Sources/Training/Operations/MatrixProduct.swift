/// Products of matrices: `[…, m, k] × […, k, n] → […, m, n]`, one product for each index of the leading axes.
final class MatrixProduct: Operation {
    private let rows: Int, inner: Int, columns: Int
    /// Where the two factors of each product begin.
    private let starts: [(left: Int, right: Int)]

    init(rows: Int, inner: Int, columns: Int, starts: [(left: Int, right: Int)]) {
        (self.rows, self.inner, self.columns, self.starts) = (rows, inner, columns, starts)
    }

    func forward(_ values: Operands<Float>) {
        for (index, start) in starts.enumerated() {
            Matrix.multiply(
                values.inputs[0] + start.left, .asStored, values.inputs[1] + start.right, .asStored,
                into: values.output + index * rows * columns, rows, columns, inner, keeping: 0)
        }
    }

    /// With C = A·B: Ā += C̄·Bᵀ and B̄ += Aᵀ·C̄.
    func backward(_ values: Operands<Float>, _ adjoints: Adjoints<Float>) {
        for (index, start) in starts.enumerated() {
            let output = adjoints.output + index * rows * columns
            if let left = adjoints.inputs[0] {
                Matrix.multiply(
                    output, .asStored, values.inputs[1] + start.right, .transposed,
                    into: left + start.left, rows, inner, columns, keeping: 1)
            }
            if let right = adjoints.inputs[1] {
                Matrix.multiply(
                    values.inputs[0] + start.left, .transposed, output, .asStored,
                    into: right + start.right, inner, columns, rows, keeping: 1)
            }
        }
    }

    func forward(_ values: Operands<Dual>) {
        for (index, start) in starts.enumerated() {
            let output = values.output + index * rows * columns
            output.update(repeating: 0, count: rows * columns)
            Matrix.accumulate(
                values.inputs[0] + start.left, .asStored, values.inputs[1] + start.right, .asStored,
                into: output, rows, columns, inner, scale: 1)
        }
    }

    func backward(_ values: Operands<Dual>, _ adjoints: Adjoints<Dual>) {
        for (index, start) in starts.enumerated() {
            let output = adjoints.output + index * rows * columns
            if let left = adjoints.inputs[0] {
                Matrix.accumulate(
                    output, .asStored, values.inputs[1] + start.right, .transposed,
                    into: left + start.left, rows, inner, columns, scale: 1)
            }
            if let right = adjoints.inputs[1] {
                Matrix.accumulate(
                    values.inputs[0] + start.left, .transposed, output, .asStored,
                    into: right + start.right, inner, columns, rows, scale: 1)
            }
        }
    }
}

extension Tensor {
    /// The matrix product `[…, m, k] × […, k, n] → […, m, n]`; leading axes broadcast. Inner extents that differ, or a
    /// tensor with less than two axes, stop the program.
    public func matmul(_ other: Tensor) -> Tensor {
        require(
            rank >= 2 && other.rank >= 2 && shape[rank - 1] == other.shape[other.rank - 2],
            "matmul: shapes \(Shape.describe(shape)) and \(Shape.describe(other.shape)) do not fit")
        let (rows, inner, columns) = (shape[rank - 2], shape[rank - 1], other.shape[other.rank - 1])
        let (leftBatch, rightBatch) = (Array(shape.dropLast(2)), Array(other.shape.dropLast(2)))
        let batch = Shape.broadcast(leftBatch, rightBatch, for: "matmul")
        let leftStrides = Shape.strides(leftBatch, stretchedTo: batch)
        let rightStrides = Shape.strides(rightBatch, stretchedTo: batch)
        let batchStrides = Shape.strides(batch)
        let starts = (0..<Shape.count(batch)).map { index in
            var (left, right) = (0, 0)
            for axis in batch.indices {
                let position = index / batchStrides[axis] % batch[axis]
                left += position * leftStrides[axis]
                right += position * rightStrides[axis]
            }
            return (left: left * rows * inner, right: right * inner * columns)
        }
        return apply(
            MatrixProduct(rows: rows, inner: inner, columns: columns, starts: starts), to: [self, other],
            shape: batch + [rows, columns])
    }
}
