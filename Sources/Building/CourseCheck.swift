import Foundation
import Kernel
import Notebook
import Renderer

/// Reads a course and says what is wrong with it, without running a cell or writing a page.
public struct CourseCheck: Sendable {
    private let course: String
    private let lessons: Set<String>
    private let jobs: Int

    /// - Parameters:
    ///   - course: the folder in which `lessons/` is.
    ///   - lessons: what to tell of; all of it when it is empty.
    ///   - jobs: how many lessons are checked side by side.
    public init(course: String, lessons: Set<String> = [], jobs: Int) {
        self.course = course
        self.lessons = lessons
        self.jobs = jobs
    }

    /// What was looked at, and what is wrong there.
    public func run() throws -> CourseBuild.Summary {
        let start = Date()
        let folder = try CourseFolder(course)
        try folder.require(lessons)
        let store = Store(folder: course + "/.lessons")
        let toolchain = try Toolchain()
        let check = try LessonCheck(toolchain: toolchain, store: store)
        let site = CourseSite(folder, pixels: folder.pixels, store: store, compiler: CompilerVersion(toolchain, store))
        let chosen = folder.lessons.filter { lessons.isEmpty || lessons.contains($0.name) }
        let found = chosen.indices.mapSideBySide(threads: jobs) { index in
            Result {
                let lesson = chosen[index]
                let cells = try check.diagnostics(of: lesson, in: course)
                return cells + site.page(of: lesson, lesson.cells.map { _ in nil }).problems
            }
        }
        var summary = CourseBuild.Summary(lessons: chosen.count)
        let none: [[Outcome?]] = folder.lessons.map { $0.cells.map { _ in nil } }
        let all = site.diagnostics(none, found: try found.flatMap { try $0.get() })
        let files = Set(chosen.map(\.file))
        summary.diagnostics = lessons.isEmpty ? all : all.filter { files.contains($0.file) }
        summary.seconds = Date().timeIntervalSince(start)
        return summary
    }
}
