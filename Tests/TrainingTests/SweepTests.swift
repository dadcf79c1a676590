import Glibc
import Testing

@testable import Training

@Suite struct SweepTests {
    @Test func sideBySideIsTheSameAsOneAfterAnother() {
        let run = { @Sendable (rate: Float, generator: inout Generator) -> [Tensor] in
            let data = FitTests.clouds(&generator)
            var model = Sequential {
                Dense(2, 8, using: &generator); Tanh(); Dense(8, 3, using: &generator)
            }
            _ = try? fit(
                &model, to: data, epochs: 5, batchSize: 16, optimizer: Adam(learningRate: rate), using: &generator)
            return model.parameters.map(\.value)
        }
        let rates: [Float] = [0.001, 0.01, 0.1]
        let alone = sweep(rates, seeds: 1...4, threads: 1, run: run)
        for threads in [2, 5, 40] {
            let runs = sweep(rates, seeds: 1...4, threads: threads, run: run)
            #expect(runs.map(\.outcome) == alone.map(\.outcome))
        }
        #expect(alone.map(\.seed) == [1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4])
        #expect(alone.map(\.configuration) == rates.flatMap { [$0, $0, $0, $0] })
        #expect(alone[0].outcome != alone[1].outcome && alone[0].outcome != alone[4].outcome)
    }

    @Test func emptySweepsAndSeedsAlone() {
        #expect(sweep([Int](), seeds: [1]) { number, _ in number }.isEmpty)
        #expect(sweep(seeds: [3, 3, 4]) { $0.next() % 1_000 }.count == 3)
        let numbers = sweep(seeds: [3, 3, 4]) { $0.next() }
        #expect(numbers[0] == numbers[1] && numbers[0] != numbers[2])
    }

    /// A process that is forked afterwards would lose threads that are still there.
    @Test func noThreadStaysBehind() async {
        await #expect(processExitsWith: .success) {
            @Sendable func threads() -> Int {
                guard let folder = opendir("/proc/self/task") else { return 0 }
                defer { closedir(folder) }
                var count = 0
                while readdir(folder) != nil { count += 1 }
                return count
            }
            let before = threads()
            let most = sweep(seeds: 0..<8, threads: 4) { _ in threads() }.max() ?? 0
            guard before > 0, most > before, threads() == before else {
                fatalError("\(before) threads, then \(most), then \(threads())")
            }
        }
    }
}

@Suite struct EnsembleTests {
    @Test func outputsAreAveraged() {
        let members = [1, 2, 6].map { Dense(weight: Tensor([[$0]]), bias: nil) }
        let ensemble = Ensemble(members)
        #expect(ensemble(Tensor([[2], [-1]])).elements == [6, -3])
        #expect(ensemble.parameters.map(\.name) == ["0.weight", "1.weight", "2.weight"])
        #expect(averageOfWeights(members).weight.value.elements == [3])
    }

    @Test func probabilitiesAreAveraged() {
        let members = [[0, 0], [Float(3).logarithm(), 0]].map { Dense(weight: Tensor([[0], [0]]), bias: Tensor($0)) }
        let output = Ensemble(members, averaging: .probabilities)(Tensor([[1]]))
        expectClose(output.softmax(), Tensor([[0.625, 0.375]]), "probabilities")
    }

    /// Averaging the weights of a linear model averages its outputs.
    @Test func linearModelsAgree() {
        var generator = Generator(seed: 1)
        let models = (0..<5).map { _ in Dense(3, 2, using: &generator) }, x = Tensor.normal([4, 3], using: &generator)
        expectClose(averageOfWeights(models)(x), Ensemble(models)(x), "outputs")
    }

    @Test func samplesHaveMeanAndVariance() {
        let answers: [[Float]] = [[1, 5], [2, 5], [3, 5], [6, 5]]
        let prediction = monteCarlo(samples: 4) { Tensor(answers[$0]) }
        #expect(prediction.mean.elements == [3, 5] && prediction.variance.elements == [3.5, 0])
        #expect(monteCarlo(samples: 1) { _ in Tensor([7]) }.variance.elements == [0])
    }
}
