import Foundation
import Kernel
import Notebook
import Renderer

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
        var summary = CourseBuild.Summary(lessons: content.lessons)
        summary.diagnostics = content.warnings
        return summary
    }

    /// Keeps what a build found, if the next one may go by it.
    func keep(_ cells: [CourseRun.CellPlace], _ summary: CourseBuild.Summary, _ run: CourseRun.Result) {
        guard !summary.hasErrors, !run.hasUncachedCells else { return }
        let environment = run.environment.map { ($0, ProcessInfo.processInfo.environment[$0]) }
        let content = Content(
            began: began, inputs: withReadings(Array(run.files)), outputs: FileState.tree(output),
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

/// What tells whether a file is still the one it was.
struct FileState: Codable, Hashable {
    var size: Int
    /// Nanoseconds since 1970 of the last change of its content or of anything else about it.
    var changed: Int
    var number: UInt64

    /// Nanoseconds that the system's clock for files may lag behind.
    static let grain = 20_000_000

    /// A file that is not there has a state too.
    /// - Parameter isListed: whether a folder's names count, which nobody else looks at.
    init(_ path: String, isListed: Bool = false) {
        var status = stat()
        if stat(path, &status) == 0 {
            self.init(status, isListed: isListed)
        } else {
            self.init(size: -1, changed: 0, number: 0)
        }
    }

    private init(size: Int, changed: Int, number: UInt64) {
        (self.size, self.changed, self.number) = (size, changed, number)
    }

    private init(_ status: stat, isListed: Bool) {
        let isFolder = status.st_mode & S_IFMT == S_IFDIR && !isListed
        // Every change inside a folder whose tree is compared is seen at the file, or at the list of names.
        size = isFolder ? 0 : Int(status.st_size)
        changed = isFolder ? 0 : status.st_ctim.tv_sec * 1_000_000_000 + status.st_ctim.tv_nsec
        number = UInt64(status.st_ino)
    }

    static func now() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }

    /// Everything in a folder and below, by path.
    static func tree(_ folder: String) -> [String: FileState] {
        var all: [String: FileState] = [:]
        var folders = [folder]
        while let folder = folders.popLast(), let handle = opendir(folder) {
            defer { closedir(handle) }
            all[folder] = FileState(folder)
            while let entry = readdir(handle) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                if name == "." || name == ".." { continue }
                let path = folder + "/" + name
                if entry.pointee.d_type == DT_DIR { folders.append(path) } else { all[path] = FileState(path) }
            }
        }
        return all
    }

    /// The program and what it ships.
    static var program: [String: FileState] {
        let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        var all = tree(Assets.folder)
        for path in [own, MathRenderer.findLibrary().map { $0 + "/katex.min.js" } ?? ""] where !path.isEmpty {
            all[path] = FileState(path)
        }
        return all
    }
}
