/// Shifts and scales sets of elements to mean 0 and variance 1.
///
/// The input is seen as `[outer, channels, inner]`, and the elements of one channel are one set:
///
///     μ = mean(x)    σ² = mean((x − μ)²)    x̂ = (x − μ) / √(σ² + ε)    y = γ·x̂ + β
///
/// Batch normalization has the examples outside and the pixels inside. Layer, instance and group normalization have one
/// outer index, and a channel for each set. γ and β, one a channel, are the second and third input, or there is only x.
final class Normalization: Operation {
    let outer: Int, channels: Int, inner: Int
    private let epsilon: Float
    private(set) var moments: Moments<Float>?
    private var dualMoments: Moments<Dual>?

    init(outer: Int, channels: Int, inner: Int, epsilon: Float) {
        (self.outer, self.channels, self.inner, self.epsilon) = (outer, channels, inner, epsilon)
    }

    func forward(_ values: Operands<Float>) {
        let moments = measure(values.inputs[0])
        normalize(values, moments)
        self.moments = moments
    }

    func forward(_ values: Operands<Dual>) {
        let moments = measure(values.inputs[0])
        normalize(values, moments)
        dualMoments = moments
    }

    func backward(_ values: Operands<Float>, _ adjoints: Adjoints<Float>) {
        if let moments { propagate(values, adjoints, moments) }
    }

    func backward(_ values: Operands<Dual>, _ adjoints: Adjoints<Dual>) {
        if let dualMoments { propagate(values, adjoints, dualMoments) }
    }

    private func measure<S: Scalar>(_ x: UnsafePointer<S>) -> Moments<S> {
        let moments = Moments<S>(channels)
        let (mean, variance) = (moments.mean, moments.variance)
        let size = S(constant: Float(outer * inner))
        for (row, channel) in runs {
            let run = x + row
            if inner == 1 {
                for k in 0..<channels { mean[k] += run[k] }
            } else {
                mean[channel] += sum(inner) { run[$0] }
            }
        }
        for k in 0..<channels { mean[k] = mean[k] / size }
        for (row, channel) in runs {
            let run = x + row
            if inner == 1 {
                for k in 0..<channels { variance[k] += (run[k] - mean[k]) * (run[k] - mean[k]) }
            } else {
                let centre = mean[channel]
                variance[channel] += sum(inner) { (run[$0] - centre) * (run[$0] - centre) }
            }
        }
        for k in 0..<channels {
            variance[k] = variance[k] / size
            moments.inverseDeviation[k] = 1 / (variance[k] + S(constant: epsilon)).squareRoot()
        }
        return moments
    }

    private func normalize<S: Scalar>(_ values: Operands<S>, _ moments: Moments<S>) {
        let affine = values.inputs.count == 3
        let factors = Moments<S>.Row(channels), shifts = Moments<S>.Row(channels)
        let (factor, shift) = (factors.start, shifts.start)
        for k in 0..<channels {
            factor[k] = affine ? values.inputs[1][k] * moments.inverseDeviation[k] : moments.inverseDeviation[k]
            shift[k] = affine ? values.inputs[2][k] : 0
        }
        let mean = moments.mean
        for (row, channel) in runs {
            let (x, y) = (values.inputs[0] + row, values.output + row)
            if inner == 1 {
                for k in 0..<channels { y[k] = (x[k] - mean[k]) * factor[k] + shift[k] }
            } else {
                let (centre, scale, bias) = (mean[channel], factor[channel], shift[channel])
                for i in 0..<inner { y[i] = (x[i] - centre) * scale + bias }
            }
        }
    }

    /// With n elements in a set: β̄ += Σ ȳ, γ̄ += Σ ȳ·x̂, x̄ += γ / √(σ² + ε) · (ȳ − Σ ȳ / n − x̂ · Σ ȳ·x̂ / n).
    ///
    /// The shares x̄ of a set add up to 0. Rounded they would leave about 10⁻⁸ for the bias of the layer before, which
    /// moves nothing, and Adam would divide that by its own size; so the last example of a batch takes what balances.
    private func propagate<S: Scalar>(_ values: Operands<S>, _ adjoints: Adjoints<S>, _ moments: Moments<S>) {
        let affine = values.inputs.count == 3
        let sums = Moments<S>.Row(channels), products = Moments<S>.Row(channels)
        let (total, product) = (sums.start, products.start)
        addSums(values.inputs[0], adjoints.output, moments, total, product)
        if affine {
            if let gamma = adjoints.inputs[1] { for k in 0..<channels { gamma[k] += product[k] } }
            if let beta = adjoints.inputs[2] { for k in 0..<channels { beta[k] += total[k] } }
        }
        guard let gradient = adjoints.inputs[0] else { return }
        let (size, mean, inverse) = (S(constant: Float(outer * inner)), moments.mean, moments.inverseDeviation)
        // x̄ = scale·ȳ − slope·(x − μ) − offset
        let scales = Moments<S>.Row(channels), slopes = Moments<S>.Row(channels), offsets = Moments<S>.Row(channels)
        let (scale, slope, offset) = (scales.start, slopes.start, offsets.start)
        for k in 0..<channels {
            scale[k] = affine ? values.inputs[1][k] * inverse[k] : inverse[k]
            slope[k] = scale[k] * inverse[k] * product[k] / size
            offset[k] = scale[k] * total[k] / size
        }
        let given = total
        given.update(repeating: 0, count: channels)
        for (row, channel) in runs {
            let (x, dx, dy) = (values.inputs[0] + row, gradient + row, adjoints.output + row)
            if inner == 1 {
                if outer > 1 && row == (outer - 1) * channels {
                    for k in 0..<channels { dx[k] -= given[k] }
                } else {
                    for k in 0..<channels {
                        let share = scale[k] * dy[k] - slope[k] * (x[k] - mean[k]) - offset[k]
                        dx[k] += share
                        given[k] += share
                    }
                }
            } else {
                let (a, b, c, centre) = (scale[channel], slope[channel], offset[channel], mean[channel])
                for i in 0..<inner { dx[i] += a * dy[i] - b * (x[i] - centre) - c }
            }
        }
    }

    /// Adds Σ ȳ to `total` and Σ ȳ·x̂ to `product`, channel by channel.
    private func addSums<S: Scalar>(
        _ x: UnsafePointer<S>, _ adjoint: UnsafePointer<S>, _ moments: Moments<S>,
        _ total: UnsafeMutablePointer<S>, _ product: UnsafeMutablePointer<S>
    ) {
        let mean = moments.mean
        for (row, channel) in runs {
            let (x, dy) = (x + row, adjoint + row)
            if inner == 1 {
                for k in 0..<channels {
                    total[k] += dy[k]
                    product[k] += dy[k] * (x[k] - mean[k])
                }
            } else {
                let centre = mean[channel]
                total[channel] += sum(inner) { dy[$0] }
                product[channel] += sum(inner) { dy[$0] * (x[$0] - centre) }
            }
        }
        for k in 0..<channels { product[k] *= moments.inverseDeviation[k] }
    }

    /// Where each run of elements of one channel begins. Runs of a single element are taken a whole row at a time.
    private var runs: LazyMapSequence<Range<Int>, (row: Int, channel: Int)> {
        let length = inner == 1 ? channels : inner, rows = inner == 1 ? outer : outer * channels
        let channels = inner == 1 ? 1 : self.channels
        return (0..<rows).lazy.map { (row: $0 * length, channel: $0 % channels) }
    }

    /// Four partial sums, so that one addition need not wait for the one before.
    @inline(__always)
    private func sum<S: Scalar>(_ count: Int, _ term: (Int) -> S) -> S {
        var (a, b, c, d): (S, S, S, S) = (0, 0, 0, 0)
        var index = 0
        while index + 4 <= count {
            a += term(index)
            b += term(index + 1)
            c += term(index + 2)
            d += term(index + 3)
            index += 4
        }
        while index < count {
            a += term(index)
            index += 1
        }
        return (a + b) + (c + d)
    }
}

/// The statistics of the sets of a normalization, one entry a channel.
final class Moments<S: Scalar> {
    /// Numbers, one a channel, at first 0.
    final class Row {
        let start: UnsafeMutablePointer<S>

        init(_ count: Int) {
            start = .allocate(capacity: max(count, 1))
            start.initialize(repeating: 0, count: count)
        }

        deinit { start.deallocate() }
    }

    private let means: Row, variances: Row, inverses: Row

    init(_ channels: Int) { (means, variances, inverses) = (Row(channels), Row(channels), Row(channels)) }

    var mean: UnsafeMutablePointer<S> { means.start }
    /// Divided by the number of elements.
    var variance: UnsafeMutablePointer<S> { variances.start }
    /// 1 / √(σ² + ε).
    var inverseDeviation: UnsafeMutablePointer<S> { inverses.start }
}
