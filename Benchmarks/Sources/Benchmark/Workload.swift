import Glibc
import Measuring
import Training

/// A model, an optimizer and a batch size whose training is timed.
struct Workload: Sendable {
    let name: String
    let batch: Int
    /// Prepares the model, and gives back a function that makes one step with a batch.
    let prepare: @Sendable () -> (Examples<[Int]>) -> Float

    static let all: [Workload] =
        [2, 8, 32, 128, 512].map { batch in
            Workload(name: "mlp-sgd-\(batch)", batch: batch) { steps(Models.perceptron(), SGD(learningRate: 0.1)) }
        }
        + [8, 32, 128].map { batch in
            Workload(name: "mlp-norm-adam-\(batch)", batch: batch) {
                steps(Models.normalizedPerceptron(), Adam(learningRate: 0.001))
            }
        }
        + [
            Workload(name: "conv-sgd-32", batch: 32) {
                steps(Models.convolutional(), SGD(learningRate: 0.05), shape: [-1, 1, 28, 28])
            },
            Workload(name: "lstm-adam-32", batch: 32) {
                steps(Models.recurrent(), Adam(learningRate: 0.001), shape: [-1, 28, 28])
            },
        ]

    /// Takes batches of consecutive examples, as every framework here does, after a warm-up of a tenth of the time.
    func samplesPerSecond(on examples: Examples<[Int]>, during seconds: Double, clock: clockid_t) -> Double {
        let batches = stride(from: 0, to: examples.count - batch + 1, by: batch).map { start in
            examples.rows(Array(start..<start + batch))
        }
        let step = prepare()
        var (made, start, isWarm) = (0, now(clock), false)
        while true {
            let loss = step(batches[made % batches.count])
            guard loss.isFinite else { fatalError("\(name): the loss is \(loss)") }
            made += 1
            let passed = now(clock) - start
            if !isWarm && passed > seconds / 10 {
                (made, start, isWarm) = (0, now(clock), true)
            } else if isWarm && passed > seconds {
                return Double(made * batch) / passed
            }
        }
    }

    private static func steps<Model: Layer>(
        _ model: Model, _ optimizer: some Optimizer, shape: [Int] = [-1, 784]
    ) -> (Examples<[Int]>) -> Float {
        var trainer = Trainer(model, optimizer: optimizer)
        return { batch in
            let input = batch.features.reshaped(shape)
            return trainer.step { model, mode in softmaxCrossEntropy(model(input, mode: mode), batch.targets) }
        }
    }
}
