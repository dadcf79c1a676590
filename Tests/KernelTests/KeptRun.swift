import Foundation
import Testing

@testable import Kernel

/// A folder for a course, and a run in it that keeps its processes.
struct KeptRun {
    let root = FileManager.default.temporaryDirectory.path + "/lessons-kept-\(UUID().uuidString)"

    func make() throws -> CourseRun {
        try FileManager.default.createDirectory(atPath: root + "/lessons", withIntermediateDirectories: true)
        return try CourseRun(
            toolchain: try Toolchain(program: Self.program), store: Store(folder: root + "/.lessons"),
            options: CourseRun.Options(jobs: 1, timeout: 60, keepsSessions: true)
        ) { _ in }
    }

    func remove() { try? FileManager.default.removeItem(atPath: root) }

    /// How often a cell has run that adds a line to this file each time.
    var executions: Int {
        (try? String(contentsOfFile: root + "/executed", encoding: .utf8))?.split(separator: "\n").count ?? 0
    }

    /// The program that the package builds beside its tests.
    static let program: String = {
        let tests = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundleURL
        return (tests?.deletingLastPathComponent() ?? Bundle.main.bundleURL).appendingPathComponent("lessons").path
    }()
}
