import Glibc
import Notebook
import Synchronization

/// What a run is told while its lesson is being edited: which cells are still what they were when it began.
///
/// A cell goes by its recipe: its source and those of all it needs. The run goes on as long as the cell that runs, or
/// that comes next, is still wanted. So an edit of a late cell does not disturb an early one that trains, and an edit of
/// that one ends it at once.
public final class RunControl: Sendable {
    private struct State {
        /// Nil while nothing was edited.
        var wanted: Set<ContentHash>?
        /// The cell that runs, or that runs once all is compiled.
        var next: ContentHash?
        var isInterrupted = false
        var stop: (@Sendable () -> Void)?
    }

    private let state = Mutex(State())
    /// Can be read from once the run is to end.
    let descriptor: Int32
    private let bell: Int32

    public init() {
        var ends: [Int32] = [-1, -1]
        if pipe(&ends) == 0 { for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) } }
        (descriptor, bell) = (ends[0], ends[1])
    }

    deinit {
        close(descriptor)
        close(bell)
    }

    /// Tells what is wanted from now on, and interrupts the run if that is no longer what it does.
    public func follow(_ recipes: Set<ContentHash>) {
        let stop = state.withLock { state -> (@Sendable () -> Void)? in
            state.wanted = recipes
            guard let next = state.next, !recipes.contains(next) else { return nil }
            return interrupt(&state)
        }
        stop?()
    }

    /// Ends the run.
    public func interrupt() { state.withLock { interrupt(&$0) }?() }

    private func interrupt(_ state: inout State) -> (@Sendable () -> Void)? {
        guard !state.isInterrupted else { return nil }
        state.isInterrupted = true
        var byte: UInt8 = 1
        _ = write(bell, &byte, 1)
        return state.stop
    }

    /// Notes what the run does next.
    /// - Throws: when it need not.
    func goOn(with recipe: ContentHash) throws(RunInterrupted) {
        let isWanted = state.withLock { state in
            state.next = recipe
            return !state.isInterrupted && state.wanted?.contains(recipe) ?? true
        }
        if !isWanted { throw RunInterrupted() }
    }

    /// Notes how to stop a program that the run waits for; nil when it no longer does.
    func waits(stop: (@Sendable () -> Void)?) {
        let isTooLate = state.withLock { state in
            state.stop = stop
            return state.isInterrupted
        }
        if isTooLate { stop?() }
    }

    var isInterrupted: Bool { state.withLock { $0.isInterrupted } }
}

/// A run was ended because its lesson has been edited.
struct RunInterrupted: Error {}
