/// The largest or the mean element of each window of each image plane.
final class Pooling: Operation {
    enum Kind { case largest, mean }

    private let kind: Kind, planes: Int, window: Window
    /// Where in its plane the largest element of each window stands.
    private var winners: [Int32] = []

    init(_ kind: Kind, planes: Int, window: Window) {
        (self.kind, self.planes, self.window) = (kind, planes, window)
        if kind == .largest { winners = [Int32](repeating: 0, count: planes * window.outputCount) }
    }

    func forward(_ values: Operands<Float>) { evaluate(values) }
    func forward(_ values: Operands<Dual>) { evaluate(values) }
    func backward(_ values: Operands<Float>, _ adjoints: Adjoints<Float>) { propagate(adjoints) }
    func backward(_ values: Operands<Dual>, _ adjoints: Adjoints<Dual>) { propagate(adjoints) }

    private func evaluate<S: Scalar>(_ values: Operands<S>) {
        let (kind, width) = (kind, window.input.width)
        let area = S(constant: Float(window.kernel.height * window.kernel.width))
        winners.withUnsafeMutableBufferPointer { winners in
            forEachWindow { output, plane, rows, columns in
                let x = values.inputs[0] + plane
                var best = rows.lowerBound * width + columns.lowerBound
                var (largest, sum): (S, S) = (x[best], 0)
                for row in rows {
                    for offset in (row * width + columns.lowerBound)..<(row * width + columns.upperBound) {
                        let value = x[offset]
                        sum += value
                        // A NaN wins: it is never hidden.
                        if value > largest || value != value { (largest, best) = (value, offset) }
                    }
                }
                if kind == .largest { winners[output] = Int32(best) }
                values.output[output] = kind == .largest ? largest : sum / area
            }
        }
    }

    private func propagate<S: Scalar>(_ adjoints: Adjoints<S>) {
        guard let gradient = adjoints.inputs[0] else { return }
        let dy = adjoints.output
        if kind == .largest {
            let positions = window.outputCount, size = window.inputCount
            winners.withUnsafeBufferPointer { winners in
                for index in 0..<planes * positions {
                    gradient[index / positions * size + Int(winners[index])] += dy[index]
                }
            }
            return
        }
        let (width, area) = (window.input.width, S(constant: Float(window.kernel.height * window.kernel.width)))
        forEachWindow { output, plane, rows, columns in
            let share = dy[output] / area
            for row in rows { for column in columns { gradient[plane + row * width + column] += share } }
        }
    }

    /// Every window: its place in the output, the start of its plane, and its rows and columns without the padding.
    @inline(__always)
    private func forEachWindow(_ body: (_ output: Int, _ plane: Int, _ rows: Range<Int>, _ columns: Range<Int>) -> Void)
    {
        let (height, width) = window.output
        var output = 0
        for plane in 0..<planes {
            for row in 0..<height {
                let top = row * window.stride - window.padding
                let rows = max(0, top)..<min(window.input.height, top + window.kernel.height)
                for column in 0..<width {
                    let left = column * window.stride - window.padding
                    let columns = max(0, left)..<min(window.input.width, left + window.kernel.width)
                    body(output, plane * window.inputCount, rows, columns)
                    output += 1
                }
            }
        }
    }
}

extension Tensor {
    /// The largest element of each `size × size` window of images `[m, channels, height, width]`. Windows are `stride`
    /// apart (`size` unless named); the gradient goes to the first of equals. Padding never wins.
    public func maxPooled(size: Int, stride: Int? = nil, padding: Int = 0) -> Tensor {
        pooled(.largest, size, stride ?? size, padding, "maxPooled")
    }

    /// The mean of each `size × size` window of images `[m, channels, height, width]`. Windows are `stride` apart
    /// (`size` unless named); padding counts as zeros.
    public func averagePooled(size: Int, stride: Int? = nil, padding: Int = 0) -> Tensor {
        pooled(.mean, size, stride ?? size, padding, "averagePooled")
    }

    private func pooled(_ kind: Pooling.Kind, _ size: Int, _ stride: Int, _ padding: Int, _ name: String) -> Tensor {
        require(rank == 4, "\(name): \(Shape.describe(shape)) is not [m, channels, height, width]")
        require(
            size > 0 && stride > 0 && padding >= 0 && padding <= size / 2,
            "\(name): windows of \(size), \(stride) apart, with a padding of \(padding)")
        let window = Window(kernel: (size, size), stride: stride, padding: padding, input: (shape[2], shape[3]))
        require(
            window.outputCount > 0, "\(name): windows of \(size) × \(size) do not fit in \(Shape.describe(shape))")
        return apply(
            Pooling(kind, planes: shape[0] * shape[1], window: window), to: [self],
            shape: [shape[0], shape[1], window.output.height, window.output.width])
    }
}
