import Foundation
import Testing

/// What a build says: to programs, and of each place.
struct ReportTests {
    private let course: TestCourse

    init() throws { course = try TestCourse() }

    @Test func everyLineOfJSONIsWhatWasAgreed() throws {
        try course.lesson(
            "one",
            "```swift\n//| label: good\nlet a = 1\nprint(\"noise\")\n```\n```swift\n[a][3]\n```\n```swift\nlet b = a as Int\n```\n"
                + "```swift\nvar never = 1\nfunc f() { let unused = 1 }\n```\n")
        let result = try course.build("--json")
        #expect(result.status == 1)
        let lines = result.stdout.split(separator: "\n")
        let objects = try lines.map { try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] ?? [:] }
        #expect(objects.allSatisfy { $0["v"] as? Int == 1 })
        let cells = objects.filter { $0["event"] as? String == "cell" }
        #expect(cells.count == 4)
        for cell in cells {
            #expect(cell["lesson"] as? String == "one" && cell["line"] is Int && cell["seconds"] is Double)
            #expect(cell["reason"] is String && cell["state"] is String && cell["cell"] is String)
        }
        #expect(cells.contains { $0["cell"] as? String == "good" && $0["line"] as? Int == 3 })
        let error = objects.first { $0["event"] as? String == "diagnostic" && $0["severity"] as? String == "error" }
        #expect(error?["id"] as? String == "runtime-error" && error?["line"] as? Int == 7)
        #expect(error?["file"] as? String == "lessons/one.md" && error?["message"] is String)
        #expect(error?["column"] is Int)
        let warning = objects.first { $0["event"] as? String == "diagnostic" && $0["severity"] as? String == "warning" }
        #expect(warning?["line"] as? Int == 14)
        #expect(objects.last?["event"] as? String == "done" && objects.last?["failed"] as? Int == 1)
    }

    @Test func aBacktraceNamesTheReadersOwnFramesOnly() throws {
        try course.lesson(
            "one",
            "```swift\n@inline(never) func inner(_ i: Int) -> Int { [1, 2][i] }\n```\n\n"
                + "```swift\n@inline(never) func outer(_ i: Int) -> Int {\n    inner(i) + 1\n}\n```\n\n```swift\nprint(outer(7))\n```\n"
        )
        let result = try course.build()
        #expect(result.stderr.contains("lessons/one.md:2:"), Comment(rawValue: result.stderr))
        #expect(result.stderr.contains("lessons/one.md:7:") && result.stderr.contains("called from"))
        #expect(result.stderr.contains("lessons/one.md:12:"))
        for foreign in ["libswiftCore", "unit_main", "CellHost", "LessonUnit"] {
            #expect(!result.stderr.contains(foreign), Comment(rawValue: result.stderr))
        }
    }

    @Test func cellsThatNeedOneAnotherAreToldTheWayOut() throws {
        try course.lesson(
            "one",
            "```swift\nfunc even(_ n: Int) -> Bool { n == 0 || odd(n - 1) }\n```\n```swift\nfunc odd(_ n: Int) -> Bool { n != 0 && even(n - 1) }\n```\n"
        )
        let result = try course.build()
        #expect(result.stderr.contains("lessons/one.md:2:"))
        #expect(result.stderr.contains("at line 5; that cell needs this one in turn, so put both into one cell"))
    }

    @Test(arguments: [
        ("import Foundation", "let a = 1", "```swift\nprint(a)\n```\n")
    ])
    func reasons(first: String, second: String, rest: String) throws {
        try course.lesson("one", "```swift\n\(second)\n```\n" + rest)
        #expect(try course.build("--explain").stderr.contains("(new)"))
        #expect(try course.build("--explain").stderr.contains("kept"))
        // An import that later cells see changes what they mean.
        try course.lesson("one", "```swift\n\(first)\n\(second)\n```\n" + rest)
        let result = try course.build("--explain").stderr
        #expect(result.contains("(source changed)") && result.contains("(needs 1, which ran)"))
    }

    private static let script = "/usr/bin/script"

    /// On a terminal, which `script` of Debian's bsdutils makes.
    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: script)))
    func aTerminalShowsHowFarTrainingHasCome() throws {
        let course = try TestCourse()
        try course.lesson(
            "one",
            """
            ```swift
            var generator = Generator(seed: 1)
            let x = Tensor.normal([64, 8], using: &generator)
            var model = Dense(8, 2, using: &generator)
            let data = Examples(features: x, targets: (0..<64).map { $0 % 2 })
            try fit(&model, to: data, epochs: 40, batchSize: 8, optimizer: SGD(learningRate: 0.1),
                    afterStep: { _, _ in usleep(2_000) }, using: &generator).epochs.count
            ```
            """)
        let (status, said) = try course.output(
            of: Self.script, ["-qec", TestCourse.program.path + " build", "/dev/null"])
        #expect(status == 0, Comment(rawValue: said))
        #expect(said.contains(/epoch \d+ of 40, loss 0\.\d+, \d+\.\d+ s left/), Comment(rawValue: said))
    }
}
