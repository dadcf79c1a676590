import CHost
import Glibc
import Synchronization
import Training

/// Lets whoever runs the cells know how far `fit` and `sweep` have come. The kernel's units call it first.
public func _reportTraining() {
    guard host_current_handlers().pointee.progress != nil, TrainingProgress.observer == nil else { return }
    let reporter = ProgressReporter()
    TrainingProgress.observer = { reporter.report($0) }
}

/// Passes on what is worth looking at: ten times a second, and the end.
private final class ProgressReporter: Sendable {
    private struct State {
        var start = 0.0
        var last = 0.0
        var fraction = 1.0
    }

    private let state = Mutex(State())

    func report(_ progress: TrainingProgress) {
        let now = seconds()
        let passed: Double? = state.withLock { state in
            // Less done than before: another fit has begun.
            if progress.fraction < state.fraction { (state.start, state.last) = (now, 0) }
            state.fraction = progress.fraction
            guard now - state.last >= 0.1 || progress.fraction >= 1 else { return nil }
            state.last = now
            return now - state.start
        }
        if let passed { reportProgress(json: json(progress, passed: passed)) }
    }

    private func json(_ progress: TrainingProgress, passed: Double) -> String {
        var text = #"{"unit":"\#(progress.unit == .epoch ? "epoch" : "run")","completed":\#(progress.completed)"#
        text += #","total":\#(progress.total),"fraction":\#(rounded(progress.fraction))"#
        if let loss = progress.loss, loss.isFinite { text += #","loss":\#(loss)"# }
        // The first step pays for what later ones reuse, so a fraction this small foretells nothing.
        if progress.fraction > 0.01 {
            text += #","secondsLeft":\#(rounded(passed / progress.fraction * (1 - progress.fraction)))"#
        }
        return text + "}"
    }

    private func rounded(_ number: Double) -> Double { (number * 1_000).rounded() / 1_000 }

    private func seconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}
