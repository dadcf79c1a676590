import Foundation
import Notebook
import Synchronization
import Testing

@testable import Kernel

/// A course run that keeps its processes goes on from the newest snapshot that an edit left true.
struct SessionTests {
    private let kept = KeptRun()

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
        defer { kept.remove() }
        let run = try kept.make()
        #expect(text(try run.run([lesson("print(a, b)")], in: kept.root)) == "1 2\n")
        #expect(text(try run.run([lesson("print(b, a)")], in: kept.root)) == "2 1\n")
        #expect(text(try run.run([lesson("print(a, b)", middle: "let b = a + 5")], in: kept.root)) == "1 6\n")
        #expect(text(try run.run([lesson("a * 10 + b", middle: "let b = a + 5")], in: kept.root)) == "16\n")
        #expect(kept.executions == 1)
    }

    @Test func anErrorIsMendedFromTheSnapshotBeforeIt() throws {
        defer { kept.remove() }
        let run = try kept.make()
        #expect(text(try run.run([lesson("[a][b]")], in: kept.root)).hasPrefix("14: Index out of range"))
        #expect(text(try run.run([lesson("let c: Int = \"\"")], in: kept.root)).hasPrefix("14: cannot convert"))
        #expect(text(try run.run([lesson("[a][b - 2]")], in: kept.root)) == "1\n")
        #expect(kept.executions == 1)
    }

    @Test func whatARunningThreadKeepsFromBeingASnapshotIsRunAgain() throws {
        defer { kept.remove() }
        let run = try kept.make()
        let middle = "import Foundation\nlet thread = Thread { sleep(30) }\nthread.start()\nlet b = a + 1"
        #expect(text(try run.run([lesson("print(a, b)", middle: middle)], in: kept.root)) == "1 2\n")
        #expect(text(try run.run([lesson("print(b, a)", middle: middle)], in: kept.root)) == "2 1\n")
        #expect(kept.executions == 1)
    }

    /// A snapshot before an edited cell must not know what the cell declared before, though one behind it did.
    @Test func whatAnEditTookAwayIsGone() throws {
        defer { kept.remove() }
        let run = try kept.make()
        #expect(text(try run.run([lesson("print(a, b)")], in: kept.root)) == "1 2\n")
        #expect(text(try run.run([lesson("print(b, a)")], in: kept.root)) == "2 1\n")
        let found = text(try run.run([lesson("print(b, a)", middle: "let c = a + 1")], in: kept.root))
        #expect(found.contains("cannot find 'b' in scope"), Comment(rawValue: found))
    }
}
