import Foundation
import Notebook
import Synchronization
import Testing

@testable import Kernel

/// A run goes on as long as an edit leaves true what it does, and ends where it does not.
struct RunControlTests {
    private let kept = KeptRun()

    /// A lesson whose first cell waits for a file, and leaves a trace each time that it ends.
    private func lesson(_ last: String, first: String = "") -> Lesson {
        LessonReader.read(
            """
            ```swift
            //| label: first
            import Foundation
            while access("../go", F_OK) != 0 { usleep(1000) }
            let file = fopen("../executed", "a")
            fputs("first\\n", file)
            fclose(file)
            let a = 1
            \(first)
            ```
            ```swift
            //| label: last
            print(\(last))
            ```
            """, file: "lessons/one.md")
    }

    /// Runs a lesson; once its first cell runs, does something, and returns what ran and whether it was all.
    private func runLesson(
        _ lesson: Lesson, _ run: CourseRun, control: RunControl = RunControl(), whenRunning: @escaping () -> Void = {}
    ) throws -> (ran: [String], isComplete: Bool) {
        var ran: [String] = []
        let isComplete = try run.run(lesson, in: kept.root, timeout: 60, control: control) { event in
            switch event {
            case .started(let place) where place.cell == "first": whenRunning()
            case .ended(let report) where report.state == .ran: ran.append(report.place.cell)
            default: break
            }
        }
        return (ran, isComplete)
    }

    private func letGo() { _ = FileManager.default.createFile(atPath: kept.root + "/go", contents: nil) }

    @Test func anEditOfALateCellLetsTheEarlyOneEnd() throws {
        defer { kept.remove() }
        let (run, control) = (try kept.make(), RunControl())
        let edited = lesson("a + 1")
        let first = try runLesson(lesson("a"), run, control: control) {
            control.follow(Set(run.plan(edited, in: kept.root).recipes))
            letGo()
        }
        #expect(first.ran == ["first"] && !first.isComplete)
        #expect(run.plan(edited, in: kept.root).stale == [1])
        let second = try runLesson(edited, run)
        #expect(second.ran == ["last"] && second.isComplete)
        #expect(kept.executions == 1)
    }

    @Test func anEditOfTheCellThatRunsEndsIt() throws {
        defer { kept.remove() }
        let (run, control) = (try kept.make(), RunControl())
        let edited = lesson("a", first: "let b = 2")
        // Nothing lets the first cell go: only the interruption ends it.
        let first = try runLesson(lesson("a"), run, control: control) {
            control.follow(Set(run.plan(edited, in: kept.root).recipes))
        }
        #expect(first.ran.isEmpty && !first.isComplete)
        letGo()
        #expect(try runLesson(edited, run).ran == ["first", "last"])
        #expect(kept.executions == 1)
    }

    @Test func anEditOfProseDisturbsNothing() throws {
        defer { kept.remove() }
        let (run, control) = (try kept.make(), RunControl())
        let edited = LessonReader.read("Prose.\n\n" + lesson("a").source, file: "lessons/one.md")
        let first = try runLesson(lesson("a"), run, control: control) {
            control.follow(Set(run.plan(edited, in: kept.root).recipes))
            letGo()
        }
        #expect(first.ran == ["first", "last"] && first.isComplete)
        #expect(run.plan(edited, in: kept.root).stale.isEmpty)
    }

    @Test func aStaleCellShowsWhatItLeftBefore() throws {
        defer { kept.remove() }
        let run = try kept.make()
        letGo()
        _ = try runLesson(lesson("a"), run)
        let edited = run.plan(lesson("a + 1"), in: kept.root)
        #expect(edited.outcomes[1] == nil && edited.earlier[1]?.outputs == [.text(.stdout, "1\n")])
        // A cell that fails keeps what it left when it last came to its end.
        _ = try runLesson(lesson("a + missing"), run)
        let failed = run.plan(lesson("a + missing"), in: kept.root)
        #expect(failed.outcomes[1]?.state == .failed && failed.earlier[1]?.outputs == [.text(.stdout, "1\n")])
        let again = run.plan(lesson("a + 2"), in: kept.root)
        #expect(again.outcomes[1] == nil && again.earlier[1]?.outputs == [.text(.stdout, "1\n")])
    }

    @Test func unitsOfOutdatedRunsAreRemoved() throws {
        defer { kept.remove() }
        let run = try kept.make()
        letGo()
        for value in 1...4 { _ = try runLesson(lesson("a + \(value)"), run) }
        _ = try runLesson(lesson("missing"), run)
        let files = FileManager.default.enumerator(atPath: run.host.folder)?.compactMap { $0 as? String } ?? []
        // One with both cells, cut off behind the first, and one for the last edit that compiled.
        #expect(files.count { $0.hasSuffix(".so") } <= 2)
        #expect(files.count { $0.hasSuffix(".swift") } <= 2)
    }
}
