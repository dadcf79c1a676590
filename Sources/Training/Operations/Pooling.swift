/// The largest or the mean element of each window of each image plane.
final class Pooling: Operation {
    enum Kind { case largest, mean }

    private let kind: Kind, planes: Int, window: Window

    init(_ kind: Kind, planes: Int, window: Window) { (self.kind, self.planes, self.window) = (kind, planes, window) }

    func forward(_ values: Operands<Float>) { evaluate(values) }
    func forward(_ values: Operands<Dual>) { evaluate(values) }
    func backward(_ values: Operands<Float>, _ adjoints: Adjoints<Float>) { propagate(values, adjoints) }
    func backward(_ values: Operands<Dual>, _ adjoints: Adjoints<Dual>) { propagate(values, adjoints) }

    private var area: Float { Float(window.kernel.height * window.kernel.width) }

    /// One cell of the window after another, for a whole line of windows.
    private func evaluate<S: Scalar>(_ values: Operands<S>) {
        let (x, y, stride) = (values.inputs[0], values.output, window.stride)
        switch kind {
        case .largest:
            forEachWindow { output, first in y[output] = x[first] }
            // A stride that the compiler knows lets it take several windows at once.
            let unordered = stride == 2 ? raise(y, to: x, stride: 2) : raise(y, to: x, stride: stride)
            // A NaN is larger than nothing, but it is never hidden.
            if unordered {
                forEachLine { output, source, inside in
                    for i in inside where x[source + i * stride] != x[source + i * stride] {
                        y[output + i] = x[source + i * stride]
                    }
                }
            }
        case .mean:
            y.update(repeating: 0, count: planes * window.outputCount)
            forEachLine { output, source, inside in
                for i in inside { y[output + i] += x[source + i * stride] }
            }
            let area = S(constant: area)
            for i in 0..<planes * window.outputCount { y[i] = y[i] / area }
        }
    }

    /// Raises each of `y` to the largest of its window in `x`, and returns whether one of them was a NaN.
    @inline(__always)
    private func raise<S: Scalar>(_ y: UnsafeMutablePointer<S>, to x: UnsafePointer<S>, stride: Int) -> Bool {
        var unordered = 0
        forEachLine { output, source, inside in
            let (largest, start) = (y + output, x + source)
            for i in inside {
                let value = start[i &* stride], known = largest[i]
                largest[i] = value > known ? value : known
                unordered |= value == value ? 0 : 1
            }
        }
        return unordered != 0
    }

    private func propagate<S: Scalar>(_ values: Operands<S>, _ adjoints: Adjoints<S>) {
        guard let dx = adjoints.inputs[0] else { return }
        let (x, y, dy, stride) = (values.inputs[0], values.output, adjoints.output, window.stride)
        let count = planes * window.outputCount
        // What each window has left to give: all to the first element that is the largest, or a share to each.
        let left = UnsafeMutablePointer<S>.allocate(capacity: max(count, 1))
        defer { left.deallocate() }
        switch kind {
        case .largest:
            left.initialize(from: dy, count: count)
            forEachLine { output, source, inside in
                let (start, target, largest, rest) = (x + source, dx + source, y + output, left + output)
                for i in inside {
                    // One choice between two numbers: a branch would be mispredicted every other time.
                    let available = rest[i], share: S = start[i &* stride] == largest[i] ? available : 0
                    target[i &* stride] += share
                    rest[i] = available - share
                }
            }
        case .mean:
            let area = S(constant: area)
            for i in 0..<count { (left + i).initialize(to: dy[i] / area) }
            forEachLine { output, source, inside in
                for i in inside { dx[source + i * stride] += left[output + i] }
            }
        }
    }

    /// Every window: its place in the output, and its first element that lies on the image.
    @inline(__always)
    private func forEachWindow(_ body: (_ output: Int, _ first: Int) -> Void) {
        var output = 0
        for plane in 0..<planes {
            for row in 0..<window.output.height {
                let top = max(0, row * window.stride - window.padding)
                let start = plane * window.inputCount + top * window.input.width
                for column in 0..<window.output.width {
                    body(output, start + max(0, column * window.stride - window.padding))
                    output += 1
                }
            }
        }
    }

    /// Every line of windows, once for each cell of the window: where the line stands in the output, where its position
    /// 0 would see the input, and at which positions the cell lies on the image.
    @inline(__always)
    private func forEachLine(_ body: (_ output: Int, _ source: Int, _ inside: Range<Int>) -> Void) {
        var output = 0
        for plane in 0..<planes {
            for row in 0..<window.output.height {
                for kernelRow in 0..<window.kernel.height {
                    let y = row * window.stride + kernelRow - window.padding
                    if y < 0 || y >= window.input.height { continue }
                    let start = plane * window.inputCount + y * window.input.width - window.padding
                    for (kernelColumn, inside) in window.columns.enumerated() {
                        body(output, start + kernelColumn, inside)
                    }
                }
                output += window.output.width
            }
        }
    }
}

extension Tensor {
    /// The largest element of each `size × size` window of images `[m, channels, height, width]`. Windows are `stride`
    /// apart (`size` unless named); the gradient goes to the first of equals. Padding never wins.
    ///
    /// height' = ⌊(height + 2·padding − size) / stride⌋ + 1. A window that does not fit, or a padding of more than half
    /// of it, stops the program.
    public func maxPooled(size: Int, stride: Int? = nil, padding: Int = 0) -> Tensor {
        pooled(.largest, size, stride ?? size, padding, "maxPooled")
    }

    /// The mean of each `size × size` window of images `[m, channels, height, width]`. Windows are `stride` apart
    /// (`size` unless named); padding counts as zeros. Extents and errors as in ``maxPooled(size:stride:padding:)``.
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
