import Foundation
import Notebook
import Synchronization

/// Runs the cells of a course: those whose outcome is not stored, and what they need.
public struct CourseRun: Sendable {
    /// What becomes of a cell.
    public struct CellReport: Sendable {
        public enum State: String, Sendable {
            case ran, kept, failed, skipped
        }

        public var lesson: Lesson
        public var cell: Cell
        public var state: State
        public var seconds: Double
        public var reason: String
        public var outcome: Outcome
    }

    public enum Event: Sendable {
        case started(Lesson, Cell)
        case progress(Lesson, Cell, String)
        case ended(CellReport)
    }

    public struct Options: Sendable {
        /// How many lessons run side by side.
        public var jobs: Int
        /// Seconds after which a cell is stopped that does not say otherwise.
        public var timeout: Double

        public init(jobs: Int, timeout: Double) {
            self.jobs = jobs
            self.timeout = timeout
        }
    }

    private let toolchain: Toolchain
    private let store: Store
    private let options: Options
    private let report: @Sendable (Event) -> Void

    /// - Parameter report: told what happens, from several threads.
    public init(
        toolchain: Toolchain, store: Store, options: Options, report: @escaping @Sendable (Event) -> Void
    ) {
        self.toolchain = toolchain
        self.store = store
        self.options = options
        self.report = report
    }

    /// Runs lessons side by side.
    /// - Parameter root: the course's folder, to which the lessons' files are relative.
    /// - Returns: for each lesson, the outcome of each of its cells; nil where a cell is not run.
    public func run(_ lessons: [Lesson], in root: String) throws -> [[Outcome?]] {
        let host = try HostProcess()
        let results = Mutex<[[Outcome?]]>(lessons.map { $0.cells.map { _ in nil } })
        let next = Mutex(0)
        let failure = Mutex<(any Error)?>(nil)
        let workers = max(1, min(options.jobs, lessons.count))
        DispatchQueue.concurrentPerform(iterations: workers) { _ in
            while let index = next.withLock({ value -> Int? in
                defer { value += 1 }
                return value < lessons.count ? value : nil
            }) {
                do {
                    let outcomes = try run(lessons[index], in: root, host)
                    results.withLock { $0[index] = outcomes }
                } catch {
                    failure.withLock { $0 = $0 ?? error }
                }
            }
        }
        if let error = failure.withLock({ $0 }) { throw error }
        return results.withLock { $0 }
    }

    private func run(_ lesson: Lesson, in root: String, _ host: HostProcess) throws -> [Outcome?] {
        let folder = URL(fileURLWithPath: root + "/" + lesson.file).standardized.deletingLastPathComponent().path
        let analyses = lesson.cells.map { $0.options.eval ? CellAnalyzer.analyze($0.source) : CellAnalysis() }
        let graph = DependencyGraph(analyses)
        let keys = Keys(lesson, analyses, graph, toolchain, store, folder: folder)
        var outcomes: [Outcome?] = lesson.cells.map { _ in nil }
        var reasons: [Int: String] = [:]
        for index in lesson.cells.indices where lesson.cells[index].options.eval {
            if let stored = stored(lesson, index, keys) {
                outcomes[index] = stored.outcome
            } else {
                reasons[index] = reason(lesson, index, keys, folder)
            }
        }
        // What needs a cell that is known to fail cannot run.
        for index in graph.descendants(of: Set(outcomes.indices.filter { outcomes[$0]?.state == .failed }))
        where reasons.removeValue(forKey: index) != nil {
            outcomes[index] = Outcome(state: .skipped)
        }
        for (index, outcome) in outcomes.enumerated() {
            if let outcome { tell(lesson, index, CellRun(outcome: outcome), reason: "kept", isKept: true) }
        }
        guard !reasons.isEmpty else { return outcomes }
        let stale = Set(reasons.keys)
        let needed = graph.closure(of: stale)
        let run = try LessonRun(
            lesson, analyses, graph, cells: needed, toolchain: toolchain, host: host, folder: folder,
            timeout: options.timeout
        ) { index, event in
            guard stale.contains(index) else { return }
            switch event {
            case .started: report(.started(lesson, lesson.cells[index]))
            case .progress(let json): report(.progress(lesson, lesson.cells[index], json))
            case .ended(let run): tell(lesson, index, run, reason: reasons[index] ?? "", isKept: false)
            }
        }
        try run.run()
        try keep(run.results, of: lesson, analyses, graph, folder: folder, stale: stale, into: &outcomes)
        return outcomes
    }

    private func stored(_ lesson: Lesson, _ index: Int, _ keys: Keys) -> StoredRun? {
        guard lesson.cells[index].options.cache, let key = keys.full[index] else { return nil }
        return store.run(for: key)
    }

    private func reason(_ lesson: Lesson, _ index: Int, _ keys: Keys, _ folder: String) -> String {
        if !lesson.cells[index].options.cache { return "cache: false" }
        return keys.traces[index] == nil ? "new or changed" : "what it reads changed"
    }

    /// Stores what ran. The keys are reckoned again, since only now it is known which files each cell reads.
    private func keep(
        _ results: [Int: CellRun], of lesson: Lesson, _ analyses: [CellAnalysis], _ graph: DependencyGraph,
        folder: String,
        stale: Set<Int>,
        into outcomes: inout [Outcome?]
    ) throws {
        for (index, run) in results.sorted(by: { $0.key < $1.key }) {
            if stale.contains(index) { outcomes[index] = run.outcome }
            guard run.outcome.state != .skipped else { continue }
            let keys = Keys(lesson, analyses, graph, toolchain, store, folder: folder)
            let trace = Trace(run, folder: folder)
            try store.put(trace, for: keys.source[index])
            guard stale.contains(index) else { continue }
            let entry = StoredRun(
                lesson: lesson.name, cell: lesson.cells[index].name, outcome: run.outcome, files: trace.files,
                environment: trace.environment, seconds: run.seconds)
            try store.put(entry, for: Keys.full(keys.source[index], trace, folder: folder))
        }
    }

    private func tell(_ lesson: Lesson, _ index: Int, _ run: CellRun, reason: String, isKept: Bool) {
        let state: CellReport.State =
            switch run.outcome.state {
            case .failed: .failed
            case .skipped: .skipped
            case .succeeded: isKept ? .kept : .ran
            }
        report(
            .ended(
                CellReport(
                    lesson: lesson, cell: lesson.cells[index], state: state, seconds: run.seconds, reason: reason,
                    outcome: run.outcome)))
    }
}
