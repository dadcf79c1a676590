import Foundation
import Notebook
import Synchronization

/// Runs the cells of a course: those whose outcome is not stored, and what they need.
public final class CourseRun: Sendable {
    /// Which cell something is told of.
    public struct CellPlace: Hashable, Codable, Sendable {
        /// The lesson's name.
        public var lesson: String
        public var file: String
        public var line: Int
        /// The cell's name.
        public var cell: String
        public var kind: Cell.Kind
        /// Its place among the lesson's cells, values included, from 0.
        public var index: Int

        init(_ lesson: Lesson, _ index: Int) {
            let cell = lesson.cells[index]
            self.index = index
            self.lesson = lesson.name
            file = lesson.file
            line = cell.position.line
            self.cell = cell.name
            kind = cell.kind
        }
    }

    /// What becomes of a cell.
    public struct CellReport: Sendable {
        public enum State: String, Sendable {
            case ran, kept, failed, skipped
        }

        public var place: CellPlace
        public var state: State
        public var seconds: Double
        public var reason: String
        /// What it left; nil where that is not known.
        public var outcome: Outcome?

        public init(place: CellPlace, state: State, seconds: Double, reason: String, outcome: Outcome? = nil) {
            self.outcome = outcome
            self.place = place
            self.state = state
            self.seconds = seconds
            self.reason = reason
        }
    }

    /// How far a cell has come, as `fit` and `sweep` tell it.
    public struct Progress: Codable, Sendable {
        /// `epoch` or `run`.
        public var unit: String
        public var completed: Int
        public var total: Int
        /// Of all that is to be done, from 0 to 1.
        public var fraction: Double
        public var loss: Double?
        public var secondsLeft: Double?

        /// Nil when a cell reports in a form of its own.
        public init?(json: String) {
            guard let value = try? JSONDecoder().decode(Self.self, from: Data(json.utf8)) else { return nil }
            self = value
        }
    }

    public enum Event: Sendable {
        case started(CellPlace)
        /// How far the cell has come, as JSON.
        case progress(CellPlace, String)
        case ended(CellReport)
    }

    /// What a run found out.
    public struct Findings: Sendable {
        /// For each lesson, the outcome of each of its cells; nil where a cell is not run.
        public var outcomes: [[Outcome?]] = []
        /// The files that cells read, by whole path.
        public var files: Set<String> = []
        /// The variables of the environment that cells read.
        public var environment: Set<String> = []
        /// Whether a cell runs in every build.
        public var hasUncachedCells = false
    }

    public struct Options: Sendable {
        /// How many lessons run side by side.
        public var jobs: Int
        /// Seconds after which a cell is stopped that does not say otherwise.
        public var timeout: Double
        /// Whether the processes in which cells ran stay, so that the next run goes on from what an edit left true.
        public var keepsSessions: Bool

        public init(jobs: Int, timeout: Double, keepsSessions: Bool = false) {
            self.jobs = jobs
            self.timeout = timeout
            self.keepsSessions = keepsSessions
        }
    }

    private let toolchain: Toolchain
    private let store: Store
    private let options: Options
    private let report: @Sendable (Event) -> Void
    let host: HostProcess
    /// Those of the lessons that ran last, the newest at the end.
    let sessions = Mutex<[(lesson: String, session: LessonSession)]>([])
    /// A session is a waiting process for each cell of its lesson.
    private static let sessionLimit = 12

    /// - Parameter report: told what happens, from several threads.
    public init(
        toolchain: Toolchain, store: Store, options: Options, report: @escaping @Sendable (Event) -> Void
    ) throws {
        self.toolchain = toolchain
        self.store = store
        self.options = options
        self.report = report
        host = try HostProcess(program: toolchain.program)
    }

    /// Runs lessons side by side.
    /// - Parameters:
    ///   - root: the course's folder, to which the lessons' files are relative.
    ///   - names: the lessons whose stale cells run; all unless named. Of others only what is stored is taken.
    ///   - finished: given the place of each lesson as soon as its cells have run, and their outcomes; on several
    ///     threads, while other lessons run.
    public func run(
        _ lessons: [Lesson], in root: String, only names: Set<String>? = nil,
        finished: @Sendable (Int, [Outcome?]) -> Void = { _, _ in }
    ) throws -> Findings {
        let plans = lessons.indices.mapSideBySide(threads: options.jobs) { index in
            plan(lessons[index], in: root, isWanted: names?.contains(lessons[index].name) ?? true)
        }
        // What takes long begins first; the rest is done while compilers run.
        let order = lessons.indices.filter { plans[$0].isStale } + lessons.indices.filter { !plans[$0].isStale }
        let results = order.indices.mapSideBySide(threads: options.jobs) { place in
            Result {
                let findings = try run(plans[order[place]], lessons[order[place]])
                finished(order[place], findings.outcomes)
                return findings
            }
        }
        var findings = Findings()
        var hasStored = false
        for (index, result) in zip(order, results).sorted(by: { $0.0 < $1.0 }) {
            let (lesson, build) = (lessons[index], try result.get())
            findings.outcomes.append(build.outcomes)
            findings.files.formUnion(build.files)
            findings.environment.formUnion(build.environment)
            let isUncached = lesson.cells.contains { $0.options.eval && !$0.options.cache }
            findings.hasUncachedCells = findings.hasUncachedCells || isUncached
            hasStored = hasStored || build.hasStored
        }
        if hasStored { store.trim() }
        return findings
    }

    /// A lesson of which it is known what has to run. One thread at a time works with it.
    private struct Planned: @unchecked Sendable {
        var build: LessonBuild
        var isStale: Bool
    }

    private func plan(_ lesson: Lesson, in root: String, isWanted: Bool) -> Planned {
        // Of a lesson that is not asked for, nothing is told either.
        let build = makeBuild(lesson, in: root) { [report] event in if isWanted { report(event) } }
        if !isWanted { build.restore() }
        return Planned(build: build, isStale: build.isStale)
    }

    private func run(_ plan: Planned, _ lesson: Lesson) throws -> LessonBuild.Findings {
        try plan.build.run(on: host, timeout: options.timeout) { try session(of: lesson) }
        return plan.build.findings
    }

    func makeBuild(_ lesson: Lesson, in root: String, report: @escaping (Event) -> Void) -> LessonBuild {
        LessonBuild(lesson, in: root, toolchain: toolchain, store: store, report: report)
    }

    func session(of lesson: Lesson) throws -> LessonSession {
        guard options.keepsSessions else { return try LessonSession(toolchain: toolchain, host: host) }
        return try sessions.withLock { sessions in
            let known = sessions.firstIndex { $0.lesson == lesson.name }.map { sessions.remove(at: $0).session }
            let session = try known ?? LessonSession(toolchain: toolchain, host: host)
            sessions.append((lesson.name, session))
            if sessions.count > Self.sessionLimit { sessions.removeFirst() }
            return session
        }
    }
}
