import Testing

@testable import Notebook

@Suite struct CourseReaderTests {
    @Test func everyKeyIsRead() {
        var reader = CourseReader(file: "lessons/course.yml")
        let course = reader.read(
            """
            title: T
            licence: CC BY
            repository: https://github.com/a/b/
            url: https://x.org/c
            bibliography: refs.bib
            html: true
            theme: {accent: "#0f5c86", accent-dark: "#abc"}
            macros:
              \\R: \\mathbb{R}
            """)
        #expect(reader.diagnostics.isEmpty)
        #expect(course.licence == "CC BY" && course.allowsRawHTML)
        #expect(course.repository == "https://github.com/a/b" && course.baseURL == "https://x.org/c/")
        #expect(course.colors == ["accent": "#0f5c86", "accent-dark": "#abc"])
        #expect(course.macros == ["\\R": "\\mathbb{R}"])
        #expect(course.bibliography == Located("refs.bib", line: 5, column: 15))
    }

    @Test(arguments: [
        ("titel: x", "‘title’?"), ("theme: {acent: \"#fff\"}", "‘accent’?"), ("theme: {accent: red}", "#0f5c86"),
        ("url: x.org", "https://"), ("url: \"javascript:alert(1)\"", "https://"), ("html: perhaps", "true or false"),
        ("macros: x", "macros"), ("timeout: -1", "seconds"),
    ]) func whatIsWrongIsSaid(yaml: String, hint: String) throws {
        var reader = CourseReader(file: "lessons/course.yml")
        _ = reader.read(yaml)
        let diagnostic = try #require(reader.diagnostics.first)
        #expect(diagnostic.message.contains(hint) && diagnostic.line == 1)
    }

    /// Each line stands for twice as much as the one before it: as a key, for more than can be looked at in a lifetime.
    @Test func aliasesThatStandForTooMuchAreRefused() {
        let lines = (1..<60).map { "z\($0): &z\($0) [*z\($0 - 1), *z\($0 - 1)]\n" }.joined()
        var reader = CourseReader(file: "lessons/course.yml")
        _ = reader.read("title: T\nz0: &z0 [a, a]\n" + lines + "? *z59\n: a\n")
        #expect(reader.diagnostics.first?.message.contains("aliases repeat one another too often") == true)
        #expect(reader.diagnostics.first?.line == 2)
        reader = CourseReader(file: "lessons/course.yml")
        #expect(
            reader.read("title: &t We *really* mean R&D & you\nsummary: *t\n").title == "We *really* mean R&D & you")
    }

    @Test func frontMatterSaysWhoAndWhen() {
        let lesson = LessonReader.read(
            "---\nauthors: [A, B]\ndate: 2026-05-31\ntags: x\ndraft: true\nprerequisites:\n  - one\nsmart: false\n---\n\"q\"",
            file: "lessons/x.md")
        let head = lesson.frontMatter
        #expect(lesson.diagnostics.isEmpty)
        #expect(head.authors == ["A", "B"] && head.tags == ["x"] && head.date == "2026-05-31" && head.isDraft)
        #expect(head.prerequisites == [Located("one", line: 7, column: 5)])
        #expect(lesson.tree.plainText(of: lesson.tree.root) == "\"q\"")
    }

    @Test func aDateIsADay() {
        #expect(LessonReader.read("---\ndate: May\n---\n", file: "x.md").diagnostics.map(\.line) == [2])
    }

    @Test func footnotesAndFormulasWithoutAPartnerAreErrors() {
        let lesson = LessonReader.read("---\ntitle: T\n---\na[^one]\n\n[^on]: b\n\n$$ x", file: "lessons/x.md")
        #expect(lesson.diagnostics.map(\.id).sorted() == ["formula", "unknown-footnote", "unused-footnote"])
        #expect(lesson.diagnostics.first { $0.id == "unknown-footnote" }?.message.contains("‘on’?") == true)
        #expect(lesson.diagnostics.allSatisfy { $0.excerpt != nil })
    }

    @Test(arguments: [("2,4-6", [2...2, 4...6]), ("1", [1...1]), ("", nil), ("3-2", nil), ("a", nil), ("0", nil)])
    func rangesOfLines(text: String, expected: [ClosedRange<Int>]?) {
        #expect(LineRanges.read(text) == expected)
    }
}
