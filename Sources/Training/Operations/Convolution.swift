/// How a window slides over an image `[height, width]`.
struct Window {
    let kernel: (height: Int, width: Int)
    let stride: Int
    let padding: Int
    let input: (height: Int, width: Int)
    /// Positions that fit: ⌊(extent + 2·padding − kernel) / stride⌋ + 1, or 0 when the window is larger than that.
    let output: (height: Int, width: Int)
    let inputCount: Int
    let outputCount: Int
    /// For each row of the window, the output rows in which it lies on the image and not on the padding.
    let rows: [Range<Int>]
    /// For each column of the window, the output columns in which it lies on the image and not on the padding.
    let columns: [Range<Int>]

    init(kernel: (height: Int, width: Int), stride: Int, padding: Int, input: (height: Int, width: Int)) {
        func positions(_ extent: Int, _ kernel: Int) -> Int {
            let room = extent + 2 * padding - kernel
            return room < 0 ? 0 : room / stride + 1
        }
        func inside(_ offset: Int, _ extent: Int, _ count: Int) -> Range<Int> {
            let first = max(0, (padding - offset + stride - 1) / stride)
            let beyond = extent + padding - offset
            let end = beyond <= 0 ? 0 : min(count, (beyond - 1) / stride + 1)
            return first < end ? first..<end : 0..<0
        }
        (self.kernel, self.stride, self.padding, self.input) = (kernel, stride, padding, input)
        output = (positions(input.height, kernel.height), positions(input.width, kernel.width))
        inputCount = input.height * input.width
        outputCount = output.height * output.width
        let output = output
        rows = (0..<kernel.height).map { inside($0, input.height, output.height) }
        columns = (0..<kernel.width).map { inside($0, input.width, output.width) }
    }
}

/// A convolution of images `[m, channels, height, width]` with kernels `[filters, channels, k, k]`.
///
/// The windows of one image become the columns of a matrix (im2col), and the kernels, a row each, are multiplied with
/// it (Chellapilla et al. 2006). Going back, the columns are made again: cheaper than keeping them for all images.
final class Convolution: Operation {
    private let images: Int, channels: Int, filters: Int
    private let window: Window

    init(images: Int, channels: Int, filters: Int, window: Window) {
        (self.images, self.channels, self.filters, self.window) = (images, channels, filters, window)
    }

    func forward(_ values: Operands<Float>) { evaluate(values) }
    func forward(_ values: Operands<Dual>) { evaluate(values) }
    func backward(_ values: Operands<Float>, _ adjoints: Adjoints<Float>) { propagate(values, adjoints) }
    func backward(_ values: Operands<Dual>, _ adjoints: Adjoints<Dual>) { propagate(values, adjoints) }

    /// The numbers in one window, all channels.
    private var depth: Int { channels * window.kernel.height * window.kernel.width }

    private func evaluate<S: Scalar>(_ values: Operands<S>) {
        let (positions, size) = (window.outputCount, channels * window.inputCount)
        let columns = UnsafeMutablePointer<S>.allocate(capacity: depth * positions)
        defer { columns.deallocate() }
        for image in 0..<images {
            let y = values.output + image * filters * positions
            for filter in 0..<filters {
                let start: S = values.inputs.count == 3 ? values.inputs[2][filter] : 0
                (y + filter * positions).update(repeating: start, count: positions)
            }
            unfold(values.inputs[0] + image * size, into: columns)
            S.accumulate(values.inputs[1], .asStored, columns, .asStored, into: y, filters, positions, depth)
        }
    }

    /// For each image: b̄ += Σ ȳ over the positions, W̄ += ȳ·columnsᵀ, and the columns of x̄ are Wᵀ·ȳ.
    private func propagate<S: Scalar>(_ values: Operands<S>, _ adjoints: Adjoints<S>) {
        let (positions, size) = (window.outputCount, channels * window.inputCount)
        let columns = UnsafeMutablePointer<S>.allocate(capacity: depth * positions)
        let ones = UnsafeMutablePointer<S>.allocate(capacity: positions)
        defer {
            columns.deallocate()
            ones.deallocate()
        }
        ones.initialize(repeating: 1, count: positions)
        for image in 0..<images {
            let dy = adjoints.output + image * filters * positions
            if adjoints.inputs.count == 3, let bias = adjoints.inputs[2] {
                S.accumulate(dy, .asStored, ones, .asStored, into: bias, filters, 1, positions)
            }
            if let weight = adjoints.inputs[1] {
                unfold(values.inputs[0] + image * size, into: columns)
                S.accumulate(dy, .asStored, columns, .transposed, into: weight, filters, depth, positions)
            }
            if let input = adjoints.inputs[0] {
                columns.update(repeating: 0, count: depth * positions)
                S.accumulate(values.inputs[1], .transposed, dy, .asStored, into: columns, depth, positions, filters)
                fold(columns, into: input + image * size)
            }
        }
    }

    /// Row (channel, kernel row, kernel column) of the matrix: what that cell of the window sees at each position.
    private func unfold<S: Scalar>(_ image: UnsafePointer<S>, into columns: UnsafeMutablePointer<S>) {
        let (width, stride) = (window.output.width, window.stride)
        if stride == 1 && window.padding == 0 { return unfoldWhole(image, into: columns) }
        forEachLine { line, source, inside in
            let target = columns + line
            guard let source else { return target.update(repeating: 0, count: width) }
            for i in 0..<inside.lowerBound { target[i] = 0 }
            for i in inside.upperBound..<width { target[i] = 0 }
            if stride == 1 {
                copyLine(image + source + inside.lowerBound, to: target + inside.lowerBound, inside.count)
            } else {
                for i in inside { target[i] = image[source + i * stride] }
            }
        }
    }

    /// The same where every window lies on the image: nothing but lines to copy, in the order in which they are stored.
    private func unfoldWhole<S: Scalar>(_ image: UnsafePointer<S>, into columns: UnsafeMutablePointer<S>) {
        let (width, height, step) = (window.output.width, window.output.height, window.input.width)
        var target = columns
        for channel in 0..<channels {
            for kernelRow in 0..<window.kernel.height {
                let first = image + (channel * window.input.height + kernelRow) * step
                for kernelColumn in 0..<window.kernel.width {
                    var source = first + kernelColumn
                    for _ in 0..<height {
                        copyLine(source, to: target, width)
                        source += step
                        target += width
                    }
                }
            }
        }
    }

    /// Lines are short: 32 bytes at a time are quicker than a call of the C library.
    @inline(__always)
    private func copyLine<S: Scalar>(_ source: UnsafePointer<S>, to target: UnsafeMutablePointer<S>, _ count: Int) {
        let (from, to) = (UnsafeRawPointer(source), UnsafeMutableRawPointer(target))
        let bytes = count * MemoryLayout<S>.stride
        var offset = 0
        while offset + 32 <= bytes {
            to.storeBytes(
                of: from.loadUnaligned(fromByteOffset: offset, as: SIMD4<UInt64>.self), toByteOffset: offset,
                as: SIMD4<UInt64>.self)
            offset += 32
        }
        for i in offset / MemoryLayout<S>.stride..<count { target[i] = source[i] }
    }

    /// Adds every element of the matrix to the pixel it came from.
    private func fold<S: Scalar>(_ columns: UnsafePointer<S>, into image: UnsafeMutablePointer<S>) {
        let stride = window.stride
        forEachLine { line, source, inside in
            guard let source else { return }
            let from = columns + line
            if stride == 1 {
                let to = image + source
                for i in inside { to[i] += from[i] }
            } else {
                for i in inside { image[source + i * stride] += from[i] }
            }
        }
    }

    /// Every line of positions of every row of the matrix: where it stands in the matrix, where its position 0 would be
    /// in the image (nil in the padding above and below), and which positions are inside the image.
    @inline(__always)
    private func forEachLine(_ body: (_ line: Int, _ source: Int?, _ inside: Range<Int>) -> Void) {
        let width = window.output.width, step = window.stride * window.input.width
        var line = 0
        for channel in 0..<channels {
            for kernelRow in 0..<window.kernel.height {
                let rows = window.rows[kernelRow]
                for kernelColumn in 0..<window.kernel.width {
                    let inside = window.columns[kernelColumn]
                    let firstRow = channel * window.input.height + kernelRow - window.padding
                    var source = firstRow * window.input.width + kernelColumn - window.padding
                    for row in 0..<window.output.height {
                        body(line, rows.contains(row) && !inside.isEmpty ? source : nil, inside)
                        source &+= step
                        line &+= width
                    }
                }
            }
        }
    }
}

extension Tensor {
    /// The convolution (cross-correlation, as in PyTorch) of images `[m, channels, height, width]` with `weight`
    /// `[filters, channels, k, k]`, plus `bias` `[filters]`: `[m, filters, height', width']`, where height' = ⌊(height
    /// + 2·padding − k) / stride⌋ + 1. Channels that differ, or kernels larger than the padded images, stop the
    /// program.
    public func convolved(weight: Tensor, bias: Tensor? = nil, stride: Int = 1, padding: Int = 0) -> Tensor {
        require(
            rank == 4 && weight.rank == 4 && shape[1] == weight.shape[1],
            "convolved: images \(Shape.describe(shape)) do not fit kernels \(Shape.describe(weight.shape))")
        require(stride > 0 && padding >= 0, "convolved: a stride of \(stride) and a padding of \(padding)")
        let filters = weight.shape[0]
        if let bias {
            require(bias.shape == [filters], "convolved: bias \(Shape.describe(bias.shape)) for \(filters) filters")
        }
        let window = Window(
            kernel: (weight.shape[2], weight.shape[3]), stride: stride, padding: padding, input: (shape[2], shape[3]))
        require(
            window.outputCount > 0,
            "convolved: kernels \(Shape.describe(weight.shape)) are larger than images \(Shape.describe(shape))")
        let operation = Convolution(images: shape[0], channels: shape[1], filters: filters, window: window)
        return apply(
            operation, to: bias.map { [self, weight, $0] } ?? [self, weight],
            shape: [shape[0], filters, window.output.height, window.output.width])
    }
}
