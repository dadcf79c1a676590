import Foundation
import Markdown

/// The head of a lesson between two lines of `---`, and where the Markdown after it begins.
struct FrontMatterReader {
    let file: String
    private(set) var diagnostics: [Diagnostic] = []

    init(file: String) { self.file = file }

    /// Splits a lesson's text, and reads what its head says.
    /// - Returns: what was read; the Markdown; the number of its first line.
    mutating func read(_ source: String) -> (FrontMatter, body: String, firstLine: Int) {
        var lines = source.lines
        guard lines.first.map(isFence) == true else { return (FrontMatter(), source, 1) }
        guard let end = lines.dropFirst().firstIndex(where: isFence) else {
            report(1, 1, "the front matter that begins here has no end; close it with a line of ---")
            return (FrontMatter(), source, 1)
        }
        let head = lines[1..<end].joined(separator: "\n")
        lines.removeSubrange(...end)
        return (parse(head), lines.joined(separator: "\n"), end + 2)
    }

    private func isFence(_ line: Substring) -> Bool {
        line.trimmingCharacters(in: .whitespaces) == "---"
    }

    static let known = [
        "title", "subtitle", "summary", "order", "authors", "date", "tags", "draft", "prerequisites", "smart",
    ]

    private mutating func parse(_ yaml: String) -> FrontMatter {
        var result = FrontMatter()
        for (key, value) in YAMLReader.mapping(yaml, lineOffset: 1, report: { report($0, $1, $2) }) {
            guard Self.known.contains(key.text) else {
                report(key.line, key.column, "unknown key ‘\(key.text)’" + suggestion(for: key.text, among: Self.known))
                continue
            }
            switch (key.text, value.scalars) {
            case ("authors", let names?): result.authors = names.map(\.text)
            case ("tags", let tags?): result.tags = tags.map(\.text)
            case ("prerequisites", let names?):
                result.prerequisites = names.map { Located($0.text, line: $0.line, column: $0.column) }
            default:
                guard case .scalar(let scalar) = value else {
                    report(key.line, key.column, "expected a plain value")
                    continue
                }
                read(key.text, scalar, into: &result)
            }
        }
        return result
    }

    private mutating func read(_ key: String, _ value: YAMLReader.Scalar, into result: inout FrontMatter) {
        switch key {
        case "title": result.title = value.text
        case "subtitle": result.subtitle = value.text
        case "summary": result.summary = value.text
        case "order":
            result.order = Int(value.text)
            if result.order == nil {
                report(value.line, value.column, "order is a whole number, not ‘\(value.text)’")
            }
        case "date":
            guard value.text.wholeMatch(of: /\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])/) != nil else {
                return report(value.line, value.column, "a date is written as 2026-05-31, not ‘\(value.text)’")
            }
            result.date = value.text
        default:
            guard let flag = Bool(value.text) else {
                return report(value.line, value.column, "\(key) is true or false, not ‘\(value.text)’")
            }
            if key == "draft" { result.isDraft = flag } else { result.setsQuotesAndDashes = flag }
        }
    }

    private mutating func report(_ line: Int, _ column: Int, _ message: String) {
        diagnostics.append(
            Diagnostic(id: "front-matter", file: file, line: line, column: column, message: message))
    }
}
