import Foundation
import Glibc
import Markdown
import Notebook

/// What running one cell gave.
public struct CellRun: Sendable {
    public var outcome: Outcome
    /// The files that it read.
    public var files: [String] = []
    /// The variables of the environment that it read through Lab.
    public var environment: [String] = []
    public var seconds: Double = 0
    /// Whether the machine, or someone, ended it: run again, it may well end otherwise.
    public var wasStopped = false
}

/// Runs some cells of a lesson: compiles them as one unit, runs it in a chain of processes, and where a cell fails
/// goes on with those that do not need it.
final class LessonRun {
    /// What a run needs to know of a lesson.
    struct Plan {
        var lesson: Lesson
        var analyses: [CellAnalysis]
        var graph: DependencyGraph
        /// What to run, in reading order, with all that it needs.
        var cells: [Int]
        /// Those of `cells` whose outcome is wanted; the others run because these need them.
        var stale: Set<Int>
        /// The folder that cells stand in: the lesson's.
        var folder: String
        /// Seconds a cell may take that does not say otherwise.
        var timeout: Double
        /// What each cell of the lesson does, for `control`.
        var recipes: [ContentHash]
        /// Who may end the run before its time; nobody if it is nil.
        var control: RunControl?
    }

    enum CellEvent {
        case started
        case progress(String)
        case ended(CellRun)
    }

    private let plan: Plan
    /// The session keeps what can make its units again, and so keeps this.
    private unowned let session: LessonSession
    private let host: HostProcess
    private let key: (Int) -> ContentHash?
    private let report: (Int, CellEvent) -> Void
    private let lines: [Substring]

    private var results: [Int: CellRun] = [:]
    private var pending: [Int]
    /// Cells that did not compile, and their errors, until it is known whether all that they need succeeds.
    private var broken: [Int: [Diagnostic]] = [:]
    /// Cells that need one of those.
    private var waiting: Set<Int> = []
    /// Cells that ran, in a process that is lost.
    private var lost: Set<Int> = []
    private var warnings: [Diagnostic] = []

    private var lesson: Lesson { plan.lesson }

    /// - Parameters:
    ///   - key: the key of a cell without what it reads from outside, once all that it needs has run.
    ///   - report: told what happens to which cell.
    init(
        _ plan: Plan, in session: LessonSession, host: HostProcess, key: @escaping (Int) -> ContentHash?,
        report: @escaping (Int, CellEvent) -> Void
    ) {
        self.plan = plan
        self.session = session
        self.host = host
        self.key = key
        self.report = report
        pending = plan.cells
        lines = plan.lesson.source.lines
    }

    func run() throws {
        try skipWhatHasRun()
        while let (unit, library) = try nextUnit() {
            session.loaded(unit) { [self] count in makeUnit(Array(unit.cells[..<count]), module: unit.module) }
            let seeds = unit.cells.map { ContentHash(lesson.cells[$0].source).low }
            try session.chain.load(library, in: plan.folder, seeds: seeds)
            guard let failed = try follow(unit) else {
                pending = []
                return settleBroken()
            }
            let count = try session.rewindAfterFailure()
            lost = Set(unit.cells[count..<max(count, failed)])
            pending = unit.cells[count...].filter { $0 != unit.cells[failed] }
        }
    }

    /// Cells that ran in the session and that no edit touched are not run again.
    private func skipWhatHasRun() throws {
        var cells: [ContentHash: Int] = [:]
        for index in lesson.cells.indices { if let key = key(index) { cells[key] = index } }
        let ran = try session.rewind { key in cells[key].map { !plan.stale.contains($0) } ?? false }
        pending.removeAll { cell in key(cell).map(ran.contains) == true }
    }

    // MARK: Compiling

    private func makeUnit(_ cells: [Int], module: String) -> UnitSource {
        let last = cells.last ?? 0
        var imports: [String] = []
        for cell in 0..<last where !cells.contains(cell) && !hasNoMeaning(cell) {
            imports += plan.analyses[cell].imports.filter { !imports.contains($0) }
        }
        return UnitSource(
            lesson, plan.analyses, cells: cells, module: module, modules: session.modules, imports: imports)
    }

    /// Whether a cell did not compile, so that what it imports may not be there.
    private func hasNoMeaning(_ cell: Int) -> Bool {
        broken[cell] != nil
    }

    /// The next unit that compiles: cells that do not are left out, with what needs them.
    private func nextUnit() throws -> (UnitSource, library: String)? {
        skipWhatNeedsFailed()
        while !pending.isEmpty {
            let unit = makeUnit(pending, module: session.nextModuleName())
            try plan.control?.goOn(with: plan.recipes[pending[0]])
            let compiled = try session.compiler.compile(unit, control: plan.control)
            // What an interrupted compiler says means nothing.
            if plan.control?.isInterrupted == true { throw RunInterrupted() }
            switch compiled {
            case .library(let path, let warnings):
                self.warnings = warnings
                return (unit, path)
            case .diagnostics(let diagnostics): fail(unit, diagnostics)
            }
            skipWhatNeedsFailed()
        }
        return nil
    }

    /// Gives each error to the cell it stands in; at least one cell fails.
    private func fail(_ unit: UnitSource, _ diagnostics: [Diagnostic]) {
        var found: [Int: [Diagnostic]] = [:]
        for diagnostic in diagnostics where diagnostic.severity == .error {
            let cell = unit.cells.last {
                diagnostic.file == lesson.file && lesson.cells[$0].lines.contains(diagnostic.line)
            }
            found[cell ?? unit.cells[0], default: []].append(complete(diagnostic))
        }
        broken.merge(found) { first, _ in first }
        let unreachable = plan.graph.descendants(of: Set(found.keys))
        pending.removeAll { found[$0] != nil || unreachable.contains($0) && results[$0] == nil }
        waiting.formUnion(unreachable.intersection(plan.cells).filter { results[$0] == nil })
    }

    /// Ends cells that did not compile, and those that need them, once all that they need has ended. What needs a cell
    /// that failed is skipped, whatever the compiler says of it: so it does not matter which was found out first.
    private func settleBroken() {
        let running = Set(pending.filter { results[$0] == nil })
        for cell in waiting.union(broken.keys).sorted() where results[cell] == nil {
            let needs = plan.graph.closure(of: [cell]).filter { $0 != cell }
            if needs.contains(where: { results[$0].map { !$0.outcome.hasRunToItsEnd } ?? false }) {
                finish(cell, CellRun(outcome: Outcome(state: .skipped)))
            } else if let errors = broken[cell], !needs.contains(where: { running.contains($0) || broken[$0] != nil }) {
                finish(cell, CellRun(outcome: Outcome(state: .failed, outputs: errors.map(Output.error))))
            }
        }
    }

    /// A diagnostic of the compiler with the Markdown's own lines.
    private func complete(_ diagnostic: Diagnostic) -> Diagnostic {
        var copy = diagnostic.file == lesson.file ? diagnostic.withExcerpt(from: lines) : diagnostic
        copy.notes = diagnostic.notes.map { $0.withExcerpt(from: lines) }
        return copy
    }

    private func skipWhatNeedsFailed() {
        settleBroken()
        let failed = Set(results.filter { !$0.value.outcome.hasRunToItsEnd }.keys)
        let unreachable = plan.graph.descendants(of: failed)
        for cell in pending where unreachable.contains(cell) && results[cell] == nil {
            finish(cell, CellRun(outcome: Outcome(state: .skipped)))
        }
        pending.removeAll { results[$0] != nil && !lost.contains($0) }
    }

    private func finish(_ cell: Int, _ run: CellRun) {
        // What is run once more after a process was lost has been told before.
        guard results[cell] == nil else { return }
        results[cell] = run
        report(cell, .ended(run))
    }

    // MARK: Running

    /// Follows a unit until its end.
    /// - Returns: the place in the unit of the cell that failed, or nil.
    private func follow(_ unit: UnitSource) throws -> Int? {
        let chain = session.chain
        var position = -1
        // Between two cells there is nothing to interrupt: the process that ended one is a snapshot already.
        var isInCell = false
        var current = CellInProgress()
        while true {
            switch chain.next(draining: &current.collector, control: isInCell ? plan.control : nil) {
            case .interrupted:
                throw RunInterrupted()
            case .began(let index):
                (position, isInCell) = (index, true)
                current = CellInProgress()
                let cell = unit.cells[index]
                try goOn(with: cell)
                chain.deadline = Date(timeIntervalSinceNow: lesson.cells[cell].options.timeout ?? plan.timeout)
                report(cell, .started)
                chain.answer()
            case .display(let frame):
                current.collector.add(frame)
                chain.answer()
            case .unexpected(let message):
                current.unexpected = message
                chain.answer()
            case .progress(let json): if position >= 0 { report(unit.cells[position], .progress(json)) }
            case .environment(let name): current.run.environment.append(name)
            case .mark(let line, let column): current.mark = (line, column)
            case .finished(let files):
                chain.deadline = nil
                isInCell = false
                current.run.files = files
                let cell = unit.cells[position]
                finish(cell, current.succeed(lesson, cell, warnings: warnings))
                session.ran(position: position, key: key(cell))
                chain.answer()
            case .ended: return nil
            case .cannotLoad(let reason): throw HostProcess.Failure(description: "a unit cannot be loaded: \(reason)")
            case .died(let status, let process):
                guard position >= 0 else {
                    throw HostProcess.Failure(description: "the process of \(lesson.name) ended before its first cell")
                }
                end(unit.cells[position], &current, status, process, isTimeout: false)
                return position
            case .timedOut(let process, let status):
                end(unit.cells[max(0, position)], &current, status, process, isTimeout: true)
                return max(0, position)
            }
        }
    }

    /// Ends the process that is about to run a cell, if that is no longer wanted.
    private func goOn(with cell: Int) throws {
        do {
            try plan.control?.goOn(with: plan.recipes[cell])
        } catch {
            session.chain.interrupt()
            throw error
        }
    }

    private func end(
        _ cell: Int, _ current: inout CellInProgress, _ status: ExitStatus, _ process: pid_t, isTimeout: Bool
    ) {
        let columns = makeUnit(plan.cells, module: "").columns
        let crash = CrashReport(process: process, in: host.reports, lesson: lesson.file, columns: columns)
        let limit = isTimeout ? lesson.cells[cell].options.timeout ?? plan.timeout : nil
        let diagnostic = current.diagnose(lesson, cell, status, crash, timeout: limit)
        current.collector.add(complete(diagnostic))
        current.run.outcome = Outcome(state: .failed, outputs: current.collector.finish())
        current.run.files = status.files
        current.run.wasStopped = isTimeout || status.isFromOutside
        current.run.seconds = Date().timeIntervalSince(current.start)
        finish(cell, current.run)
    }
}
