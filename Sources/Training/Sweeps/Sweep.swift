/// One run of a sweep: its configuration, its seed and what came of it.
public struct SweepRun<Configuration: Sendable, Outcome: Sendable>: Sendable {
    /// What the run was given.
    public let configuration: Configuration
    /// The seed of its generator.
    public let seed: Int
    /// What it returned.
    public let outcome: Outcome
}

/// Runs every configuration with every seed, side by side on all cores, and returns the runs in the order of
/// configurations and, within one, of seeds. The outcomes are the same as one after another.
///
///     let runs = sweep([0.01, 0.1, 1] as [Float], seeds: 1...5) { rate, generator in
///         var model = Dense(13, 3, using: &generator)
///         let history = try? fit(&model, to: data, …, optimizer: SGD(learningRate: rate), using: &generator)
///         return history?.epochs.last?.loss ?? .infinity
///     }
///
/// - Parameters:
///   - configurations: What to try: numbers, or values of a type of your own.
///   - seeds: One run of each configuration for each of them.
///   - threads: How many runs at once; nil for one a core. All threads have ended when the function returns.
///   - run: One run. All its randomness comes from the generator, whose seed is that of the run; it changes nothing
///     outside and prints nothing.
public func sweep<Configuration: Sendable, Outcome: Sendable>(
    _ configurations: [Configuration], seeds: some Sequence<Int>, threads: Int? = nil,
    run: @Sendable (Configuration, inout Generator) -> Outcome
) -> [SweepRun<Configuration, Outcome>] {
    let plan = configurations.flatMap { configuration in seeds.map { (configuration, $0) } }
    let outcomes = TrainingProgress.sweeping(plan.count) { report in
        mapSideBySide(count: plan.count, threads: threads, afterEach: report) { index in
            var generator = Generator(seed: plan[index].1)
            return run(plan[index].0, &generator)
        }
    }
    return zip(plan, outcomes).map { SweepRun(configuration: $0.0, seed: $0.1, outcome: $1) }
}

/// A sweep over seeds alone.
public func sweep<Outcome: Sendable>(
    seeds: some Sequence<Int>, threads: Int? = nil, run: @Sendable (inout Generator) -> Outcome
) -> [Outcome] {
    sweep([()], seeds: seeds, threads: threads) { _, generator in run(&generator) }.map { $0.outcome }
}
