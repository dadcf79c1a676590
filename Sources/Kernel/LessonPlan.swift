import Foundation
import Notebook

/// What is known of a lesson's cells without running any.
public struct LessonPlan: Sendable {
    /// What holds; nil where a cell is not run, or has to run first.
    public var outcomes: [Outcome?]
    /// The cells that have to run.
    public var stale: Set<Int>
    /// What a stale cell, or one that failed, left before: the last time that it came to its end, if it ever did.
    public var earlier: [Int: Outcome]
    /// What each cell does, for `RunControl`: its source, and those of all it needs.
    public var recipes: [ContentHash]
    /// The files that cells read when they last ran, by whole path.
    public var files: Set<String>
}

extension CourseRun {
    /// Finds out what is known of a lesson and what would have to run.
    public func plan(_ lesson: Lesson, in root: String) -> LessonPlan {
        makeBuild(lesson, in: root) { _ in }.planOnly()
    }

    /// Runs the stale cells of one lesson.
    /// - Parameters:
    ///   - timeout: seconds a cell may take that does not say otherwise.
    ///   - control: may end the run; what has run until then stays.
    ///   - report: told what happens to each cell.
    /// - Returns: whether the run came to its end.
    public func run(
        _ lesson: Lesson, in root: String, timeout: Double, control: RunControl, report: @escaping (Event) -> Void
    ) throws -> Bool {
        let build = makeBuild(lesson, in: root, report: report)
        do {
            try build.run(on: host, timeout: timeout, control: control) { try session(of: lesson) }
            return true
        } catch is RunInterrupted {
            return false
        }
    }

    /// Ends the processes that are kept of lessons other than these.
    public func forgetSessions(except lessons: Set<String>) {
        sessions.withLock { $0.removeAll { !lessons.contains($0.lesson) } }
    }
}
