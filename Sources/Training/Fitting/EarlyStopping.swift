/// When to end a fit before the validation loss gets worse; the fit returns the weights of the best epoch.
///
/// The criteria are Prechelt's (1998, "Early stopping — but when?", section 2), besides the field's usual patience.
/// E is the validation loss, and a strip is some epochs in a row.
public struct EarlyStopping: Sendable {
    private enum Criterion: Sendable {
        case patience(Int, improvement: Float)
        case generalizationLoss(Float)
        case progressQuotient(Float, strip: Int)
        case increases(Int, strip: Int)
    }

    private let criterion: Criterion
    private var validation: [Float] = []
    private var training: [Float] = []
    private var best = Float.infinity
    /// The loss that the next one has to undercut for patience to start anew.
    private var reference = Float.infinity
    private var failures = 0
    private var rises = 0
    /// Whether the epoch observed last is the best so far.
    public private(set) var isBest = false

    private init(_ criterion: Criterion) { self.criterion = criterion }

    /// After `epochs` epochs without a loss that is smaller than the best by more than `improvement`.
    public static func patience(_ epochs: Int, improvement: Float = 0) -> EarlyStopping {
        EarlyStopping(.patience(epochs, improvement: improvement))
    }

    /// As soon as GL = 100·(E/E_best − 1), how much worse the loss is than the best in percent, exceeds `limit`.
    public static func generalizationLoss(_ limit: Float) -> EarlyStopping {
        EarlyStopping(.generalizationLoss(limit))
    }

    /// At the end of a strip in which GL/P exceeds `limit`, where P = 1000·(mean/min − 1) of the training loss over the
    /// strip says how much training still progresses.
    public static func progressQuotient(_ limit: Float, strip: Int = 5) -> EarlyStopping {
        require(strip > 0, "early stopping by strips of \(strip) epochs")
        return EarlyStopping(.progressQuotient(limit, strip: strip))
    }

    /// When E has risen in so many strips one after another, from the end of one to the end of the next.
    public static func increases(_ strips: Int, strip: Int = 5) -> EarlyStopping {
        require(strips > 0 && strip > 0, "early stopping after \(strips) strips of \(strip) epochs")
        return EarlyStopping(.increases(strips, strip: strip))
    }

    /// Notes an epoch's losses, of the training and of the validation examples; true when the fit is to end.
    public mutating func shouldStop(training loss: Float, validation held: Float) -> Bool {
        training.append(loss)
        validation.append(held)
        isBest = held < best
        if isBest { best = held }
        switch criterion {
        case .patience(let epochs, let improvement):
            failures = held < reference - improvement ? 0 : failures + 1
            if failures == 0 { reference = held }
            return failures >= max(epochs, 1)
        case .generalizationLoss(let limit): return generalizationLoss > limit
        case .progressQuotient(let limit, let strip):
            return validation.count % strip == 0 && generalizationLoss > limit * progress(strip)
        case .increases(let strips, let strip):
            let count = validation.count
            guard count % strip == 0, count > strip else { return false }
            rises = held > validation[count - 1 - strip] ? rises + 1 : 0
            return rises >= strips
        }
    }

    private var generalizationLoss: Float { 100 * ((validation.last ?? 0) / best - 1) }

    private func progress(_ strip: Int) -> Float {
        let recent = training.suffix(strip)
        let sum = recent.reduce(0, +)
        return 1_000 * (sum / (Float(strip) * (recent.min() ?? sum)) - 1)
    }
}
