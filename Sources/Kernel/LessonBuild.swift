import Foundation
import Notebook

/// The cells of one lesson in one build: what is kept from the store, what runs and why, and what is stored.
final class LessonBuild {
    private let lesson: Lesson
    let analyses: [CellAnalysis]
    let graph: DependencyGraph
    private let toolchain: Toolchain
    private let store: Store
    private let folder: String
    private let report: (CourseRun.Event) -> Void
    private var keys: Keys
    private var outcomes: [Outcome?]
    private var reasons: [Int: String] = [:]
    private var last = LastBuild()
    private var failure: (any Error)?
    private var files: Set<String> = []
    private var environment: Set<String> = []
    private var hasStored = false
    private var isPlanned = false
    /// The cells that have run in this build.
    private var ran: Set<Int> = []

    /// - Parameter root: the course's folder.
    init(
        _ lesson: Lesson, in root: String, toolchain: Toolchain, store: Store,
        report: @escaping (CourseRun.Event) -> Void
    ) {
        self.lesson = lesson
        self.toolchain = toolchain
        self.store = store
        folder = URL(fileURLWithPath: root + "/" + lesson.file).standardized.deletingLastPathComponent().path
        self.report = report
        analyses = CellAnalysis.analyses(of: lesson, toolchain, store)
        graph = DependencyGraph(analyses)
        keys = Keys(lesson, analyses, graph, toolchain, folder: folder)
        outcomes = lesson.cells.map { _ in nil }
    }

    /// What a build found out.
    struct Findings: Sendable {
        /// Nil where a cell is not run.
        var outcomes: [Outcome?]
        /// The files and the variables of the environment that the cells read.
        var files: Set<String>
        var environment: Set<String>
        /// Whether the store has grown.
        var hasStored: Bool
    }

    var findings: Findings {
        Findings(outcomes: outcomes, files: files, environment: environment, hasStored: hasStored)
    }

    /// Takes what is stored, and runs nothing: what is stale has no outcome then.
    func restore() {
        plan()
        reasons = [:]
    }

    /// Finds out what holds and what does not, and runs nothing.
    func planOnly() -> LessonPlan {
        plan()
        var earlier: [Int: Outcome] = [:]
        for index in lesson.cells.indices where reasons[index] != nil || outcomes[index]?.state == .failed {
            earlier[index] = left(by: index)
        }
        return LessonPlan(
            outcomes: outcomes, stale: Set(reasons.keys), earlier: earlier, recipes: keys.recipes,
            files: files.union(last.cells.values.flatMap(\.files.keys).map(whole)))
    }

    /// What a cell left when it last came to its end; a stale one that never did, what it left last.
    private func left(by index: Int) -> Outcome? {
        let cell = lesson.cells[index]
        // An edit above moves the numbers by which cells without a label go.
        let before = last.cells.values.first { $0.source == cell.source } ?? last.cells[cell.identity]
        guard let key = before?.good ?? (reasons[index] == nil ? nil : before?.key) else { return nil }
        return store.run(for: key).map { Placement(lesson, index, graph).restored($0.outcome) }
    }

    /// Runs what has to run.
    /// - Parameters:
    ///   - timeout: seconds a cell may take that does not say otherwise.
    ///   - control: may end the run before its time.
    ///   - session: gives the lesson's session, which a lesson without stale cells does not need.
    func run(
        on host: HostProcess, timeout: Double, control: RunControl? = nil, session: () throws -> LessonSession
    ) throws {
        defer { tellKept() }
        guard isStale else { return }
        // It is ready by the time that the first unit is compiled.
        host.prepare()
        let session = try session()
        repeat {
            try runStale(on: host, timeout: timeout, control: control, in: session)
        } while findChanged()
    }

    private func runStale(
        on host: HostProcess, timeout: Double, control: RunControl?, in session: LessonSession
    ) throws {
        let stale = Set(reasons.keys)
        let plan = LessonRun.Plan(
            lesson: lesson, analyses: analyses, graph: graph, cells: graph.closure(of: stale), stale: stale,
            folder: folder, timeout: timeout, recipes: keys.recipes, control: control)
        let run = LessonRun(plan, in: session, host: host, key: { [self] in keys.source($0) }) { [self] index, event in
            switch event {
            case .started where reasons[index] != nil: report(.started(place(index)))
            case .progress(let json) where reasons[index] != nil:
                report(.progress(place(index), json))
            case .ended(let run): ended(index, run)
            default: break
            }
        }
        let result = withExtendedLifetime(session) { Result { try run.run() } }
        if let failure { throw failure }
        try store.put(last, forLesson: lesson.name)
        try result.get()
        ran.formUnion(reasons.keys)
    }

    /// A cell that ran may have written what a kept one has read: finds the kept ones that no longer hold.
    private func findChanged() -> Bool {
        reasons = [:]
        decide(RunReason(before: last, toolchain: toolchain, folder: folder))
        return !reasons.isEmpty
    }

    // MARK: What is kept

    /// Whether anything has to run.
    var isStale: Bool {
        plan()
        return !reasons.isEmpty
    }

    /// Finds what the store knows, and says of the rest why it runs; once.
    private func plan() {
        if isPlanned { return }
        isPlanned = true
        let before = store.lastBuild(ofLesson: lesson.name)
        let why = RunReason(before: before, toolchain: toolchain, folder: folder)
        last.cells = before?.cells ?? [:]
        decide(why)
    }

    private func decide(_ why: RunReason) {
        let lost = graph.descendants(of: Set(lesson.cells.indices.filter(isFaulty)))
        for index in lesson.cells.indices where lesson.cells[index].options.eval && !ran.contains(index) {
            if isFaulty(index) {
                let errors = SourceDiagnostics.diagnostics(for: index, in: lesson, analyses, graph)
                outcomes[index] = Outcome(state: .failed, outputs: errors.map(Output.error))
            } else if lost.contains(index) {
                outcomes[index] = Outcome(state: .skipped)
            } else if let outcome = stored(index) {
                outcomes[index] = outcome
            } else {
                outcomes[index] = nil
                let stale = graph.parents[index].filter { reasons[$0] != nil }.map { lesson.cells[$0].name }
                reasons[index] = why.describe(lesson.cells[index], stale: stale)
            }
        }
        skipWhatNeedsStoredFailures()
        writeLostFilesAnew()
    }

    /// A file that a cell needs and that is gone, or the folder that it writes to, is made anew by the kept cell that left it.
    private func writeLostFilesAnew() {
        var readers = Array(reasons.keys)
        while let reader = readers.popLast() {
            let lost = lostFiles(of: reader)
            for writer in 0..<reader
            where !lost.isEmpty && outcomes[writer]?.state == .succeeded && !ran.contains(writer) {
                guard let file = trace(of: writer)?.written?.first(where: lost.contains) else { continue }
                outcomes[writer] = nil
                reasons[writer] = "\(file) is gone"
                readers.append(writer)
            }
        }
    }

    private func lostFiles(of index: Int) -> Set<String> {
        var names = Set((last.cells[lesson.cells[index].identity]?.files ?? [:]).keys)
        if let trace = trace(of: index) { names.formUnion(trace.files + (trace.written ?? [])) }
        let folders = names.map { ($0 as NSString).deletingLastPathComponent }
        return names.union(folders).filter { !$0.isEmpty && Trace.isGone($0, in: folder) }
    }

    private func trace(of index: Int) -> Trace? { keys.source(index).flatMap(store.trace) }

    private func tellKept() {
        for index in lesson.cells.indices where !ran.contains(index) && reasons[index] == nil {
            guard let outcome = outcomes[index] else { continue }
            tell(index, CellRun(outcome: outcome), reason: "kept", isKept: true)
        }
    }

    /// Names used wrongly, broken syntax and top-level `await` are known without compiling, and are not stored: they
    /// depend on other cells.
    func isFaulty(_ index: Int) -> Bool {
        graph.problems[index] != nil || analyses[index].hasSyntaxError || analyses[index].topLevelAwait != nil
    }

    private func stored(_ index: Int) -> Outcome? {
        guard let trace = trace(of: index),
            let key = keys.complete(index, trace), lesson.cells[index].options.cache, let run = store.run(for: key)
        else { return nil }
        note(trace)
        return Placement(lesson, index, graph).restored(run.outcome)
    }

    private func note(_ trace: Trace) {
        files.formUnion(trace.files.map(whole))
        environment.formUnion(trace.environment)
    }

    private func whole(_ path: String) -> String { path.hasPrefix("/") ? path : folder + "/" + path }

    private func skipWhatNeedsStoredFailures() {
        for index in lesson.cells.indices where lesson.cells[index].options.eval && !ran.contains(index) {
            guard !isFaulty(index),
                graph.parents[index].contains(where: { outcomes[$0].map { !$0.hasRunToItsEnd } ?? false })
            else {
                continue
            }
            // Whatever was stored: it may have been left when what the cell needs had not failed yet.
            reasons[index] = nil
            outcomes[index] = Outcome(state: .skipped)
        }
    }

    // MARK: What ran

    /// Stores what a cell left as soon as it ends: a build that is stopped loses only the cell that runs.
    private func ended(_ index: Int, _ run: CellRun) {
        let trace = Trace(run, folder: folder)
        note(trace)
        if reasons[index] == nil, !run.outcome.hasRunToItsEnd, run.outcome.state == .failed {
            // It was kept and only ran again for others; that these are skipped must not come without a reason.
            reasons[index] = "others need it"
        }
        do {
            if run.outcome.state != .skipped { try put(index, run, trace) }
        } catch {
            failure = failure ?? error
        }
        guard let reason = reasons[index] else { return }
        outcomes[index] = run.outcome
        tell(index, run, reason: reason, isKept: false)
    }

    private func put(_ index: Int, _ run: CellRun, _ trace: Trace) throws {
        guard let source = keys.source(index) else { return }
        let key = keys.complete(index, trace)
        let cell = lesson.cells[index]
        let files = trace.files.map { ($0, Keys.contentHash(of: $0, in: folder)) }
        let variables = trace.environment.map { ($0, ProcessInfo.processInfo.environment[$0]) }
        last.cells[cell.identity] = LastBuild.Cell(
            source: cell.source, library: toolchain.fingerprint.description,
            files: Dictionary(uniqueKeysWithValues: files), environment: Dictionary(uniqueKeysWithValues: variables),
            needs: graph.parents[index].map { lesson.cells[$0].name },
            wasStopped: run.wasStopped ? true : nil, key: run.wasStopped ? nil : key,
            good: run.outcome.state == .succeeded ? key : last.cells[cell.identity]?.good)
        guard reasons[index] != nil, let key, !run.wasStopped else { return }
        hasStored = true
        try store.put(trace, for: source)
        try store.put(
            StoredRun(
                lesson: lesson.name, cell: cell.name, outcome: Placement(lesson, index, graph).stored(run.outcome),
                files: trace.files, environment: trace.environment, seconds: run.seconds), for: key)
    }

    private func tell(_ index: Int, _ run: CellRun, reason: String, isKept: Bool) {
        let state: CourseRun.CellReport.State =
            switch run.outcome.state {
            case .failed: .failed
            case .skipped: .skipped
            case .succeeded: isKept ? .kept : .ran
            }
        report(
            .ended(
                CourseRun.CellReport(
                    place: place(index), state: state, seconds: run.seconds, reason: reason, outcome: run.outcome)))
    }

    private func place(_ index: Int) -> CourseRun.CellPlace { CourseRun.CellPlace(lesson, index) }
}
