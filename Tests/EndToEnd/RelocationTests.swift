import Foundation
import Testing

/// What is stored stays true when the text around it changes.
struct RelocationTests {
    @Test func aStoredErrorMovesWithItsCell() throws {
        let course = try TestCourse()
        let cells =
            "```swift\nlet xs = [1]\nfunc f(_ i: Int) -> Int {\n    xs[i]\n}\n```\n\n```swift\nlet y = f(3)\n```\n"
        try course.lesson("one", cells)
        #expect(try course.build().stderr.contains("lessons/one.md:4:7: error: Index out of range"))
        try course.lesson("one", "A line.\n\nAnother.\n\n" + cells)
        let moved = try course.build()
        #expect(moved.stderr.contains("lessons/one.md:8:7: error: Index out of range"), Comment(rawValue: moved.stderr))
        #expect(moved.stderr.contains("0 cells ran"))
        try FileManager.default.moveItem(
            at: course.root.appendingPathComponent("lessons/one.md"),
            to: course.root.appendingPathComponent("lessons/two.md"))
        let renamed = try course.build()
        #expect(renamed.stderr.contains("lessons/two.md:8:7: error: Index out of range"))
        #expect(renamed.stderr.contains("0 cells ran"))
    }

    @Test func aNameDefinedTwiceIsMendedInEitherCell() throws {
        let course = try TestCourse()
        try course.lesson("one", "```swift\nlet a = 1\n```\n```swift\nlet a = 2\n```\n")
        #expect(try course.build().status == 1)
        try course.lesson("one", "```swift\nlet b = 1\n```\n```swift\nlet a = 2\n```\n")
        #expect(try course.build().status == 0)
    }

    @Test func explainSaysWhyACellRan() throws {
        let course = try TestCourse()
        try course.write("lessons/data/a.txt", "1")
        func write(_ b: Int) throws {
            try course.lesson(
                "one",
                """
                ```swift
                //| label: reads
                import Foundation
                let text = try String(contentsOfFile: "data/a.txt", encoding: .utf8)
                ```
                ```swift
                //| label: b
                let b = \(b)
                ```
                ```swift
                //| label: both
                print(text, b)
                ```
                """)
        }
        try write(1)
        #expect(try course.build("--explain").stderr.contains("(new)"))
        #expect(try course.build("--explain").stderr.contains("kept     lessons/one.md:8 cell b"))
        try write(2)
        let edited = try course.build("--explain").stderr
        #expect(edited.contains("(source changed)"))
        #expect(edited.contains("(needs b, which ran)"))
        try course.write("lessons/data/a.txt", "2")
        let read = try course.build("--explain").stderr
        #expect(read.contains("(data/a.txt changed)"))
        #expect(read.contains("(needs reads, which ran)"))
    }
}
