import Building
import Foundation
import Kernel
import Notebook
import Renderer
import Synchronization

/// The course as a site that follows its sources: built again after every change, and patched in open pages.
public final class Preview: Sendable {
    private let options: CourseBuild.Options
    private let site = ServedSite()
    private let broadcast = Broadcast()
    private let report: @Sendable (CourseRun.Event) -> Void
    private let finish: @Sendable (CourseBuild.Summary) -> Void
    private let fail: @Sendable (any Error) -> Void

    /// - Parameters:
    ///   - report: told what happens to each cell, from several threads.
    ///   - finish: told what each build did.
    ///   - fail: told why a build could not be done.
    public init(
        _ options: CourseBuild.Options, report: @escaping @Sendable (CourseRun.Event) -> Void,
        finish: @escaping @Sendable (CourseBuild.Summary) -> Void, fail: @escaping @Sendable (any Error) -> Void
    ) {
        self.options = options
        self.report = report
        self.finish = finish
        self.fail = fail
    }

    /// Serves until the program ends.
    /// - Parameter ready: told the address, when pages can be asked for.
    public func run(port: UInt16, ready: @escaping @Sendable (String) -> Void) async throws {
        site.replace(with: lastSite())
        let watcher = try Watcher(options.course + "/lessons")
        // The builds block; they have a thread to themselves.
        Thread.detachNewThread { [self] in
            let build = CourseBuild(options) { [self] event in
                report(event)
                tell(event)
            }
            while true {
                self.build(build)
                watcher.wait()
            }
        }
        try await PreviewServer(site: site, broadcast: broadcast).run(port: port) { ready("http://localhost:\($0)/") }
    }

    /// The site as the last build left it, so that there is something to read at once.
    private func lastSite() -> [SiteFile] {
        let manifest = options.output + "/" + Publisher.manifestName
        guard let text = try? String(contentsOfFile: manifest, encoding: .utf8) else { return [] }
        return text.split(separator: "\n").compactMap { path in
            FileManager.default.contents(atPath: options.output + "/" + path).map {
                SiteFile(path: String(path), bytes: Array($0))
            }
        }
    }

    private func build(_ build: CourseBuild) {
        do {
            var changed: [String] = []
            let summary = try build.run { changed = site.replace(with: $0) }
            finish(summary)
            send(Message.Problems(summary.diagnostics, root: options.course), kind: "problems")
            send(Message.Status(event: "idle", text: ""), kind: "status")
            if !changed.isEmpty { send(Message.Pages(pages: changed), kind: nil) }
        } catch {
            fail(error)
            send(Message.Status(event: "failed", text: "\(error)"), kind: "status")
        }
    }

    private func tell(_ event: CourseRun.Event) {
        guard case .started(let place) = event else { return }
        send(Message.Status(event: "running", text: "\(place.lesson): \(place.cell)"), kind: "status")
    }

    private func send(_ message: some Encodable, kind: String?) {
        guard let data = try? JSONEncoder().encode(message) else { return }
        broadcast.send(String(decoding: data, as: UTF8.self), kind: kind)
    }
}

/// What open pages are told.
private enum Message {
    struct Status: Encodable {
        /// `running`, `idle` or `failed`.
        var event: String
        var text: String
    }

    struct Pages: Encodable {
        var event = "pages"
        var pages: [String]
    }

    struct Problems: Encodable {
        struct Problem: Encodable {
            var severity: String
            var place: String
            var message: String
            /// Opens the place in an editor.
            var link: String
        }

        var event = "problems"
        var problems: [Problem]

        init(_ diagnostics: [Diagnostic], root: String) {
            problems = diagnostics.map { diagnostic in
                let place = "\(diagnostic.file):\(diagnostic.line):\(max(1, diagnostic.column))"
                return Problem(
                    severity: diagnostic.severity.rawValue, place: place, message: diagnostic.message,
                    link: "vscode://file\(root)/\(place)")
            }
        }
    }
}
