import Foundation
import Kernel
import Notebook
import Renderer
import Synchronization

/// A course from its Markdown to its site: read, run, render, publish.
public final class CourseBuild: Sendable {
    public struct Options: Sendable {
        /// The folder in which `lessons/` is.
        public var course: String
        /// The folder for the site.
        public var output: String
        /// The lessons whose cells run; all when it is empty. The pages of others show what is stored.
        public var lessons: Set<String> = []
        /// How many lessons run side by side.
        public var jobs: Int

        public init(course: String, output: String, lessons: Set<String> = [], jobs: Int) {
            self.course = course
            self.output = output
            self.lessons = lessons
            self.jobs = jobs
        }
    }

    /// What was done.
    public struct Summary: Sendable {
        public var lessons = 0
        public var ran = 0
        public var kept = 0
        public var failed = 0
        public var skipped = 0
        public var seconds = 0.0
        /// What is wrong, in the order of lessons and lines.
        public var diagnostics: [Diagnostic] = []

        /// Counts a cell by what became of it.
        mutating func count(_ state: CourseRun.CellReport.State) {
            switch state {
            case .ran: ran += 1
            case .kept: kept += 1
            case .failed: failed += 1
            case .skipped: skipped += 1
            }
        }

        public var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }
    }

    private let options: Options
    private let report: @Sendable (CourseRun.Event) -> Void

    /// - Parameter report: told what happens to each cell, from several threads.
    public init(_ options: Options, report: @escaping @Sendable (CourseRun.Event) -> Void) {
        self.options = options
        self.report = report
    }

    /// Builds the course as it is now, unless nothing changed since its site was made.
    public func run() throws -> Summary {
        let start = Date()
        let store = Store(folder: options.course + "/.lessons")
        let toolchain = try Toolchain()
        let record = BuildRecord(course: options.course, output: options.output, toolchain: toolchain, store: store)
        if options.lessons.isEmpty, var summary = record.replay(report) {
            summary.seconds = Date().timeIntervalSince(start)
            return summary
        }
        let cells = Mutex<[CourseRun.CellReport]>([])
        var (summary, findings) = try build(toolchain, store) { [report] event in
            if case .ended(let cell) = event { cells.withLock { $0.append(cell) } }
            report(event)
        }
        let ended = cells.withLock { $0 }
        for cell in ended { summary.count(cell.state) }
        // Of lessons that were not asked for, cells may be missing.
        if options.lessons.isEmpty { record.keep(ended.map(\.place), summary, findings) }
        summary.seconds = Date().timeIntervalSince(start)
        return summary
    }

    private func build(
        _ toolchain: Toolchain, _ store: Store, report: @escaping @Sendable (CourseRun.Event) -> Void
    ) throws -> (summary: Summary, findings: CourseRun.Findings) {
        let folder = try CourseFolder(options.course)
        let run = try CourseRun(
            toolchain: toolchain, store: store,
            options: CourseRun.Options(jobs: options.jobs, timeout: folder.course.timeout), report: report)
        try folder.require(options.lessons)
        let names = options.lessons.isEmpty ? nil : options.lessons
        let history = Later { [options] in SourceHistory(course: options.course) }
        let site = CourseSite(folder, pixels: folder.pixels, store: store, compiler: CompilerVersion(toolchain, store))
        // A page is set as soon as its cells have run, while those of other lessons still do.
        let pages = Mutex<[Int: (page: Page, problems: [Diagnostic])]>([:])
        let findings = try run.run(folder.lessons, in: options.course, only: names) { index, outcomes in
            let page = site.page(of: folder.lessons[index], outcomes)
            pages.withLock { $0[index] = page }
        }
        let rendered = pages.withLock { pages in folder.lessons.indices.compactMap { pages[$0] } }
        let files = try site.files(rendered.map(\.page), history: history.value, threads: options.jobs)
        try Publisher().publish(files, to: URL(fileURLWithPath: options.output))
        var summary = Summary(lessons: folder.lessons.count)
        summary.diagnostics = site.diagnostics(findings.outcomes, found: rendered.flatMap(\.problems))
        return (summary, findings)
    }
}

/// A lesson was asked for that the course does not have.
public struct UnknownLesson: Error, CustomStringConvertible {
    var name: String
    var known: [String]

    public var description: String {
        "there is no lesson ‘\(name)’" + suggestion(for: name, among: known)
    }
}

extension CourseFolder {
    /// - Throws: ``UnknownLesson`` if the course does not have all of these.
    func require(_ names: Set<String>) throws(UnknownLesson) {
        let known = lessons.map(\.name)
        if let name = names.subtracting(known).min() { throw UnknownLesson(name: name, known: known) }
    }
}
