import CMath

extension Schedule {
    /// η at every step.
    public static func constant(_ rate: Float) -> Schedule {
        Schedule { _ in Double(rate) }
    }

    /// η·factor^⌊t/every⌋: a fall after every so many steps.
    public static func step(_ rate: Float, every steps: Int, factor: Float) -> Schedule {
        require(steps > 0, "a schedule that falls every \(steps) steps")
        return Schedule { Double(rate) * pow(Double(factor), Double($0 / steps)) }
    }

    /// η·factorᵏ after k of the milestones: a fall at each of the steps named.
    public static func multistep(_ rate: Float, milestones: [Int], factor: Float) -> Schedule {
        Schedule { step in
            let passed = milestones.reduce(0) { $0 + ($1 <= step ? 1 : 0) }
            return Double(rate) * pow(Double(factor), Double(passed))
        }
    }

    /// η·factorᵗ.
    public static func exponential(_ rate: Float, factor: Float) -> Schedule {
        Schedule { Double(rate) * pow(Double(factor), Double($0)) }
    }

    /// η·(1 − t/steps)^power, and 0 from then on.
    public static func polynomial(_ rate: Float, steps: Int, power: Float = 1) -> Schedule {
        require(steps > 0, "a polynomial schedule of \(steps) steps")
        return Schedule { Double(rate) * pow(1 - Double(min($0, steps)) / Double(steps), Double(power)) }
    }

    /// η/(1 + decay·t), which meets Robbins and Monro's conditions of 1951: Σηₜ = ∞, Σηₜ² < ∞.
    public static func inverseTime(_ rate: Float, decay: Float) -> Schedule {
        Schedule { Double(rate) / (1 + Double(decay) * Double($0)) }
    }

    /// Half a cosine from η down to `minimum` over `steps`; beyond them it rises and falls on (Loshchilov and Hutter
    /// 2017, equation 5).
    public static func cosine(_ rate: Float, steps: Int, minimum: Float = 0) -> Schedule {
        require(steps > 0, "a cosine schedule of \(steps) steps")
        return Schedule { halfCosine(Double(rate), Double(minimum), Double($0) / Double(steps)) }
    }

    /// Cosines that start again at η: the first lasts `first` steps, each further one `growth` times as long
    /// (Loshchilov and Hutter 2017, section 3).
    public static func cosineWarmRestarts(
        _ rate: Float, first: Int, growth: Int = 1, minimum: Float = 0
    ) -> Schedule {
        require(first > 0 && growth > 0, "warm restarts after \(first) steps, then \(growth) times as many")
        return Schedule { step in
            var (position, length) = (step, first)
            if growth == 1 { position %= first }
            while position >= length {
                position -= length
                length *= growth
            }
            return halfCosine(Double(rate), Double(minimum), Double(position) / Double(length))
        }
    }

    /// How a rate goes from one value to another.
    public enum Annealing: Sendable {
        /// Along half a cosine, slow at both ends.
        case cosine
        /// Along a straight line.
        case linear
    }

    /// Up from `peak`/`startDivisor` to `peak` during the first `warmFraction` of the steps, then down to the start's
    /// rate divided by `finalDivisor` (Smith and Topin 2018, in PyTorch's arrangement).
    public static func oneCycle(
        peak: Float, steps: Int, warmFraction: Float = 0.3, annealing: Annealing = .cosine, startDivisor: Float = 25,
        finalDivisor: Float = 10_000
    ) -> Schedule {
        require(steps > 1, "one cycle of \(steps) steps")
        let (top, start) = (Double(peak), Double(peak) / Double(startDivisor))
        let final = start / Double(finalDivisor)
        let (turn, end) = (decimal(warmFraction) * Double(steps) - 1, Double(steps - 1))
        return Schedule { step in
            let t = min(Double(step), end)
            return t <= turn
                ? anneal(annealing, start, top, turn > 0 ? t / turn : 1)
                : anneal(annealing, top, final, (t - turn) / (end - turn))
        }
    }

    private static func anneal(_ kind: Annealing, _ from: Double, _ to: Double, _ share: Double) -> Double {
        switch kind {
        case .cosine: halfCosine(from, to, share)
        case .linear: from + (to - from) * share
        }
    }

    private static func halfCosine(_ from: Double, _ to: Double, _ share: Double) -> Double {
        to + (from - to) * (1 + cos(Double.pi * share)) / 2
    }
}
