import Foundation
import Kernel
import Notebook
import Renderer

/// A course that is shown while it is written: after each change its pages follow at once, with what is known and what
/// is out of date told apart; then the cells run that have to, and each shows as it ends. The site on the disk follows
/// when all of them have.
public final class LiveCourse: Sendable {
    /// What is told of it, always from one thread.
    public enum Event: Sendable {
        /// All files of the site, as a reader should see them now.
        case site([SiteFile])
        /// Some of them; the others stay.
        case pages([SiteFile])
        /// What is known to be wrong now.
        case problems([Diagnostic])
        /// A cell runs.
        /// - cell: its place among the cells of the lesson as it is now.
        /// - progress: how far it has come, as JSON, once it says so.
        case running(lesson: String, cell: Int, progress: String?)
        /// No cell of the lesson runs.
        case resting(lesson: String)
        /// Everything is up to date, and the site stands on the disk.
        case finished(CourseBuild.Summary)
        case failed(any Error)
    }

    let mailbox = Mailbox<Message>()
    private let options: CourseBuild.Options

    /// What can happen.
    enum Message: Sendable {
        /// Files of the course changed; nil when it is not known which.
        case changed(Set<String>?)
        case event(LessonVersion, CourseRun.Event)
        /// A run of a lesson came to its end, was interrupted, or could not be done.
        case over(LessonVersion, RunControl, Result<Bool, any Error>)
        /// What was shown at a revision stands on the disk, or could not be written there.
        case published(revision: Int, Result<Publication, any Error>)
    }

    public init(_ options: CourseBuild.Options) { self.options = options }

    /// Follows the course from now on, on threads of its own.
    /// - Parameters:
    ///   - report: told what happens to each cell that runs, from several threads.
    ///   - tell: told what becomes of the site.
    public func start(
        report: @escaping @Sendable (CourseRun.Event) -> Void, tell: @escaping @Sendable (Event) -> Void
    ) {
        let (options, mailbox) = (options, mailbox)
        mailbox.put(.changed(nil))
        let thread = Thread {
            let desk = LiveDesk(options, mailbox, report: report, tell: tell)
            while true { desk.work() }
        }
        thread.stackSize = 16 << 20
        thread.start()
    }

    /// Tells that files changed.
    /// - Parameter paths: which, by whole path; nil when that is not known.
    public func changed(_ paths: Set<String>?) { mailbox.put(.changed(paths)) }
}

/// A site as it was written to the disk.
struct Publication: Sendable {
    var pages: [String: Page]
    /// The same site as readers of the preview see it.
    var shown: [SiteFile]
    var history: SourceHistory
}

/// A lesson at one moment, as a run sees it.
struct LessonVersion: Sendable {
    var lesson: Lesson
    var number: Int
    var recipes: [ContentHash]
}
