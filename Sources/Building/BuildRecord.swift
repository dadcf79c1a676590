import Foundation
import Kernel
import Notebook

/// What a build without errors went by and what it left, so that the next one sees at a glance whether anything changed.
///
/// Files go by their size, times and number in the file system, as in git's index. A file that changed about when the
/// build began may have been read before or after, so a record with such a file counts for nothing.
struct BuildRecord {
    private struct Content: Codable {
        /// Nanoseconds since 1970 when the build began.
        var began: Int
        /// What the files were, by whole path.
        var inputs: [String: FileState]
        var outputs: [String: FileState]
        /// The variables of the environment that cells read, and what they were.
        var environment: [String: String?]
        var cells: [CourseRun.CellPlace]
        var lessons: Int
        var warnings: [Diagnostic]
    }

    private let course: String
    private let output: String
    private let store: Store
    private let key: ContentHash
    private let began = FileState.now()
    /// What the course's and the program's files are as the build begins.
    private let inputs: [String: FileState]

    init(course: String, output: String, toolchain: Toolchain, store: Store) {
        self.course = course
        self.output = output
        self.store = store
        let date = ProcessInfo.processInfo.environment["SOURCE_DATE_EPOCH"] ?? "-"
        key = ContentHash(parts: [
            "build", URL(fileURLWithPath: course).standardized.path, URL(fileURLWithPath: output).standardized.path,
            toolchain.fingerprint.description, date, GitHead.commit(of: course),
        ])
        inputs = FileState.tree(course + "/lessons").merging(FileState.program) { first, _ in first }
    }

    /// Reports every cell as kept, and returns the summary, if a build now would find and leave everything as it is.
    func replay(_ report: (CourseRun.Event) -> Void) -> CourseBuild.Summary? {
        guard let content: Content = store.build(for: key) else { return nil }
        let limit = content.began - FileState.grain
        guard content.inputs.values.allSatisfy({ $0.changed < limit }),
            content.environment.allSatisfy({ ProcessInfo.processInfo.environment[$0.key] == $0.value }),
            content.inputs == withReadings(Array(content.inputs.keys)), content.outputs == FileState.tree(output)
        else { return nil }
        for cell in content.cells {
            report(.ended(CourseRun.CellReport(place: cell, state: .kept, seconds: 0, reason: "kept")))
        }
        var summary = CourseBuild.Summary(lessons: content.lessons, kept: content.cells.count)
        summary.diagnostics = content.warnings
        return summary
    }

    /// Keeps what a build found, if the next one may go by it.
    func keep(_ cells: [CourseRun.CellPlace], _ summary: CourseBuild.Summary, _ findings: CourseRun.Findings) {
        guard !summary.hasErrors, !findings.hasUncachedCells else { return }
        let environment = findings.environment.map { ($0, ProcessInfo.processInfo.environment[$0]) }
        let content = Content(
            began: began, inputs: withReadings(Array(findings.files)), outputs: FileState.tree(output),
            environment: Dictionary(uniqueKeysWithValues: environment), cells: cells, lessons: summary.lessons,
            warnings: summary.diagnostics)
        // Without it the next build only takes longer.
        try? store.put(build: content, for: key)
    }

    private func withReadings(_ files: [String]) -> [String: FileState] {
        var all = inputs
        for file in files where all[file] == nil { all[file] = FileState(file, isListed: true) }
        return all
    }
}
