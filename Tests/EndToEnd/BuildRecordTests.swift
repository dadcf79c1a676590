import Foundation
import Testing

/// A build that finds nothing changed does nothing; whatever changed is noticed.
struct BuildRecordTests {
    private let course: TestCourse

    init() throws {
        course = try TestCourse()
        try course.write("lessons/data/numbers.txt", "1 2 3")
        try course.lesson(
            "one",
            """
            ---
            title: One
            ---

            ```swift
            let text = try! String(contentsOfFile: "data/numbers.txt", encoding: .utf8)
            print(text, environment("LESSONS_TEST_WORD") ?? "nothing")
            ```

            See [the other](two.md).
            """.replacingOccurrences(of: "let text", with: "import Foundation\nlet text"))
        try course.lesson("two", "---\ntitle: Two\n---\n\n```swift\n1 + 1\n```\n")
        #expect(try course.build().status == 0)
        // A file that is as young as the build's beginning may change unseen: such a build is not gone by.
        Thread.sleep(forTimeInterval: 0.05)
        #expect(try course.build().status == 0)
    }

    /// Whether the next build goes by the record, which it does only if it does not miss the outcomes.
    private func isUnchanged() throws -> Bool {
        let store = course.root.appendingPathComponent(".lessons")
        let (outcomes, away) = (store.appendingPathComponent("outcomes"), store.appendingPathComponent("away"))
        try FileManager.default.moveItem(at: outcomes, to: away)
        let ran = try course.ran()
        if FileManager.default.fileExists(atPath: outcomes.path) { try FileManager.default.removeItem(at: outcomes) }
        try FileManager.default.moveItem(at: away, to: outcomes)
        return ran.isEmpty
    }

    @Test func nothingChanged() throws {
        #expect(try isUnchanged())
        let states = try course.states()
        #expect(states.map(\.cell).sorted() == ["1", "1"] && states.allSatisfy { $0.state == "kept" })
        #expect(try course.build("--explain").stderr.contains("kept     lessons/two.md:6 cell 1"))
        #expect(try course.build().stderr.contains("2 lessons, 0 cells ran, 2 kept"))
    }

    @Test(arguments: ["lessons/one.md", "lessons/two.md", "lessons/data/numbers.txt", "lessons/course.yml"])
    func aChangedFileIsSeen(path: String) throws {
        let before = (try? String(contentsOf: course.root.appendingPathComponent(path), encoding: .utf8)) ?? ""
        try course.write(path, path.hasSuffix("yml") ? "title: Another\n" : before + " 4\n")
        #expect(try !isUnchanged())
    }

    @Test func aNewLessonAndALostOneAreSeen() throws {
        try course.lesson("three", "# Three\n")
        #expect(try course.build().stderr.contains("3 lessons"))
        try FileManager.default.removeItem(at: course.root.appendingPathComponent("lessons/three.md"))
        #expect(try course.build().stderr.contains("2 lessons"))
        #expect(!FileManager.default.fileExists(atPath: course.root.appendingPathComponent("output/three.html").path))
    }

    @Test func thePagesComeBack() throws {
        let page = course.root.appendingPathComponent("output/two.html")
        let before = try course.page("two")
        try FileManager.default.removeItem(at: page)
        #expect(try course.build().status == 0)
        #expect(try course.page("two") == before)
        try Data("changed by hand".utf8).write(to: page)
        #expect(try course.build().status == 0)
        #expect(try course.page("two") == before)
    }

    @Test func aForeignFileInTheSiteIsStillRefused() throws {
        try course.write("output/mine.txt", "mine")
        let result = try course.build()
        #expect(result.status != 0 && result.stderr.contains("mine.txt"))
    }

    @Test func aNewFileInAFolderThatACellListsIsSeen() throws {
        let folder = course.root.appendingPathComponent("elsewhere")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try course.lesson(
            "two",
            "```swift\nimport Foundation\n"
                + "print(try FileManager.default.contentsOfDirectory(atPath: \"\(folder.path)\").count, \"files\")\n```\n"
        )
        _ = try course.build()
        Thread.sleep(forTimeInterval: 0.05)
        _ = try course.build()
        #expect(try isUnchanged())
        try course.write("elsewhere/new.txt", "new")
        #expect(try course.build().status == 0)
        #expect(try course.page("two").contains("1 files"))
    }

    @Test func aVariableThatACellReadIsSeen() throws {
        let result = try course.run(["build", "--explain"], environment: ["LESSONS_TEST_WORD": "word"])
        #expect(result.stderr.contains("1 cells ran"))
        #expect(result.stderr.contains("(the variable LESSONS_TEST_WORD changed)"), Comment(rawValue: result.stderr))
        #expect(try course.page("one").contains("word"))
    }

    @Test func aBuildWithAnErrorSaysSoAgain() throws {
        try course.lesson("two", "```swift\nlet x: Int = \"text\"\n```\n")
        let (first, second) = (try course.build(), try course.build())
        #expect(first.status == 1 && second.status == 1)
        #expect(second.stderr.contains("lessons/two.md:2:14: error"))
    }

    @Test func warningsAreToldAgain() throws {
        try course.lesson("two", "![](data/picture.png)\n\n```swift\n2\n```\n")
        try course.write("lessons/data/picture.png", "no picture")
        let first = try course.build()
        Thread.sleep(forTimeInterval: 0.05)
        _ = try course.build()
        #expect(first.stderr.contains("warning"))
        #expect(try isUnchanged())
        #expect(try course.build().stderr.contains("warning"))
    }
}
