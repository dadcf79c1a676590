/// Softmax cross-entropy of logits `[m, classes]` and class indices, averaged over the rows.
final class CrossEntropy: Operation {
    private let labels: [Int], classes: Int, smoothing: Float

    init(labels: [Int], classes: Int, smoothing: Float) {
        (self.labels, self.classes, self.smoothing) = (labels, classes, smoothing)
    }

    func forward(_ values: Operands<Float>) { evaluate(values) }
    func forward(_ values: Operands<Dual>) { evaluate(values) }
    func backward(_ values: Operands<Float>, _ adjoints: Adjoints<Float>) { propagate(values, adjoints) }
    func backward(_ values: Operands<Dual>, _ adjoints: Adjoints<Dual>) { propagate(values, adjoints) }

    /// Σ over rows of log Σ eᶻ − Σ q z, where q is 1 − ε at the label plus ε spread evenly.
    private func evaluate<S: Scalar>(_ values: Operands<S>) {
        let even = S(constant: smoothing) / S(constant: Float(classes)), sharp = 1 - S(constant: smoothing)
        var total: S = 0
        for (row, label) in labels.enumerated() {
            let z = values.inputs[0] + row * classes
            let largest = maximum(z)
            var (sum, all): (S, S) = (0, 0)
            for k in 0..<classes {
                sum += (z[k] - largest).exponential()
                all += z[k] - largest
            }
            total += sum.logarithm() - sharp * (z[label] - largest)
            if smoothing != 0 { total -= even * all }
        }
        values.output[0] = total / S(constant: Float(labels.count))
    }

    /// z̄ += (softmax(z) − q) · ȳ / m.
    private func propagate<S: Scalar>(_ values: Operands<S>, _ adjoints: Adjoints<S>) {
        guard let gradient = adjoints.inputs[0] else { return }
        let even = S(constant: smoothing) / S(constant: Float(classes)), sharp = 1 - S(constant: smoothing)
        let share = adjoints.output[0] / S(constant: Float(labels.count))
        for (row, label) in labels.enumerated() {
            let (z, dz) = (values.inputs[0] + row * classes, gradient + row * classes)
            let largest = maximum(z)
            var sum: S = 0
            for k in 0..<classes { sum += (z[k] - largest).exponential() }
            for k in 0..<classes { dz[k] += ((z[k] - largest).exponential() / sum - even) * share }
            dz[label] -= sharp * share
        }
    }

    private func maximum<S: Scalar>(_ z: UnsafePointer<S>) -> S {
        var largest = z[0]
        for k in 1..<max(classes, 1) where z[k] > largest { largest = z[k] }
        return largest
    }
}

/// The mean cross-entropy of the softmax of `logits` `[m, classes]` with the classes named by `labels`, in nats.
///
/// With label smoothing ε the target is 1 − ε on the label plus ε spread evenly over all classes (Szegedy et al. 2016).
/// It is computed from log-sum-exp with the largest logit taken out, so logits of ±1,000 are fine. No rows give NaN. A
/// label that is no class, or an ε outside 0 … 1, stops the program. The gradient is (softmax − target) / m.
public func softmaxCrossEntropy(_ logits: Tensor, _ labels: [Int], labelSmoothing: Float = 0) -> Tensor {
    require(
        logits.rank == 2 && logits.shape[0] == labels.count,
        "softmaxCrossEntropy: logits \(Shape.describe(logits.shape)) and \(labels.count) labels")
    require(labelSmoothing >= 0 && labelSmoothing <= 1, "softmaxCrossEntropy: a label smoothing of \(labelSmoothing)")
    let classes = logits.shape[1]
    for label in labels {
        require(label >= 0 && label < classes, "softmaxCrossEntropy: label \(label) of \(classes) classes")
    }
    return apply(
        CrossEntropy(labels: labels, classes: classes, smoothing: labelSmoothing), to: [logits], shape: [])
}

/// The fraction, from 0 to 1, of rows of `logits` `[m, classes]` whose largest element (the first of equals) is at the
/// label. As many labels as rows, or the program stops; no rows give NaN.
public func accuracy(_ logits: Tensor, _ labels: [Int]) -> Float {
    require(
        logits.rank == 2 && logits.shape[0] == labels.count,
        "accuracy: logits \(Shape.describe(logits.shape)) and \(labels.count) labels")
    var right = 0
    for (guess, label) in zip(logits.argmax(), labels) where guess == label { right += 1 }
    return Float(right) / Float(labels.count)
}
