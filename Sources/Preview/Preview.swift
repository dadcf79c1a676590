import Building
import Foundation
import Kernel
import Notebook
import Renderer

/// The course as a site that follows its sources, and open pages that follow the site.
public final class Preview: Sendable {
    private let options: CourseBuild.Options
    private let editor: Editor?
    private let site: ServedSite
    private let broadcast = Broadcast()
    /// What a page must know to have something done; new each time, so that no page of another day knows it.
    private let token = (0..<4).map { _ in String(UInt64.random(in: .min ... .max), radix: 36) }.joined()
    private let report: @Sendable (CourseRun.Event) -> Void
    private let finish: @Sendable (CourseBuild.Summary) -> Void
    private let fail: @Sendable (String) -> Void

    /// - Parameters:
    ///   - editor: what opens places of lessons; nil leaves that to the browser, with links that Visual Studio Code takes.
    ///   - report: told what happens to each cell, from several threads.
    ///   - finish: told what was done, each time that everything is up to date.
    ///   - fail: told why something could not be done.
    public init(
        _ options: CourseBuild.Options, editor: Editor?, report: @escaping @Sendable (CourseRun.Event) -> Void,
        finish: @escaping @Sendable (CourseBuild.Summary) -> Void, fail: @escaping @Sendable (String) -> Void
    ) {
        self.options = options
        self.editor = editor
        self.report = report
        self.finish = finish
        self.fail = fail
        site = ServedSite(token: editor == nil ? nil : token)
    }

    /// Serves until the program ends.
    /// - Parameter ready: told the address, when pages can be asked for.
    public func run(port: UInt16, ready: @escaping @Sendable (String) -> Void) async throws {
        site.replace(with: lastSite())
        let library = Library(program: Toolchain.ownProgram)
        // Both watch before the course is read, so that no change falls between.
        let watcher = try Watcher([options.course + "/lessons"])
        let libraryWatcher = library.folders.isEmpty ? nil : try Watcher(library.folders)
        let course = LiveCourse(options)
        course.start(report: report) { [self] event in tell(event) }
        Thread.detachNewThread { while true { course.changed(watcher.wait()) } }
        if let libraryWatcher {
            Thread.detachNewThread { [self] in
                while true {
                    guard let notice = libraryWatcher.wait().flatMap(library.notice) else { continue }
                    send(Message.Notice(text: notice), kind: "notice")
                    fail(notice)
                }
            }
        }
        let server = PreviewServer(site: site, broadcast: broadcast, token: token) { [editor, options] place in
            editor?.open(place, in: options.course) ?? false
        }
        try await server.run(port: port) { ready("http://localhost:\($0)/") }
    }

    /// The site as the last build left it, so that there is something to read at once.
    private func lastSite() -> [SiteFile] {
        let manifest = options.output + "/" + Publisher.manifestName
        guard let text = try? String(contentsOfFile: manifest, encoding: .utf8) else { return [] }
        return text.split(separator: "\n").compactMap { path in
            let file = options.output + "/" + path
            // Nothing that leads out of the folder, whatever somebody put there.
            let type = try? FileManager.default.attributesOfItem(atPath: file)[.type] as? FileAttributeType
            guard type == .typeRegular, !path.split(separator: "/").contains("..") else { return nil }
            return FileManager.default.contents(atPath: file).map { SiteFile(path: String(path), bytes: Array($0)) }
        }
    }

    private func tell(_ event: LiveCourse.Event) {
        switch event {
        case .site(let files): tell(changed: site.replace(with: files))
        case .pages(let files): tell(changed: site.update(files))
        case .problems(let problems): send(Message.Problems(problems, root: options.course), kind: "problems")
        case .running(let lesson, let cell, let json):
            let progress = json.flatMap(CourseRun.Progress.init)
            send(Message.Running(lesson: lesson, cell: cell, progress: progress), kind: "running \(lesson)")
        case .resting(let lesson): send(Message.Running(lesson: lesson), kind: "running \(lesson)")
        case .finished(let summary):
            send(Message.Status(state: "idle"), kind: "status")
            finish(summary)
        case .failed(let error):
            send(Message.Status(state: "failed", text: "\(error)"), kind: "status")
            fail("\(error)")
        }
    }

    private func tell(changed pages: [String]) {
        guard !pages.isEmpty else { return }
        send(Message.Status(state: "working"), kind: "status")
        send(Message.Pages(pages: pages), kind: nil)
    }

    private func send(_ message: some Encodable, kind: String?) {
        guard let data = try? JSONEncoder().encode(message) else { return }
        broadcast.send(String(decoding: data, as: UTF8.self), kind: kind)
    }
}
