import Testing

@testable import Notebook

struct DiagnosticTests {
    @Test func describesPlaceSourceAndCaret() {
        let note = Diagnostic(id: "n", severity: .note, file: "lessons/a.md", line: 1, message: "defined here")
        let diagnostic = Diagnostic(
            id: "e", file: "lessons/a.md", line: 3, column: 6, message: "no", excerpt: "\tlet é = x", notes: [note])
        #expect(
            diagnostic.description
                == "lessons/a.md:3:6: error: no\n\tlet é = x\n\t    ^\nlessons/a.md:1: note: defined here")
    }

    @Test(arguments: [("label", "label", 0), ("lable", "label", 1), ("", "abc", 3), ("echo", "eval", 3)])
    func distance(_ a: String, _ b: String, _ expected: Int) {
        #expect(editDistance(a, b) == expected)
    }

    @Test func suggestsOnlyWhatIsNear() {
        #expect(suggestion(for: "captoin", among: ["label", "caption"]) == "; did you mean ‘caption’?")
        #expect(suggestion(for: "zzzzzz", among: ["label", "caption"]) == "")
    }
}
