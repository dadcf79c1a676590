import Foundation
import Testing

/// A failure that the environment caused does not outlive its cause.
struct EnvironmentTests {
    private let course: TestCourse

    init() throws { course = try TestCourse() }

    /// Builds a lesson of one cell that fails, mends the environment, and builds again without an edit.
    private func fails(_ cell: String, until mend: () throws -> Void, reason: String) throws {
        try course.lesson("one", "```swift\n\(cell)\n```\n")
        #expect(try course.build().status == 1)
        try mend()
        let result = try course.build("--explain")
        #expect(result.status == 0, Comment(rawValue: result.stderr))
        #expect(result.stderr.contains("(\(reason))"), Comment(rawValue: result.stderr))
        #expect(try course.page("one").contains("a whole line"))
    }

    @Test func aMissingFileAppears() throws {
        try fails(
            "import Foundation\nprint(try String(contentsOfFile: \"data/a.txt\", encoding: .utf8))",
            until: { try course.write("lessons/data/a.txt", "a whole line") }, reason: "data/a.txt changed")
    }

    @Test func aFileThatIsOnlyAskedForAppears() throws {
        try fails(
            "import Foundation\nprecondition(FileManager.default.fileExists(atPath: \"data/a.txt\"), \"fetch it first\")\nprint(\"a whole line\")",
            until: { try course.write("lessons/data/a.txt", "any") }, reason: "data/a.txt changed")
    }

    @Test func aDamagedFileIsMended() throws {
        try course.write("lessons/data/a.txt", "half a l")
        try fails(
            """
            import Foundation
            let text = try String(contentsOfFile: "data/a.txt", encoding: .utf8)
            precondition(text.hasSuffix("line"))
            print(text)
            """, until: { try course.write("lessons/data/a.txt", "a whole line") }, reason: "data/a.txt changed")
    }

    @Test func aFolderGetsItsFile() throws {
        try fails(
            """
            import Foundation
            let names = try FileManager.default.contentsOfDirectory(atPath: "data")
            print(names[0] == "b.txt" ? "a whole line" : "")
            """, until: { try course.write("lessons/data/b.txt", "any") }, reason: "data changed")
    }

    @Test func aSlowMachineIsFastAgain() throws {
        // The cell tells the two builds apart by a file that it does not read.
        let mark = course.root.appendingPathComponent("mark").path
        try fails(
            "//| timeout: 1\nif mkdir(\"\(mark)\", 0o700) == 0 { sleep(30) }\nprint(\"a whole line\")", until: {},
            reason: "it was stopped last time")
    }

    @Test func whoeverKilledTheCellIsGone() throws {
        let mark = course.root.appendingPathComponent("mark").path
        try fails(
            "if mkdir(\"\(mark)\", 0o700) == 0 { kill(getpid(), SIGKILL) }\nprint(\"a whole line\")", until: {},
            reason: "it was stopped last time")
    }
}
