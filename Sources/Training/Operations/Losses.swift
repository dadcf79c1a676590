/// The mean over all elements of (prediction − target)². Both have the same shape: others stop the program rather than
/// broadcast.
///
///     meanSquaredError(Tensor([1, 2]), Tensor([1, 4])).item   // 2
public func meanSquaredError(_ predictions: Tensor, _ targets: Tensor) -> Tensor {
    requireEqualShapes(predictions, targets, for: "meanSquaredError")
    let error = predictions - targets
    return (error * error).mean()
}

/// The mean over all elements of Huber's loss of the error e: e²/2 where |e| ≤ δ, δ·(|e| − δ/2) beyond.
///
/// Both have the same shape. Its slope is at most δ, so that outliers pull no harder than that (Huber 1964, equation
/// 1.2, scaled). With c = min(|e|, δ) both cases are one: c·(|e| − c/2).
public func huberLoss(_ predictions: Tensor, _ targets: Tensor, delta: Float = 1) -> Tensor {
    requireEqualShapes(predictions, targets, for: "huberLoss")
    require(delta > 0, "huberLoss: delta is \(delta), not a positive number")
    let error = (predictions - targets).abs()
    let capped = error - (error - Tensor(delta)).relu()
    return (capped * (error - capped * 0.5)).mean()
}

/// The mean over all elements of the binary cross-entropy −t·log σ(z) − (1 − t)·log(1 − σ(z)), in nats, of logits z
/// and targets t from 0 to 1.
///
/// It is computed as log(1 + eᶻ) − t·z, which is stable for logits of any size. Both have the same shape: others stop
/// the program.
public func binaryCrossEntropy(logits: Tensor, _ targets: Tensor) -> Tensor {
    requireEqualShapes(logits, targets, for: "binaryCrossEntropy")
    return (logits.softplus() - logits * targets).mean()
}

private func requireEqualShapes(_ predictions: Tensor, _ targets: Tensor, for name: String) {
    require(
        predictions.shape == targets.shape,
        "\(name): predictions \(Shape.describe(predictions.shape)) and targets \(Shape.describe(targets.shape))")
}
