import Notebook
import Testing

@testable import Kernel

struct UnitSourceTests {
    private func unit(_ markdown: String) -> UnitSource {
        let lesson = LessonReader.read(markdown, file: "lessons/a.md")
        return UnitSource(
            lesson, lesson.cells.map { CellAnalyzer.analyze($0.source) }, cells: Array(lesson.cells.indices),
            module: "M", modules: [], imports: [])
    }

    @Test func aBoundaryStandsBeforeEachCellAndBehindTheLast() {
        let text = unit("```swift\nlet a = 1\n```\n\n`{swift} a`\n").text
        #expect(text.contains("__boundary(0)\n#sourceLocation(file: \"lessons/a.md\", line: 2)\nlet a = 1"))
        #expect(text.contains("__boundary(1)\n#sourceLocation(file: \"lessons/a.md\", line: 5)\nLab._value(a)"))
        #expect(text.hasSuffix("__boundary(2)\n"))
    }

    @Test func columnsGoBackToTheLessons() {
        // "    x + y" in a list, shown: the compiler sees "Lab._display(x + y)".
        let unit = unit("- item\n\n  ```swift\n  x + y\n  ```\n")
        let insertion = "Lab._display(".utf8.count
        #expect(unit.columns.column(1 + insertion, inLine: 4) == 3)
        #expect(unit.columns.column(5 + insertion, inLine: 4) == 7)
        #expect(unit.columns.column(5, inLine: 4) == 3)
        #expect(unit.columns.column(5, inLine: 9) == 5)
    }

    @Test func diagnosticsAreReadWithTheirNotes() {
        let output = """
            lessons/a.md:2:5: error: no such thing as LessonUnit2.Box
            lessons/a.md:9:1: note: declared here
            <unknown>:0: error: something else
            """
        let found = DiagnosticParser.parse(output, of: unit("```swift\nlet a = 1\n```\n"))
        #expect(found.map(\.message) == ["no such thing as Box", "something else"])
        #expect(found.first?.notes.map(\.line) == [9])
    }

    @Test func anErrorInWhatAMacroMakesStandsWhereItIsUsed() {
        let output = """
            /tmp/@__swiftmacro_1M1C10ObservablefMm_.swift:1:70: error: no such type
            lessons/a.md:2:1: note: in expansion of macro 'Observable' on class 'C' here
            /tmp/@__swiftmacro_1M1C10ObservablefMe_.swift:4:2: error: no such type
            lessons/a.md:2:1: note: in expansion of macro 'Observable' on class 'C' here
            """
        let found = DiagnosticParser.parse(output, of: unit("```swift\n@Observable class C {}\n```\n"))
        #expect(
            found.map { "\($0.file):\($0.line):\($0.column) \($0.message)" }
                == ["lessons/a.md:2:1 no such type (in what the macro ‘Observable’ makes here)"])
    }
}
