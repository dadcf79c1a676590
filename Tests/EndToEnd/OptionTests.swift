import Foundation
import Testing

/// The options of a cell, each through the program.
struct OptionTests {
    private let course: TestCourse

    init() throws { course = try TestCourse() }

    private func lesson(_ options: String, _ source: String = "print(\"out\", 40 + 2)", after: String = "") throws {
        try course.lesson("one", "```swift\n\(options)\(options.isEmpty ? "" : "\n")\(source)\n```\n\n\(after)\n")
    }

    private func page(_ options: String, _ source: String = "print(\"out\", 40 + 2)", after: String = "") throws
        -> String
    {
        try lesson(options, source, after: after)
        let result = try course.build()
        #expect(result.status == 0, Comment(rawValue: result.stderr))
        return try course.page("one")
    }

    @Test func labelAndCaption() throws {
        let page = try page("//| label: lst-sum\n//| caption: A *sum*", after: "See @lst-sum.")
        #expect(page.contains("id=\"lst-sum\"") && page.contains("href=\"#lst-sum\""))
        #expect(page.contains("A <em>sum</em>"))
    }

    @Test func echo() throws {
        #expect(try page("").contains("out 42") && course.page("one").contains("print"))
        #expect(try page("//| echo: true").contains("print"))
        let hidden = try page("//| echo: false")
        #expect(hidden.contains("out 42") && !hidden.contains("print"))
        let folded = try page("//| echo: fold")
        #expect(folded.contains("<details") && folded.contains("print") && folded.contains("out 42"))
    }

    @Test func evalAndOutput() throws {
        let shown = try page("//| eval: false")
        #expect(shown.contains("print") && !shown.contains("out 42"))
        let silent = try page("//| output: false")
        #expect(silent.contains("print") && !silent.contains("out 42"))
    }

    @Test func markedLines() throws {
        #expect(try page("//| mark: 2", "let a = 1\nprint(a)").contains("mark"))
    }

    @Test func cache() throws {
        let options = "//| label: always\n//| cache: false"
        _ = try page(options)
        #expect(try course.ran() == ["always"])
        #expect(try course.build("--explain").stderr.contains("(cache: false)"))
    }

    @Test func theCoursesTimeoutCountsToo() throws {
        try course.write("lessons/course.yml", "timeout: 0.5\n")
        try lesson("", "sleep(20)")
        #expect(try course.build().stderr.contains("the cell ran longer than its 0.5 s"))
    }

    /// What only changes how a cell is shown never runs it.
    @Test func displayOptionsRunNothing() throws {
        try lesson("")
        _ = try course.build()
        for options in [
            "//| label: lst-a", "//| label: lst-b\n//| caption: Words", "//| echo: false", "//| echo: fold",
            "//| output: false", "//| mark: 1",
        ] {
            try lesson(options)
            #expect(try course.ran() == [], "\(options)")
        }
        try lesson("//| error: true")
        #expect(try course.build().stderr.contains("0 cells ran"))
    }

    @Test func whatChangesARunRunsIt() throws {
        try lesson("//| label: a")
        _ = try course.build()
        try lesson("//| label: a\n//| timeout: 7")
        let result = try course.build("--explain")
        #expect(result.stderr.contains("(an option, or what it needs, changed)"), Comment(rawValue: result.stderr))
    }

    @Test(arguments: [
        ("//| lable: a", "2:5", "unknown option ‘lable’; did you mean ‘label’?"),
        ("//| captoin: a", "2:5", "unknown option ‘captoin’; did you mean ‘caption’?"),
        ("//| echo: folded", "2:11", "echo is true, false or fold, not ‘folded’; did you mean ‘fold’?"),
        ("//| eval: flase", "2:11", "eval is true or false, not ‘flase’; did you mean ‘false’?"),
        ("//| output: no", "2:13", "output is true or false, not ‘no’"),
        ("//| error: ture", "2:12", "error is true or false, not ‘ture’; did you mean ‘true’?"),
        ("//| timeout: soon", "2:14", "timeout is a number of seconds, not ‘soon’"),
        ("//| timeout: -1", "2:14", "timeout is a number of seconds, not ‘-1’"),
        ("//| cache: maybe", "2:12", "cache is true or false, not ‘maybe’"),
        ("//| mark: 4-2", "2:11", "mark is lines of the cell such as 2, 4-6; not ‘4-2’"),
        ("//| label: 1 b", "2:12", "a label is letters, digits and hyphens"),
    ])
    func whatIsWrongIsTold(line: String, place: String, message: String) throws {
        try lesson(line)
        let result = try course.build()
        #expect(result.status == 1)
        #expect(result.stderr.contains("lessons/one.md:\(place): error: \(message)"), Comment(rawValue: result.stderr))
        #expect(result.stderr.contains(line))
    }
}
