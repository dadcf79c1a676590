import Foundation
import Kernel
import Markdown
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
        /// Whether the processes in which cells ran stay, so that the next run goes on from what an edit left true.
        public var keepsSessions: Bool

        public init(
            course: String, output: String, lessons: Set<String> = [], jobs: Int, keepsSessions: Bool = false
        ) {
            self.course = course
            self.output = output
            self.lessons = lessons
            self.jobs = jobs
            self.keepsSessions = keepsSessions
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

        public var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }
    }

    private let options: Options
    private let report: @Sendable (CourseRun.Event) -> Void
    /// The run that keeps its sessions from one build to the next.
    private let kept = Mutex<CourseRun?>(nil)

    /// - Parameter report: told what happens to each cell, from several threads.
    public init(_ options: Options, report: @escaping @Sendable (CourseRun.Event) -> Void) {
        self.options = options
        self.report = report
    }

    private func courseRun(
        _ toolchain: Toolchain, _ course: Course, _ store: Store,
        _ report: @escaping @Sendable (CourseRun.Event) -> Void
    ) throws -> CourseRun {
        if let run = kept.withLock({ $0 }) { return run }
        let run = try CourseRun(
            toolchain: toolchain, store: store,
            options: CourseRun.Options(
                jobs: options.jobs, timeout: course.timeout, keepsSessions: options.keepsSessions), report: report)
        if options.keepsSessions { kept.withLock { $0 = run } }
        return run
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
        let cells = Mutex<[CourseRun.CellPlace]>([])
        let result = try build(toolchain, store, since: start) { [report] event in
            if case .ended(let cell) = event { cells.withLock { $0.append(cell.place) } }
            report(event)
        }
        // Of lessons that were not asked for, cells may be missing.
        if options.lessons.isEmpty { record.keep(cells.withLock { $0 }, result.summary, result.findings) }
        return result.summary
    }

    /// Builds the course as it is now.
    /// - Parameter published: given every file of the site, once it stands.
    public func run(published: ([SiteFile]) -> Void) throws -> Summary {
        let store = Store(folder: options.course + "/.lessons")
        return try build(try Toolchain(), store, since: Date(), report: report, published: published).summary
    }

    private func build(
        _ toolchain: Toolchain, _ store: Store, since start: Date,
        report: @escaping @Sendable (CourseRun.Event) -> Void, published: ([SiteFile]) -> Void = { _ in }
    ) throws -> (summary: Summary, findings: CourseRun.Findings) {
        let folder = try CourseFolder(options.course)
        let run = try courseRun(toolchain, folder.course, store, report)
        let unknown = options.lessons.subtracting(folder.lessons.map(\.name))
        if let name = unknown.min() { throw UnknownLesson(name: name, known: folder.lessons.map(\.name)) }
        let names = options.lessons.isEmpty ? nil : options.lessons
        let history = Later { [options] in SourceHistory(course: options.course) }
        let findings = try run.run(folder.lessons, in: options.course, only: names)
        let outcomes = findings.outcomes
        var (site, problems) = Self.render(folder, outcomes, store, history.value, jobs: options.jobs)
        site.toolchain = CompilerVersion(toolchain, store).text
        let katex = site.pages.contains(where: \.hasMath) ? MathRenderer.findLibrary() : nil
        let files =
            site.files(assets: try Assets.load(katexFolder: katex), threads: options.jobs) + folder.bytes(of: site)
        try Publisher().publish(files, to: URL(fileURLWithPath: options.output))
        published(files)
        var summary = Self.summarize(folder, outcomes)
        summary.diagnostics = Self.sorted(summary.diagnostics + problems, like: folder.lessons.map(\.file))
        summary.seconds = Date().timeIntervalSince(start)
        return (summary, findings)
    }

    private static func render(
        _ folder: CourseFolder, _ outcomes: [[Outcome?]], _ store: Store, _ history: SourceHistory, jobs: Int
    ) -> (Site, [Diagnostic]) {
        let formulas = FormulaStore(store, macros: folder.course.macros)
        let map = CourseMap(
            course: folder.course, lessons: folder.lessons, files: folder.files, pixels: folder.pixels,
            references: folder.references)
        let rendered = folder.lessons.indices.mapSideBySide(threads: jobs) { index in
            let lesson = folder.lessons[index]
            let writer = MarkdownProse(lesson, in: map, formula: formulas.html)
            var page = LessonPage.render(lesson: lesson, outcomes: outcomes[index], writer: writer, map: map)
            page.commit = history[lesson.file]
            return (page, writer.diagnostics)
        }
        var site = Site(course: folder.course, pages: rendered.map(\.0))
        site.bibliography = Bibliography(folder.references)
        return (site, map.diagnostics + rendered.flatMap(\.1))
    }

    /// By file in the order of the lessons, what concerns the course before them; then by place.
    private static func sorted(_ diagnostics: [Diagnostic], like files: [String]) -> [Diagnostic] {
        let order = Dictionary(files.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        return diagnostics.enumerated().sorted { a, b in
            let (one, other) = (a.element, b.element)
            return (order[one.file] ?? -1, one.line, one.column, a.offset)
                < (order[other.file] ?? -1, other.line, other.column, b.offset)
        }.map(\.element)
    }

    private static func summarize(_ folder: CourseFolder, _ outcomes: [[Outcome?]]) -> Summary {
        var summary = Summary(lessons: folder.lessons.count)
        summary.diagnostics = folder.diagnostics
        for (lesson, outcomes) in zip(folder.lessons, outcomes) {
            var found = lesson.diagnostics
            for (cell, outcome) in zip(lesson.cells, outcomes) { found += diagnostics(of: cell, outcome, lesson) }
            summary.diagnostics += found.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
        }
        return summary
    }

    /// An error that the lesson shows on purpose is none; that it did not happen is one.
    private static func diagnostics(of cell: Cell, _ outcome: Outcome?, _ lesson: Lesson) -> [Diagnostic] {
        guard let outcome else { return [] }
        guard cell.options.error else { return outcome.warnings + outcome.errors }
        guard outcome.state == .succeeded else { return outcome.warnings }
        return [
            Diagnostic(
                id: "no-error", file: lesson.file, line: cell.position.line, column: cell.position.column,
                message: "this cell says ‘error: true’ but ran to its end; mend the cell, or take the option away")
        ]
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
    /// The sizes of the pictures beside the lessons.
    fileprivate var pixels: [String: PixelSize] {
        var sizes: [String: PixelSize] = [:]
        for path in files where ["png", "jpg", "jpeg", "gif"].contains((path as NSString).pathExtension.lowercased()) {
            guard let bytes = FileManager.default.contents(atPath: "\(root)/lessons/\(path)") else { continue }
            sizes[path] = PixelSize(picture: bytes)
        }
        return sizes
    }

    /// The files beside the lessons that a site's pages show or lead to.
    fileprivate func bytes(of site: Site) -> [SiteFile] {
        Set(site.pages.flatMap(\.files)).sorted().compactMap { path in
            FileManager.default.contents(atPath: "\(root)/lessons/\(path)").map {
                SiteFile(path: path, bytes: Array($0))
            }
        }
    }
}
