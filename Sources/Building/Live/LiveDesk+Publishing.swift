import Foundation
import Kernel
import Notebook
import Renderer

// The site on the disk, which follows what readers see.
extension LiveDesk {
    /// Writes the site to the disk, on a thread of its own: the next change need not wait for it.
    func publish() {
        guard let site else { return }
        isPublishing = true
        if count.ran + count.failed > 0 { store.trim() }
        let (revision, options, mailbox, lessons) = (revision, options, mailbox, lessons.map(Finished.init))
        let thread = Thread {
            let result = Result { try Self.write(site, lessons, options) }
            mailbox.put(.published(revision: revision, result))
        }
        thread.stackSize = 16 << 20
        thread.start()
    }

    /// What of a lesson goes to the disk.
    private struct Finished: Sendable {
        var lesson: Lesson
        var outcomes: [Outcome?]
        var shown: Page?
        var published: Page?

        init(_ live: LiveLesson) {
            (lesson, outcomes, shown, published) = (live.lesson, live.outcomes, live.shown?.page, live.published)
        }
    }

    private static func write(
        _ site: CourseSite, _ lessons: [Finished], _ options: CourseBuild.Options
    ) throws -> Publication {
        let history = SourceHistory(course: options.course)
        let pages = lessons.map { $0.published ?? site.page(of: $0.lesson, $0.outcomes).page }
        let files = try site.files(pages, history: history, threads: options.jobs)
        try Publisher().publish(files, to: URL(fileURLWithPath: options.output))
        // What can be downloaded is made only now.
        let shown = zip(lessons, pages).compactMap { lesson, page in
            lesson.shown.map { shown in
                var shown = shown
                shown.downloads = page.downloads
                return shown
            }
        }
        return Publication(
            pages: Dictionary(zip(lessons.map(\.lesson.name), pages), uniquingKeysWith: { first, _ in first }),
            shown: try site.files(shown, history: history, threads: options.jobs),
            history: history)
    }

    func end(publication result: Result<Publication, any Error>, of revision: Int) {
        isPublishing = false
        // Something has changed since, and is published next.
        guard revision == self.revision else { return }
        isPublished = true
        switch result {
        case .failure(let error): tell(.failed(error))
        case .success(let publication):
            history = publication.history
            for index in lessons.indices { lessons[index].published = publication.pages[lessons[index].lesson.name] }
            tell(.site(publication.shown))
            tell(.finished(summary))
        }
    }

    private var summary: CourseBuild.Summary {
        var summary = count
        summary.lessons = lessons.count
        let known = lessons.reduce(0) { $0 + $1.outcomes.count { $0 != nil } }
        summary.kept = known - count.ran - count.failed - count.skipped
        summary.diagnostics = problems
        summary.seconds = Date().timeIntervalSince(began)
        return summary
    }
}
