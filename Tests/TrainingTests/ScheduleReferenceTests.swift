import Testing

@testable import Training

/// Schedules against the rates that PyTorch's give.
@Suite struct ScheduleReferenceTests {
    static let cases = Fixture.load("schedules")

    @Test func everyCaseIsThereOnce() {
        let names = [
            "step", "multistep", "exponential", "polynomial", "cosine", "cosine warm restarts", "linear warmup",
            "one cycle", "1/t", "reduce on plateau",
        ]
        #expect(Self.cases.map(\.name).sorted() == names.sorted())
    }

    @Test(arguments: cases) func matches(_ fixture: Fixture) throws {
        var schedule = try #require(Self.schedule(for: fixture), "the case \(fixture.name) is not known")
        let expected = try #require(Fixture.numbers(fixture.json["rates"]))
        let losses = Fixture.numbers(fixture.json["losses"]) ?? []
        #expect(!expected.isEmpty)
        for (step, rate) in expected.enumerated() {
            let found = schedule.rate(at: step)
            #expect((found - rate).magnitude <= 1e-5 * rate.magnitude + 1e-9, "step \(step): \(found), not \(rate)")
            if step < losses.count { schedule.observe(loss: losses[step]) }
        }
    }

    static func schedule(for fixture: Fixture) -> Schedule? {
        func number(_ key: String, or fallback: Float = .nan) -> Float { fixture.number(key) ?? fallback }
        func count(_ key: String, or fallback: Int = 1) -> Int { fixture.config[key] as? Int ?? fallback }
        let (base, minimum) = (number("base"), number("minimum", or: 0))
        switch fixture.name {
        case "step": return .step(base, every: count("every"), factor: number("factor"))
        case "multistep":
            return .multistep(
                base, milestones: fixture.config["milestones"] as? [Int] ?? [], factor: number("factor"))
        case "exponential": return .exponential(base, factor: number("factor"))
        case "polynomial": return .polynomial(base, steps: count("steps"), power: number("power", or: 1))
        case "cosine": return .cosine(base, steps: count("steps"), minimum: minimum)
        case "cosine warm restarts":
            return .cosineWarmRestarts(base, first: count("first"), growth: count("growth"), minimum: minimum)
        case "linear warmup":
            return .constant(base).warmedUp(over: count("steps"), from: number("start_factor"))
        case "one cycle":
            return .oneCycle(
                peak: number("peak"), steps: count("steps"), warmFraction: number("warm_fraction", or: 0.3),
                annealing: fixture.config["anneal"] as? String == "linear" ? .linear : .cosine,
                startDivisor: number("start_divisor", or: 25), finalDivisor: number("final_divisor", or: 10_000))
        case "1/t": return .inverseTime(base, decay: number("decay"))
        case "reduce on plateau":
            let threshold = number("threshold", or: 1e-4)
            let isAbsolute = (fixture.config["threshold_mode"] as? String ?? "relative").hasPrefix("abs")
            return .constant(base).reducedOnPlateau(
                factor: number("factor"), patience: count("patience"),
                threshold: isAbsolute ? .absolute(threshold) : .relative(threshold),
                cooldown: count("cooldown", or: 0), minimum: minimum)
        default: return nil
        }
    }
}
