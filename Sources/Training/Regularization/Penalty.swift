/// What keeps weights small, besides the loss. The loss that a fit reports is without it.
///
///     try fit(&model, to: data, epochs: 50, batchSize: 16, optimizer: SGD(learningRate: 0.1),
///         penalties: [.l2(0.01), .proximalL1(0.001, on: .named("0"))], using: &generator)
///
/// ``l2(_:on:)`` equals the weight decay of ``SGD``, of no other rule: a rule that divides by the size of the gradient
/// divides the penalty too (Loshchilov and Hutter 2019, proposition 2).
public struct Penalty: Sendable {
    private enum Form: Sendable {
        case added(l1: Float, l2: Float)
        case decay(Float)
        case proximal(Float)
        case maxNorm(Float)
    }

    private let form: Form
    let selection: ParameterSelection

    private init(_ form: Form, _ selection: ParameterSelection) { (self.form, self.selection) = (form, selection) }

    /// λ·Σ|w| added to the loss (Tibshirani 1996). Its derivative λ·sign(w) moves weights around 0, not onto it.
    public static func l1(_ strength: Float, on selection: ParameterSelection = .weights) -> Penalty {
        Penalty(.added(l1: strength, l2: 0), selection)
    }

    /// λ/2·Σw² added to the loss (Hoerl and Kennard 1970).
    public static func l2(_ strength: Float, on selection: ParameterSelection = .weights) -> Penalty {
        Penalty(.added(l1: 0, l2: strength), selection)
    }

    /// λ₁·Σ|w| + λ₂/2·Σw² added to the loss (Zou and Hastie 2005, equation 3, with half the square).
    public static func elasticNet(l1: Float, l2: Float, on selection: ParameterSelection = .weights) -> Penalty {
        Penalty(.added(l1: l1, l2: l2), selection)
    }

    /// λ·Σ|w| by a step of its own after each update, `w ← sign(w)·max(|w| − η·λ, 0)`: weights become exactly 0.
    ///
    /// Exact for SGD (Duchi and Singer 2009, equation 19; Parikh and Boyd 2014, section 4.2).
    public static func proximalL1(_ strength: Float, on selection: ParameterSelection = .weights) -> Penalty {
        Penalty(.proximal(strength), selection)
    }

    /// `w ← w − η·λ·w` before each update, apart from the gradient (Loshchilov and Hutter 2019).
    public static func decoupledWeightDecay(_ strength: Float, on selection: ParameterSelection = .weights) -> Penalty {
        Penalty(.decay(strength), selection)
    }

    /// The weights into each unit, as a vector, are at most this long after each update (Srebro et al. 2005; Srivastava
    /// et al. 2014, section 5.1). A unit's weights are a row of the first axis; a vector is one row.
    public static func maxNorm(_ limit: Float, on selection: ParameterSelection = .weights) -> Penalty {
        Penalty(.maxNorm(limit), selection)
    }

    /// What the penalty adds to the loss of `model`; 0 for those that are not terms of a loss.
    public func value(of model: some Layer) -> Float {
        let (l1, l2): (Float, Float)
        switch form {
        case .added(let first, let second): (l1, l2) = (first, second)
        case .proximal(let strength): (l1, l2) = (strength, 0)
        case .decay, .maxNorm: return 0
        }
        var total = 0.0
        let parameters = model.parameters
        for (parameter, isMember) in zip(parameters, selection.members(of: parameters)) where isMember {
            for weight in parameter.value.elements {
                total += Double(l1 * weight.magnitude) + Double(l2) / 2 * Double(weight) * Double(weight)
            }
        }
        return Float(total)
    }

    /// Whether the update is more than the rule's and needs to be made apart from the walk back.
    var precedesUpdate: Bool {
        switch form {
        case .added, .decay: true
        case .proximal, .maxNorm: false
        }
    }

    /// Adds the derivative of the penalty to the gradient, where it is.
    func add(to gradient: Tensor, of parameter: Tensor) {
        guard case .added(let l1, let l2) = form else { return }
        let (g, w) = (gradient.storage.floats, parameter.storage.floats)
        for i in 0..<parameter.count {
            let sign: Float = w[i] > 0 ? 1 : w[i] < 0 ? -1 : 0
            g[i] += l1 * sign + l2 * w[i]
        }
    }

    func beforeUpdate(_ parameter: inout Tensor, rate: Float) {
        guard case .decay(let strength) = form else { return }
        let w = parameter.ownElements()
        for i in 0..<parameter.count { w[i] *= 1 - rate * strength }
    }

    func afterUpdate(_ parameter: inout Tensor, rate: Float) {
        let w = parameter.ownElements()
        switch form {
        case .added, .decay: return
        case .proximal(let strength):
            let threshold = rate * strength
            for i in 0..<parameter.count {
                let rest = max(w[i].magnitude - threshold, 0)
                w[i] = w[i] < 0 ? -rest : rest
            }
        case .maxNorm(let limit):
            let rows = parameter.rank >= 2 ? parameter.shape[0] : 1
            let length = parameter.count / max(rows, 1)
            for row in 0..<rows { Penalty.shorten(w + row * length, length, to: limit) }
        }
    }

    private static func shorten(_ w: UnsafeMutablePointer<Float>, _ count: Int, to limit: Float) {
        var sum = 0.0
        for i in 0..<count { sum += Double(w[i]) * Double(w[i]) }
        let norm = Float(sum.squareRoot())
        guard norm > limit else { return }
        for i in 0..<count { w[i] *= limit / norm }
    }
}
