import Synchronization
import Testing

@testable import Training

/// In processes of their own, since the observer is one for all fits of a process.
@Suite struct TrainingProgressTests {
    private final class Reports: Sendable {
        let all = Mutex<[TrainingProgress]>([])
        func observe() { TrainingProgress.observer = { progress in self.all.withLock { $0.append(progress) } } }
        var list: [TrainingProgress] { all.withLock { $0 } }
    }

    @Test func aFitTellsEveryStep() async {
        await #expect(processExitsWith: .success) {
            let reports = Reports()
            reports.observe()
            let (history, _) = try FitTests.train(seed: 1)
            let list = reports.list
            try #require(list.count == history.steps.count)
            try #require(list.map(\.loss) == history.steps.map(\.loss))
            try #require(zip(list, list.dropFirst()).allSatisfy { $0.fraction < $1.fraction })
            try #require(list[5].completed == 1 && list[4].completed == 0 && list[0].total == 20)
            try #require(list.last?.fraction == 1 && list.last?.completed == 20)
        }
    }

    @Test(arguments: [1, 2]) func aSweepTellsItsRunsAndNotTheirSteps(threads: Int) async {
        await #expect(processExitsWith: .success) { [threads] in
            let reports = Reports()
            reports.observe()
            _ = sweep(seeds: 1...6, threads: threads) { _ in try? FitTests.train(seed: 1) }
            let list = reports.list
            try #require(list.allSatisfy { $0.unit == .run && $0.total == 6 && $0.loss == nil })
            try #require(threads == 2 || list.map(\.completed) == [1, 2, 3, 4, 5, 6])
            try #require(!list.isEmpty && zip(list, list.dropFirst()).allSatisfy { $0.completed < $1.completed })
        }
    }
}
