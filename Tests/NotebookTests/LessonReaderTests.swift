import Testing

@testable import Notebook

struct LessonReaderTests {
    private func read(_ source: String) -> Lesson { LessonReader.read(source, file: "lessons/a.md") }

    @Test func frontMatterIsReadAndLinesStayTheFiles() {
        let lesson = read("---\ntitle: A: lesson\norder: 3\n---\n\n```swift\nlet a = 1\n```\n")
        #expect(
            lesson.diagnostics.map(\.message) == [#"not valid YAML: mapping values are not allowed in this context"#])
        let good = read("---\ntitle: \"A: lesson\"\norder: 3\n---\n\n```swift\nlet a = 1\n```\n")
        #expect(good.frontMatter == FrontMatter(title: "A: lesson", order: 3))
        #expect(good.cells.first?.position == .init(line: 7, column: 1))
        #expect(good.cells.first?.source == "let a = 1\n")
    }

    @Test func unknownFrontMatterNamesTheNearestKey() {
        let diagnostic = read("---\ntitel: A\n---\n").diagnostics.first
        #expect(diagnostic?.line == 2)
        #expect(diagnostic?.column == 1)
        #expect(diagnostic?.message == "unknown key ‘titel’; did you mean ‘title’?")
    }

    @Test func optionsAreReadAndTakenOffTheSource() {
        let lesson = read(
            "```swift\n//| label: fig-a\n//| caption: A *b*\n//| echo: fold\n//| timeout: 2.5\n//| error: true\na\n```\n"
        )
        let options = lesson.cells[0].options
        #expect(options == CellOptions(label: "fig-a", caption: "A *b*", echo: .folded, error: true, timeout: 2.5))
        #expect(lesson.cells[0].source == "a\n")
        #expect(lesson.cells[0].position == .init(line: 7, column: 1))
    }

    @Test(arguments: [
        ("//| lable: a", 5, "unknown option ‘lable’; did you mean ‘label’?"),
        ("//| echo: folded", 11, "echo is true, false or fold, not ‘folded’; did you mean ‘fold’?"),
        ("//| eval: ture", 11, "eval is true or false, not ‘ture’; did you mean ‘true’?"),
        ("//| timeout: soon", 14, "timeout is a number of seconds, not ‘soon’"),
        ("//| label: a b", 12, "a label is letters, digits and hyphens, beginning with a letter, not ‘a b’"),
        ("//| label", 4, "expected ‘//| name: value’"),
    ])
    func badOptions(_ line: String, column: Int, message: String) {
        let diagnostics = read("text\n\n```swift\n\(line)\n```\n").diagnostics
        #expect(diagnostics.map(\.message) == [message])
        #expect(diagnostics.first?.line == 4)
        #expect(diagnostics.first?.column == column)
        #expect(diagnostics.first?.excerpt == line)
    }

    @Test func labelsAreUnique() {
        let lesson = read("```swift\n//| label: a\n1\n```\n```swift\n//| label: a\n2\n```\n")
        #expect(lesson.diagnostics.map(\.id) == ["duplicate-label"])
    }

    @Test func valuesInProseAreCells() {
        let lesson = read("It is\nabout `{swift format: .1, expect: 1...2} a + b` high.\n")
        let cell = lesson.cells[0]
        #expect(cell.kind == .value)
        #expect(cell.source == "a + b")
        #expect(cell.value == ValueOptions(format: ".1", expect: "1...2"))
        #expect(cell.position == .init(line: 2, column: 42))
    }

    @Test(arguments: ["{swift format: x} a", "{swift size: 2} a", "{swift expect: 3} a", "{swift}"])
    func badValueOptions(_ code: String) {
        #expect(read("A `\(code)` b\n").diagnostics.map(\.id) == ["value-option"])
    }

    @Test func otherCodeIsNoCell() {
        #expect(read("```python\n1\n```\n\n    let a = 1\n\n`{swiftly} a` `a`\n").cells.isEmpty)
    }

    @Test func cellsInListsKnowTheirMargin() {
        let lesson = read("- item\n\n  ```swift\n  let a = 1\n  ```\n")
        #expect(lesson.cells[0].position == .init(line: 4, column: 3))
    }
}
