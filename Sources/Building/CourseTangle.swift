import Kernel
import Notebook

/// A course's cells as a Swift package beside what is stored of them, for language servers.
public struct CourseTangle {
    private let course: String

    /// - Parameter course: the folder in which `lessons/` is.
    public init(course: String) { self.course = course }

    /// Writes the package.
    /// - Returns: its folder, and how many lessons are in it.
    public func run() throws -> (folder: String, lessons: Int) {
        let lessons = try CourseFolder(course, includesDrafts: true).lessons
        let folder = course + "/.lessons/tangled"
        try Tangle(toolchain: try Toolchain(), folder: folder).write(lessons, in: course)
        return (folder, lessons.count { $0.cells.contains { $0.options.eval } })
    }
}
