import Foundation
import Testing

/// `lessons check`: what is wrong, told as editors understand it, and nothing run.
struct CheckTests {
    private func lines(_ result: TestCourse.Result) -> [String] {
        result.stderr.split(separator: "\n").map(String.init).filter { $0.contains(": error: ") }
    }

    @Test func everyKindOfFaultIsFoundAtItsPlace() throws {
        let course = try TestCourse()
        try course.lesson(
            "one",
            """
            # One

            See @fig-none, [a link](nowhere.md), [@nobody2020] and $\\frac{1}$.

            ```swift
            //| label: fig-a
            let number: Int = "text"
            ```

            ```swift
            //| label: fig-a
            //| colour: red
            print(missing)
            ```

            ```swift
            let broken = (
            ```
            """)
        let result = try course.run("check")
        #expect(result.status == 1)
        let found = lines(result)
        for place in ["3:5", "3:16", "3:39", "3:65", "7:19", "12:5", "13:1", "13:7", "17:15"] {
            #expect(found.contains { $0.hasPrefix("lessons/one.md:\(place)") }, Comment(rawValue: place))
        }
        #expect(found.contains { $0.contains("fig-none") } && found.contains { $0.contains("nobody2020") })
        #expect(found.contains { $0.contains("‘nowhere’") } && found.contains { $0.contains("cannot be set") })
        let form = #/lessons/[^:]+:[1-9][0-9]*:[1-9][0-9]*: (error|warning): .+/#
        #expect(found.allSatisfy { $0.wholeMatch(of: form) != nil })
        let last = result.stderr.split(separator: "\n").last ?? ""
        #expect(last.hasPrefix("Checked 1 lesson: ") && last.contains(" errors, 0 warnings, "))
    }

    @Test func nothingRunsAndNoPageIsWritten() throws {
        let course = try TestCourse()
        try course.lesson(
            "one",
            """
            ```swift
            let number = 1
            fatalError("ran")
            ```

            ```swift
            //| error: true
            let wrong: Int = "text"
            ```

            The number is `{swift} number + 1`.
            """)
        for _ in 0..<2 {
            let result = try course.run("check")
            #expect(result.status == 0, Comment(rawValue: result.stderr))
            #expect(result.stderr.hasPrefix("Checked 1 lesson: 0 errors, 0 warnings"))
        }
        #expect(!FileManager.default.fileExists(atPath: course.root.path + "/output"))
    }

    @Test func onlyWhatIsAskedForIsTold() throws {
        let course = try TestCourse()
        try course.lesson("one", "```swift\nlet a: Int = \"\"\n```\n")
        try course.lesson("two", "Text, [a link](one.md).\n")
        #expect(try course.run("check", "two").status == 0)
        #expect(try course.run("check", "lessons/one.md").status == 1)
        let unknown = try course.run("check", "three")
        #expect(unknown.status == 64 && unknown.stderr.contains("no lesson ‘three’"))
        let json = try course.run("check", "--json").stdout
        #expect(json.contains("\"id\":\"compile-error\"") && json.contains("\"line\":2"))
    }

    /// The compiler's words follow the lines of a lesson that moves, though they are stored.
    @Test func whatIsStoredKeepsItsPlace() throws {
        let course = try TestCourse()
        try course.lesson("one", "```swift\nlet a: Int = \"\"\n```\n")
        #expect(lines(try course.run("check")).first?.hasPrefix("lessons/one.md:2:14: ") == true)
        try course.lesson("one", "Text.\n\n```swift\nlet a: Int = \"\"\n```\n")
        #expect(lines(try course.run("check")).first?.hasPrefix("lessons/one.md:4:14: ") == true)
    }
}
