import Foundation
import Testing

/// What goes wrong in a cell costs that cell and what needs it, and is told at its place.
struct FailureTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        /// Stands at line 6 of the lesson and below.
        var source: String
        var place: String
        var message: String
        var testDescription: String { name }
    }

    static let cases = [
        Case(
            name: "type error", source: "let a: Int = \"x\"", place: "6:14",
            message: "cannot convert value of type 'String' to specified type 'Int'"),
        Case(
            name: "unknown name", source: "let a = 1\nnobody(a)", place: "7:1", message: "cannot find 'nobody' in scope"
        ),
        Case(name: "syntax error", source: "let a = (1", place: "6:11", message: "expected ')' to end tuple"),
        Case(
            name: "index out of range", source: "func get(_ i: Int) -> Int {\n    numbers[i]\n}\nget(7)", place: "7:12",
            message: "Index out of range"),
        Case(
            name: "nil", source: "let none = Int(\"x\")\nlet a = none!", place: "7:13",
            message: "Unexpectedly found nil while unwrapping an Optional value"),
        Case(
            name: "overflow", source: "let a = numbers[0] + Int.max", place: "6:20", message: "arithmetic overflow"),
        Case(
            name: "division by zero", source: "let a = 7 / (numbers[0] - 1)", place: "6:11", message: "Division by zero"
        ),
        Case(name: "fatalError", source: "print(1)\nfatalError(\"enough\")", place: "7:1", message: "enough"),
        Case(
            name: "uncaught error", source: "struct Bad: Error {}\nfunc f() throws { throw Bad() }\nlet a = 1; try f()",
            place: "8:12", message: "an error was thrown and not caught: Bad()"),
        Case(
            name: "stack overflow",
            source: "func f(_ n: Int) -> Int { n == -1 ? 0 : f(n + 1) &* 3 + numbers[0] }\nf(0)",
            place: "6:41", message: "the stack overflowed: a function calls itself without end"),
        Case(
            name: "defined twice", source: "let numbers = 3", place: "6:5",
            message: "‘numbers’ is defined twice in this lesson"),
        Case(
            name: "defined later", source: "print(later)", place: "6:7",
            message: "‘later’ is used before its definition: it is defined later, at line"),
        Case(
            name: "await", source: "func f() async {}\nawait f()", place: "7:1",
            message: "a cell cannot await at top level"),
        Case(name: "exit", source: "import Glibc\nexit(3)", place: "6", message: "exit code 3"),
        Case(
            name: "kill", source: "import Glibc\nkill(getpid(), SIGKILL)", place: "6",
            message: "it was killed (SIGKILL)"),
    ]

    @Test(arguments: cases)
    func isToldAtItsPlace(_ row: Case) throws {
        let course = try TestCourse()
        try course.lesson(
            "one",
            """
            ```swift
            let numbers = [1, 2, 3]
            ```

            ```swift
            \(row.source)
            ```
            ```swift
            let later = 1
            ```
            ```swift
            print("still", numbers.count + 40, later)
            ```
            """)
        let result = try course.build()
        #expect(result.status == 1)
        #expect(result.stderr.contains("lessons/one.md:\(row.place): error"), Comment(rawValue: result.stderr))
        #expect(result.stderr.contains(row.message), Comment(rawValue: result.stderr))
        let page = try course.page("one")
        #expect(page.contains("lessons/one.md:\(row.place)"))
        #expect(page.contains("still 43 1"))
        let again = try course.build()
        #expect(again.status == 1)
        #expect(again.stderr.contains(row.message))
        #expect(again.stderr.contains("0 cells ran"))

    }

    @Test func whatWasPrintedBeforeACrashIsKept() throws {
        let course = try TestCourse()
        try course.lesson("one", "```swift\nprint(\"a\", terminator: \"\")\nprint(\"b\")\nfatalError()\n```\n")
        #expect(try course.build().status == 1)
        #expect(try course.page("one").contains(">ab<"))
    }

    @Test func anErrorOnPurposeIsNoError() throws {
        let course = try TestCourse()
        try course.lesson("one", "```swift\n//| error: true\nlet a: Int = \"x\"\n```\n")
        #expect(try course.build().status == 0)
        #expect(try course.page("one").contains("cannot convert value"))
        try course.lesson("one", "```swift\n//| error: true\nlet a = 1\n```\n")
        let result = try course.build()
        #expect(result.status == 1)
        #expect(result.stderr.contains("this cell says ‘error: true’ but ran to its end"))
    }

    @Test func aValueOutsideItsRangeFailsTheBuild() throws {
        let course = try TestCourse()
        try course.lesson("one", "```swift\nlet a = 3\n```\n\nNear `{swift expect: 4...5} a`.\n")
        let result = try course.build()
        #expect(result.status == 1)
        #expect(result.stderr.contains("lessons/one.md:5:29: error: the text relies on a value in 4...5, but it is 3"))
    }

    @Test func aCellThatRunsTooLongIsStopped() throws {
        let course = try TestCourse()
        try course.lesson(
            "one",
            "```swift\n//| timeout: 0.5\nvar n = 0\nwhile true { n &+= 1 }\n```\n```swift\nprint(\"after\")\n```\n")
        let result = try course.build()
        #expect(result.status == 1)
        #expect(result.stderr.contains("the cell ran longer than its 0.5 s"))
        #expect(try course.page("one").contains("after"))
    }

    @Test func aFolderWithoutLessonsIsAUsageError() throws {
        let course = try TestCourse()
        let result = try course.build("--course", "/nowhere")
        #expect(result.status == 64)
        #expect(result.stderr.contains("there is no folder ‘lessons’ in /nowhere"))
    }

    @Test func foreignFilesInTheOutputAreNeverTouched() throws {
        let course = try TestCourse()
        try course.lesson("one", "text\n")
        try FileManager.default.createDirectory(
            at: course.root.appendingPathComponent("output"), withIntermediateDirectories: true)
        try course.write("output/mine.txt", "mine")
        let result = try course.build()
        #expect(result.status == 70)
        #expect(result.stderr.contains("mine.txt"))
        #expect(FileManager.default.fileExists(atPath: course.root.path + "/output/mine.txt"))
    }

    /// Whichever of the two is found out first, the compiler's error or the failure of what the cell needs.
    @Test func whatNeedsAFailedCellIsSkippedEvenIfItDoesNotCompile() throws {
        func text(_ last: String) -> String {
            "```swift\nlet numbers = [1]\nprint(numbers[numbers.count])\n```\n```swift\n\(last)\n```\n"
                + "```swift\nlet other: Int = \"text\"\n```\n"
        }
        let edited = try TestCourse(), fresh = try TestCourse()
        try edited.lesson("one", text("print(numbers)"))
        #expect(try edited.states().sorted { $0.cell < $1.cell }.map(\.state) == ["failed", "skipped", "failed"])
        for course in [edited, fresh] {
            try course.lesson("one", text("print(numbers, missing)"))
            let states = try course.states()
            #expect(Dictionary(uniqueKeysWithValues: states) == ["1": "failed", "2": "skipped", "3": "failed"])
        }
        #expect(try edited.page("one") == fresh.page("one"))
        // Once what it needs succeeds, its own error is told.
        try edited.lesson("one", text("print(numbers, missing)").replacing("numbers.count]", with: "0]"))
        #expect(try edited.build().stderr.contains("cannot find 'missing' in scope"))
    }

    /// A kept cell runs once more when another needs it; should it fail then, that is told, and not only that the other
    /// was skipped.
    @Test func aKeptCellThatFailsWhenOthersNeedItIsTold() throws {
        let course = try TestCourse()
        func write(_ last: String) throws {
            try course.lesson(
                "one",
                """
                ```swift
                //| label: a
                if getenv("LESSONS_TEST_FAULT") != nil { fatalError("not today") }
                let a = [1]
                ```
                ```swift
                //| label: b
                print(a, \(last))
                ```
                """)
        }
        try write("1")
        #expect(try course.build().status == 0)
        try write("2")
        let result = try course.run(["build"], environment: ["LESSONS_TEST_FAULT": "1"])
        #expect(result.status == 1)
        #expect(result.stderr.contains("not today"))
        #expect(try course.page("one").contains("not today"))
        let states = try course.states().map { "\($0.cell) \($0.state)" }
        #expect(states == ["a failed", "b skipped"])
    }

    @Test func aValueThatIsNotAsTheTextSaysStopsNothing() throws {
        let course = try TestCourse()
        func write(_ last: String) throws {
            try course.lesson(
                "one",
                """
                ```swift
                //| label: a
                var a = 1
                ```

                It is `{swift expect: 5...6} a`.

                ```swift
                //| label: b
                a += 1
                print(a, \(last))
                ```
                """)
        }
        try write("1")
        #expect(try course.build().status == 1)
        try write("2")
        #expect(try course.states().filter { $0.cell == "b" }.map(\.state) == ["ran"])
        #expect(try course.states().filter { $0.cell == "b" }.map(\.state) == ["kept"])
    }
}
