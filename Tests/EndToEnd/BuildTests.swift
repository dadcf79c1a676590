import Foundation
import Testing

/// Builds of whole courses, each a chain: build, change, build again.
struct BuildTests {
    @Test func aLessonBecomesAPage() throws {
        let course = try TestCourse()
        try course.lesson(
            "one",
            "---\ntitle: One\n---\n```swift\nlet a = 20\na + 1\n```\n\nIt is `{swift format: .1} Double(a) / 8`.\n")
        let result = try course.build()
        #expect(result.status == 0)
        #expect(result.stdout.isEmpty)
        #expect(result.stderr.contains("1 lesson, 2 cells ran, 0 kept"))
        let page = try course.page("one")
        #expect(page.contains(">21<"))
        #expect(page.contains(">2.5</data>"))
        #expect(try course.page("index").contains("one.html"))
    }

    @Test func anEditRunsWhatItTouches() throws {
        let course = try TestCourse()
        func write(_ b: String, prose: String = "") throws {
            try course.lesson(
                "one",
                """
                \(prose)
                ```swift
                //| label: a
                let a = 1
                ```
                ```swift
                //| label: b
                let b = \(b)
                ```
                ```swift
                //| label: uses-a
                print(a)
                ```
                ```swift
                //| label: uses-b
                print(a + b)
                ```
                """)
        }
        try write("2")
        #expect(try course.ran() == ["a", "b", "uses-a", "uses-b"])
        #expect(try course.ran() == [])
        try write("3")
        #expect(try course.ran() == ["b", "uses-b"])
        try write("3", prose: "Only prose.\n")
        #expect(try course.ran() == [])
        try write("2")
        #expect(try course.ran() == [])
    }

    @Test func aChangedFileRunsWhatReadIt() throws {
        let course = try TestCourse()
        try course.write("lessons/data/a.txt", "one")
        try course.lesson(
            "one",
            """
            ```swift
            //| label: reads
            import Foundation
            let text = try String(contentsOfFile: "data/a.txt", encoding: .utf8)
            ```
            ```swift
            //| label: uses
            text
            ```
            ```swift
            //| label: other
            1
            ```
            """)
        #expect(try course.ran() == ["reads", "uses", "other"])
        #expect(try course.ran() == [])
        try course.write("lessons/data/a.txt", "two")
        #expect(try course.ran() == ["reads", "uses"])
        #expect(try course.page("one").contains("two"))
    }

    /// No name leads from the cell that writes a file to the one that reads it, so only what was read can tell.
    @Test func aFileThatACellWritesRunsWhatReadsIt() throws {
        let course = try TestCourse()
        func write(_ text: String) throws {
            try course.lesson(
                "one",
                """
                ```swift
                //| label: writes
                import Foundation
                try "\(text)".write(toFile: "note.txt", atomically: true, encoding: .utf8)
                ```
                ```swift
                //| label: reads
                let note = try String(contentsOfFile: "note.txt", encoding: .utf8)
                ```
                ```swift
                //| label: uses
                note
                ```
                ```swift
                //| label: other
                1
                ```
                """)
        }
        try write("first")
        #expect(try course.ran() == ["writes", "reads", "uses", "other"])
        #expect(try course.ran() == [])
        try write("second")
        #expect(try course.ran() == ["writes", "reads", "uses"])
        #expect(try course.page("one").contains("second"))
        #expect(try course.ran() == [])
    }

    @Test func randomnessIsTheSameOnEveryRunAndWhereverACellStands() throws {
        let text = "```swift\n//| label: draw\n(0..<9).map { _ in Int.random(in: 0..<1000) }\n```\n"
        let first = try TestCourse()
        try first.lesson("one", text)
        _ = try first.build()
        let second = try TestCourse()
        try second.lesson("one", "```swift\nlet before = Int.random(in: 0..<9)\n```\n" + text)
        _ = try second.build()
        func numbers(_ page: String) -> String? {
            page.split(separator: "<pre class=\"plain\"").dropFirst().last?.split(separator: "</pre>").first.map(
                String.init)
        }
        let drawn = numbers(try first.page("one"))
        #expect(drawn?.contains("[") == true)
        #expect(drawn == numbers(try second.page("one")))
    }

    @Test func twoBuildsFromNothingGiveTheSameBytes() throws {
        let text = """
            ```swift
            var set = Set((0..<50).map { "\\($0)" })
            print(set)
            import Foundation
            FileHandle.standardError.write(Data("to stderr\\n".utf8))
            display(set.count)
            print(type(of: set), Set<Int>())
            struct Mine {}
            print(String(reflecting: Mine.self))
            ```
            """
        let pages = try (0..<2).map { _ in
            let course = try TestCourse()
            try course.lesson("one", text)
            _ = try course.build()
            return try course.page("one")
        }
        #expect(pages[0] == pages[1])
        #expect(!pages[0].contains("LessonUnit"))
    }

    @Test func theRuntimeKnowsWhatACellDeclares() throws {
        let course = try TestCourse()
        try course.lesson(
            "one",
            """
            ```swift
            struct Named: CustomStringConvertible { var description: String { "a name of its own" } }
            struct Shown: Displayable { var forms: [String: String] { ["text/html": "<b>shown</b>", "text/plain": "s"] } }
            struct Scale: Layer {
                var factor = Parameter("factor", Tensor.ones([1]))
                func callAsFunction(_ x: Tensor, mode: Mode) -> Tensor { x * factor.value(in: mode) }
                mutating func visitParameters(_ visit: (inout Parameter) -> Void) { visit(&factor) }
            }
            ```
            ```swift
            let anything: Any = Named()
            print(anything, anything is any CustomStringConvertible)
            var trainer = Trainer(Scale(), optimizer: SGD(learningRate: 0.25))
            trainer.step { model, mode in model(Tensor.ones([1]), mode: mode).sum() }
            print(trainer.model.factor.value.item)
            Shown()
            ```
            """)
        let result = try course.build()
        #expect(result.status == 0, Comment(rawValue: result.stderr))
        let page = try course.page("one")
        #expect(page.contains("a name of its own true"))
        #expect(page.contains("0.75"))
        #expect(page.contains("<b>shown</b>"))
    }
}
