import Foundation
import Testing

/// Lessons to and from other forms.
struct InterchangeTests {
    private func notebook(_ cells: String, language: String = "swift", format: Int = 4) -> String {
        """
        {"nbformat": \(format), "nbformat_minor": 5, "metadata": {"kernelspec": {"language": "\(language)"}},
         "cells": [\(cells)]}
        """
    }

    @Test func aLessonComesBackFromANotebook() throws {
        let course = try TestCourse()
        try course.lesson(
            "one",
            """
            # Throwing dice

            Text with `code`.

            ```swift
            print("said", 1 + 1)
            ```

            The end.
            """)
        _ = try course.build()
        let exported = try course.run("export", "--ipynb", "one")
        #expect(exported.status == 0 && exported.stdout == "Wrote one.ipynb.\n")
        let text = try String(contentsOf: course.root.appendingPathComponent("one.ipynb"), encoding: .utf8)
        #expect(text.contains("said 2"))
        try FileManager.default.moveItem(
            atPath: course.root.path + "/one.ipynb", toPath: course.root.path + "/Again And Again.ipynb")
        let imported = try course.run("import", "Again And Again.ipynb")
        #expect(
            imported.stdout
                == "Wrote ./lessons/again-and-again.md: 2 texts, 1 cell. See it with ‘lessons serve’.\n")
        #expect(try course.build().status == 0)
        #expect(try course.page("again-and-again").contains("said 2"))
        #expect(try course.run("import", "Again And Again.ipynb").status == 64)
    }

    @Test func cellsOfOtherLanguagesAreListed() throws {
        let course = try TestCourse()
        try course.write(
            "python.ipynb",
            notebook(
                """
                {"cell_type": "markdown", "source": ["Some *text*\\n", "in lines."]},
                {"cell_type": "code", "source": "print('```')", "outputs": []},
                {"cell_type": "raw", "source": "as it is"}
                """, language: "python"))
        #expect(try course.run("import", "python.ipynb").stdout.contains("2 texts, 0 cells, 1 listing."))
        let text = try String(contentsOf: course.root.appendingPathComponent("lessons/python.md"), encoding: .utf8)
        #expect(
            text == """
                ---
                title: "python"
                ---

                Some *text*
                in lines.

                ```python
                print('```')
                ```

                ```text
                as it is
                ```

                """)
        #expect(try course.build().stderr.contains("0 cells ran"))
        #expect(try course.page("python").contains("print("))
    }

    @Test(
        arguments: [
            ("not JSON", "it is not JSON"), ("{}", "without a format"), ("{\"nbformat\": 3}", "--nbformat 4"),
            ("{\"nbformat\": 4, \"cells\": [{\"source\": \"\"}]}", "cells 1 has no ‘cell_type’"),
        ])
    func whatIsNoNotebookIsRefused(_ text: String, _ words: String) throws {
        let course = try TestCourse()
        try course.write("bad.ipynb", text)
        let result = try course.run("import", "bad.ipynb")
        #expect(result.status == 64 && result.stderr.contains(words), Comment(rawValue: result.stderr))
        #expect(!FileManager.default.fileExists(atPath: course.root.path + "/lessons/bad.md"))
    }

    @Test func aLessonBecomesASwiftFile() throws {
        let course = try TestCourse()
        try course.lesson("one", "# One\n\nText.\n\n```swift\nlet a = 1\n```\n\nThe end.\n")
        let result = try course.run("export", "--swift", "one", "--to", "-")
        #expect(result.stdout == "import Lab\n\n// # One\n//\n// Text.\n\nlet a = 1\n\n// The end.\n")
        #expect(try course.run("export", "one").status == 64)
        #expect(try course.run("export", "--swift", "tow").status == 64)
    }

    @Test func tangledCellsCompileAndRun() throws {
        let course = try TestCourse()
        try course.lesson(
            "one",
            """
            ```swift
            let tensor = Tensor([1, 2])
            tensor.sum()
            ```

            ```swift
            //| error: true
            let wrong: Int = "text"
            ```

            The sum: `{swift} tensor.sum()`.
            """)
        try course.lesson("two", "No cells.\n")
        let result = try course.run("tangle")
        #expect(result.stdout.hasSuffix("a Swift package with a program for each of 1 lesson.\n"))
        let ran = try course.output(of: "/usr/bin/env", ["swift", "run", "--package-path", ".lessons/tangled", "one"])
        #expect(ran.status == 0)
        #expect(ran.text == "3\n3\n")
        // A lesson that is gone takes its program along.
        try FileManager.default.removeItem(at: course.root.appendingPathComponent("lessons/one.md"))
        try course.lesson("three", "```swift\nlet a = 1\n```\n")
        _ = try course.run("tangle")
        let sources = try FileManager.default.contentsOfDirectory(
            atPath: course.root.path + "/.lessons/tangled/Sources")
        #expect(sources == ["three"])
    }
}
