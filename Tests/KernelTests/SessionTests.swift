import Foundation
import Notebook
import Synchronization
import Testing

@testable import Kernel

/// A course run that keeps its processes goes on from the newest snapshot that an edit left true.
struct SessionTests {
    private let root = FileManager.default.temporaryDirectory.path + "/lessons-session-\(UUID().uuidString)"

    /// A lesson whose first cell leaves a trace in a file each time it is executed.
    private func lesson(_ last: String, middle: String = "let b = a + 1") -> Lesson {
        LessonReader.read(
            """
            ```swift
            //| label: first
            let file = fopen("../executed", "a")
            fputs("first\\n", file)
            fclose(file)
            let a = 1
            ```
            ```swift
            //| label: middle
            \(middle)
            ```
            ```swift
            //| label: last
            \(last)
            ```
            """, file: "lessons/one.md")
    }

    private var executions: Int {
        (try? String(contentsOfFile: root + "/executed", encoding: .utf8))?.split(separator: "\n").count ?? 0
    }

    private func makeRun() throws -> CourseRun {
        try FileManager.default.createDirectory(atPath: root + "/lessons", withIntermediateDirectories: true)
        return try CourseRun(
            toolchain: try Toolchain(program: Self.program), store: Store(folder: root + "/.lessons"),
            options: CourseRun.Options(jobs: 1, timeout: 60, keepsSessions: true)
        ) { _ in }
    }

    private func text(_ result: CourseRun.Findings) -> String {
        result.outcomes[0].compactMap { $0 }.flatMap(\.outputs).map { output in
            switch output {
            case .text(_, let text): text
            case .display(let display): display.plainText + "\n"
            case .error(let error): "\(error.line): \(error.message)\n"
            }
        }.joined()
    }

    @Test func anEditRunsFromTheSnapshotBeforeIt() throws {
        defer { try? FileManager.default.removeItem(atPath: root) }
        let run = try makeRun()
        #expect(text(try run.run([lesson("print(a, b)")], in: root)) == "1 2\n")
        #expect(text(try run.run([lesson("print(b, a)")], in: root)) == "2 1\n")
        #expect(text(try run.run([lesson("print(a, b)", middle: "let b = a + 5")], in: root)) == "1 6\n")
        #expect(text(try run.run([lesson("a * 10 + b", middle: "let b = a + 5")], in: root)) == "16\n")
        #expect(executions == 1)
    }

    @Test func anErrorIsMendedFromTheSnapshotBeforeIt() throws {
        defer { try? FileManager.default.removeItem(atPath: root) }
        let run = try makeRun()
        #expect(text(try run.run([lesson("[a][b]")], in: root)).hasPrefix("14: Index out of range"))
        #expect(text(try run.run([lesson("let c: Int = \"\"")], in: root)).hasPrefix("14: cannot convert"))
        #expect(text(try run.run([lesson("[a][b - 2]")], in: root)) == "1\n")
        #expect(executions == 1)
    }

    @Test func whatARunningThreadKeepsFromBeingASnapshotIsRunAgain() throws {
        defer { try? FileManager.default.removeItem(atPath: root) }
        let run = try makeRun()
        let middle = "import Foundation\nlet thread = Thread { sleep(30) }\nthread.start()\nlet b = a + 1"
        #expect(text(try run.run([lesson("print(a, b)", middle: middle)], in: root)) == "1 2\n")
        #expect(text(try run.run([lesson("print(b, a)", middle: middle)], in: root)) == "2 1\n")
        #expect(executions == 1)
    }

    /// A snapshot before an edited cell must not know what the cell declared before, though one behind it did.
    @Test func whatAnEditTookAwayIsGone() throws {
        defer { try? FileManager.default.removeItem(atPath: root) }
        let run = try makeRun()
        #expect(text(try run.run([lesson("print(a, b)")], in: root)) == "1 2\n")
        #expect(text(try run.run([lesson("print(b, a)")], in: root)) == "2 1\n")
        let found = text(try run.run([lesson("print(b, a)", middle: "let c = a + 1")], in: root))
        #expect(found.contains("cannot find 'b' in scope"), Comment(rawValue: found))
    }

    /// The program that the package builds beside its tests.
    static let program: String = {
        let tests = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundleURL
        return (tests?.deletingLastPathComponent() ?? Bundle.main.bundleURL).appendingPathComponent("lessons").path
    }()
}
