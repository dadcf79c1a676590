import Foundation
import Kernel
import Markdown
import Notebook
import Renderer

/// Where everything about a live course comes together, on one thread.
final class LiveDesk {
    let options: CourseBuild.Options
    let mailbox: Mailbox<LiveCourse.Message>
    let report: @Sendable (CourseRun.Event) -> Void
    let tell: (LiveCourse.Event) -> Void
    let store: Store
    var toolchain: Toolchain?
    var run: CourseRun?
    var site: CourseSite?
    var lessons: [LiveLesson] = []
    /// Runs of lessons that are no longer there.
    var orphans: [RunControl] = []
    /// How many runs in a row could not be done.
    var faults = 0

    private var planCount = 0
    private var pixels: [String: PixelSize] = [:]
    var history: SourceHistory
    /// What all pages have from each other; when it changes, all of them do.
    private var frame: Frame?
    /// Counts what readers were shown, so that it is known whether the site on the disk is that.
    var revision = 0
    var isPublished = false
    var isPublishing = false
    var began = Date()
    var count = CourseBuild.Summary()

    /// Seconds without a change before the site goes to the disk, so that a burst of saves writes it once.
    static let calm = 0.25

    init(
        _ options: CourseBuild.Options, _ mailbox: Mailbox<LiveCourse.Message>,
        report: @escaping @Sendable (CourseRun.Event) -> Void, tell: @escaping (LiveCourse.Event) -> Void
    ) {
        self.options = options
        self.mailbox = mailbox
        self.report = report
        self.tell = tell
        store = Store(folder: options.course + "/.lessons")
        history = SourceHistory(course: options.course)
    }

    /// Waits for something to happen, and does what follows from it.
    func work() {
        let isAtWork = isPublishing || lessons.contains { $0.isWaiting || $0.control != nil }
        let messages = mailbox.take(patience: isAtWork || isPublished || site == nil ? nil : Self.calm)
        do {
            if messages.isEmpty { return publish() }
            for message in messages { handle(message) }
            try read(messages)
            try show()
            try startRuns()
        } catch {
            tell(.failed(error))
        }
    }

    // MARK: Reading

    /// Reads the course again if any message says that it changed.
    private func read(_ messages: [LiveCourse.Message]) throws {
        var paths: Set<String>? = []
        var hasChanged = false
        for case .changed(let some) in messages {
            hasChanged = true
            if let some { paths?.formUnion(some) } else { paths = nil }
        }
        guard hasChanged else { return }
        let folder = try readFolder()
        // A change of a lesson's text is seen in the text.
        let others = paths.map { $0.filter { !$0.hasSuffix(".md") } }
        if others?.isEmpty != true { pixels = folder.pixels }
        let run = try courseRun()
        let before = Dictionary(lessons.map { ($0.lesson.name, $0) }, uniquingKeysWith: { first, _ in first })
        lessons = folder.lessons.map { lesson in
            guard var live = before[lesson.name] else {
                return LiveLesson(lesson, run.plan(lesson, in: options.course), number: nextNumber())
            }
            if let others, !live.plan.files.isDisjoint(with: others) { live.control?.interrupt() }
            if others?.isEmpty != true || live.lesson.source != lesson.source {
                live.take(lesson, run.plan(lesson, in: options.course), number: nextNumber())
            }
            return live
        }
        forget(before.keys.filter { name in !folder.lessons.contains { $0.name == name } }.compactMap { before[$0] })
        try setSite(folder)
    }

    /// An editor that saves in place empties a file first. Whoever looks in between would see a lesson without text, and
    /// throw away the page that its reader stands in, so such a lesson gets a moment to be written.
    private func readFolder() throws -> CourseFolder {
        let full = Set(lessons.filter { !$0.lesson.source.isEmpty }.map(\.lesson.name))
        var folder = try CourseFolder(options.course, known: lessons.map(\.lesson))
        var patience = 12
        while patience > 0, folder.lessons.contains(where: { $0.source.isEmpty && full.contains($0.name) }) {
            patience -= 1
            usleep(3_000)
            folder = try CourseFolder(options.course, known: folder.lessons)
        }
        return folder
    }

    /// Ends what still goes on for lessons that are gone.
    private func forget(_ gone: [LiveLesson]) {
        for control in gone.compactMap(\.control) {
            control.interrupt()
            orphans.append(control)
        }
        if !gone.isEmpty { run?.forgetSessions(except: Set(lessons.map(\.lesson.name))) }
    }

    private func setSite(_ folder: CourseFolder) throws {
        let toolchain = try knownToolchain()
        let before = site
        let site = CourseSite(
            folder, pixels: pixels, store: store, compiler: CompilerVersion(toolchain, store), before: before)
        if site.map != before?.map { for index in lessons.indices { lessons[index].forgetPage() } }
        self.site = site
        if isPublished, lessons.contains(where: { $0.published == nil }) || self.frame(of: site) != frame {
            (began, count, isPublished) = (Date(), CourseBuild.Summary(), false)
        }
    }

    /// The number of the next plan.
    func nextNumber() -> Int {
        planCount += 1
        return planCount
    }

    // MARK: Showing

    /// Brings the pages that readers see up to date.
    private func show() throws {
        guard let site else { return }
        let changed = lessons.indices.filter { lessons[$0].shown == nil }
        for index in changed {
            let live = lessons[index]
            lessons[index].shown = site.page(
                of: live.lesson, live.visible, makesDownloads: false, decorate: live.decorate)
        }
        let pages = lessons.compactMap(\.shown?.page)
        let frame = frame(of: site)
        guard frame != self.frame || !changed.isEmpty else { return }
        revision += 1
        if frame != self.frame {
            self.frame = frame
            tell(.site(try site.files(pages, history: history, threads: options.jobs)))
        } else {
            tell(.pages(site.files(pages, only: changed, history: history)))
        }
        tell(.problems(problems))
    }

    /// What all pages have from each other, and what the site has besides pages.
    private struct Frame: Equatable {
        var course: Course
        var files: Set<String>
        var pages: [String]
        var shown: [Set<String>]
        var hasMath: Bool
        var hasReferences: Bool
    }

    private func frame(of site: CourseSite) -> Frame {
        let pages = lessons.compactMap(\.shown?.page)
        return Frame(
            course: site.folder.course, files: site.folder.files, pages: pages.flatMap { [$0.path, $0.title] },
            shown: pages.map(\.files), hasMath: pages.contains(where: \.hasMath),
            hasReferences: pages.contains { !$0.cited.isEmpty })
    }

    var problems: [Diagnostic] {
        site?.diagnostics(lessons.map(\.outcomes), found: lessons.flatMap { $0.shown?.problems ?? [] }) ?? []
    }

    // MARK: What is made once

    func knownToolchain() throws -> Toolchain {
        if let toolchain { return toolchain }
        let new = try Toolchain()
        toolchain = new
        return new
    }

    func courseRun() throws -> CourseRun {
        if let run { return run }
        let new = try CourseRun(
            toolchain: try knownToolchain(), store: store,
            options: CourseRun.Options(jobs: options.jobs, timeout: 0, keepsSessions: true)
        ) { _ in }
        run = new
        return new
    }
}
