/// A dense layer's step: `y = x·Wᵀ + b`, with x `[m, inputs]`, W `[outputs, inputs]` and b `[outputs]`.
final class Affine: Operation {
    private let rows: Int, inputs: Int, outputs: Int

    init(rows: Int, inputs: Int, outputs: Int) {
        (self.rows, self.inputs, self.outputs) = (rows, inputs, outputs)
    }

    /// W: its gradient is the last thing this step computes.
    var descendingInput: Int? { 1 }

    func forward(_ values: Operands<Float>) {
        let hasBias = values.inputs.count == 3
        if hasBias {
            for row in 0..<rows { (values.output + row * outputs).update(from: values.inputs[2], count: outputs) }
        }
        Matrix.multiply(
            values.inputs[0], .asStored, values.inputs[1], .transposed, into: values.output, rows, outputs, inputs,
            keeping: hasBias ? 1 : 0)
    }

    /// x̄ += ȳ·W, b̄ += Σ ȳ over the rows, W̄ += ȳᵀ·x.
    func backward(_ values: Operands<Float>, _ adjoints: Adjoints<Float>) {
        if let input = adjoints.inputs[0] {
            Matrix.multiply(
                adjoints.output, .asStored, values.inputs[1], .asStored, into: input, rows, inputs, outputs, keeping: 1)
        }
        if adjoints.inputs.count == 3, let bias = adjoints.inputs[2] { addRows(adjoints.output, to: bias) }
        if let weight = adjoints.inputs[1] {
            Matrix.multiply(
                adjoints.output, .transposed, values.inputs[0], .asStored, into: weight, outputs, inputs, rows,
                scale: adjoints.scale, keeping: 1)
        }
    }

    func forward(_ values: Operands<Dual>) {
        values.output.update(repeating: 0, count: rows * outputs)
        if values.inputs.count == 3 {
            for row in 0..<rows { (values.output + row * outputs).update(from: values.inputs[2], count: outputs) }
        }
        Matrix.accumulate(
            values.inputs[0], .asStored, values.inputs[1], .transposed, into: values.output, rows, outputs, inputs,
            scale: 1)
    }

    func backward(_ values: Operands<Dual>, _ adjoints: Adjoints<Dual>) {
        if let input = adjoints.inputs[0] {
            Matrix.accumulate(
                adjoints.output, .asStored, values.inputs[1], .asStored, into: input, rows, inputs, outputs, scale: 1)
        }
        if adjoints.inputs.count == 3, let bias = adjoints.inputs[2] { addRows(adjoints.output, to: bias) }
        if let weight = adjoints.inputs[1] {
            Matrix.accumulate(
                adjoints.output, .transposed, values.inputs[0], .asStored, into: weight, outputs, inputs, rows,
                scale: 1)
        }
    }

    private func addRows<S: Scalar>(_ source: UnsafePointer<S>, to target: UnsafeMutablePointer<S>) {
        for row in 0..<rows {
            let start = source + row * outputs
            for column in 0..<outputs { target[column] += start[column] }
        }
    }
}

extension Tensor {
    /// `self·weightᵀ + bias` over the last axis: `[…, inputs] → […, outputs]`, with weight `[outputs, inputs]` and
    /// bias `[outputs]`. Shapes that do not fit stop the program.
    public func affine(weight: Tensor, bias: Tensor? = nil) -> Tensor {
        require(
            rank >= 1 && weight.rank == 2 && shape[rank - 1] == weight.shape[1],
            "affine: input \(Shape.describe(shape)) does not fit weight \(Shape.describe(weight.shape))")
        let (outputs, inputs) = (weight.shape[0], weight.shape[1])
        if let bias {
            require(
                bias.shape == [outputs],
                "affine: bias \(Shape.describe(bias.shape)) does not fit weight \(Shape.describe(weight.shape))")
        }
        let leading = shape.dropLast()
        let operation = Affine(rows: leading.reduce(1, *), inputs: inputs, outputs: outputs)
        return apply(
            operation, to: bias.map { [self, weight, $0] } ?? [self, weight], shape: Array(leading) + [outputs])
    }
}
