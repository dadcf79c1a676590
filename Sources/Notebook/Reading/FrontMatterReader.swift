import Foundation
import Yams

/// The head of a lesson between two lines of `---`, and where the Markdown after it begins.
struct FrontMatterReader {
    let file: String
    private(set) var diagnostics: [Diagnostic] = []

    init(file: String) { self.file = file }

    /// Splits a lesson's text, and reads what its head says.
    /// - Returns: what was read; the Markdown; the number of its first line.
    mutating func read(_ source: String) -> (FrontMatter, body: String, firstLine: Int) {
        var lines = source.split(separator: "\n", omittingEmptySubsequences: false)
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

    private mutating func parse(_ yaml: String) -> FrontMatter {
        var result = FrontMatter()
        for (key, value) in YAMLReader.mapping(yaml, lineOffset: 1, report: { report($0, $1, $2) }) {
            switch key.text {
            case "title": result.title = value.text
            case "subtitle": result.subtitle = value.text
            case "summary": result.summary = value.text
            case "order":
                result.order = Int(value.text)
                if result.order == nil {
                    report(value.line, value.column, "order is a whole number, not ‘\(value.text)’")
                }
            default:
                let known = ["title", "subtitle", "summary", "order"]
                report(key.line, key.column, "unknown key ‘\(key.text)’" + suggestion(for: key.text, among: known))
            }
        }
        return result
    }

    private mutating func report(_ line: Int, _ column: Int, _ message: String) {
        diagnostics.append(
            Diagnostic(id: "front-matter", file: file, line: line, column: column, message: message))
    }
}

/// Reads `lessons/course.yml`.
public struct CourseReader {
    public private(set) var diagnostics: [Diagnostic] = []
    let file: String

    public init(file: String) { self.file = file }

    public mutating func read(_ yaml: String) -> Course {
        var course = Course()
        for (key, value) in YAMLReader.mapping(yaml, lineOffset: 0, report: { report($0, $1, $2) }) {
            switch key.text {
            case "title": course.title = value.text
            case "summary": course.summary = value.text
            case "language": course.language = value.text
            case "timeout":
                if let seconds = Double(value.text), seconds > 0 {
                    course.timeout = seconds
                } else {
                    report(value.line, value.column, "timeout is a number of seconds, not ‘\(value.text)’")
                }
            default:
                let known = ["title", "summary", "language", "timeout"]
                report(key.line, key.column, "unknown key ‘\(key.text)’" + suggestion(for: key.text, among: known))
            }
        }
        return course
    }

    private mutating func report(_ line: Int, _ column: Int, _ message: String) {
        diagnostics.append(Diagnostic(id: "course", file: file, line: line, column: column, message: message))
    }
}

/// A mapping of scalars in YAML, each with its place.
enum YAMLReader {
    struct Scalar {
        var text: String
        var line: Int
        var column: Int
    }

    static func mapping(
        _ yaml: String, lineOffset: Int, report: (Int, Int, String) -> Void
    ) -> [(key: Scalar, value: Scalar)] {
        let node: Node?
        do {
            node = try Yams.compose(yaml: yaml)
        } catch let error as YamlError {
            let mark = error.mark
            report((mark?.line ?? 1) + lineOffset, mark?.column ?? 1, "not valid YAML: \(error.summary)")
            return []
        } catch {
            report(1 + lineOffset, 1, "not valid YAML: \(error)")
            return []
        }
        guard let node, node != Node("") else { return [] }
        guard let mapping = node.mapping else {
            report(1 + lineOffset, 1, "expected lines of ‘key: value’")
            return []
        }
        return mapping.compactMap { key, value in
            guard let key = scalar(key, lineOffset), let value = scalar(value, lineOffset) else {
                report((key.mark?.line ?? 1) + lineOffset, key.mark?.column ?? 1, "expected a plain value")
                return nil
            }
            return (key, value)
        }
    }

    private static func scalar(_ node: Node, _ lineOffset: Int) -> Scalar? {
        guard let scalar = node.scalar else { return nil }
        return Scalar(text: scalar.string, line: (node.mark?.line ?? 1) + lineOffset, column: node.mark?.column ?? 1)
    }
}

extension YamlError {
    fileprivate var mark: Mark? {
        switch self {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark
        default: nil
        }
    }

    fileprivate var summary: String {
        switch self {
        case .scanner(_, let problem, _, _), .parser(_, let problem, _, _), .composer(_, let problem, _, _): problem
        default: "\(self)"
        }
    }
}
