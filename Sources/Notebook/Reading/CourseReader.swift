import Foundation

/// Reads `lessons/course.yml`.
public struct CourseReader {
    public private(set) var diagnostics: [Diagnostic] = []
    let file: String

    static let known = [
        "title", "summary", "language", "timeout", "licence", "repository", "branch", "theme", "url", "html", "macros",
        "bibliography",
    ]
    /// The colours that a course can choose.
    public static let themeColors = ["accent", "background", "surface", "text", "muted"]

    public init(file: String) { self.file = file }

    public mutating func read(_ yaml: String) -> Course {
        var course = Course()
        for (key, value) in YAMLReader.mapping(yaml, lineOffset: 0, report: { report($0, $1, $2) }) {
            guard Self.known.contains(key.text) else {
                report(key.line, key.column, "unknown key ‘\(key.text)’" + suggestion(for: key.text, among: Self.known))
                continue
            }
            switch value {
            case .mapping(let pairs) where key.text == "macros":
                course.macros = Dictionary(pairs.map { ($0.key.text, $0.value.text) }, uniquingKeysWith: { $1 })
            case .mapping(let pairs) where key.text == "theme": readTheme(pairs, into: &course)
            case .scalar(let scalar) where key.text != "macros" && key.text != "theme":
                read(key.text, scalar, into: &course)
            default:
                report(key.line, key.column, "\(key.text) is not written like this; docs/writing-lessons.md shows how")
            }
        }
        return course
    }

    private mutating func read(_ key: String, _ value: YAMLReader.Scalar, into course: inout Course) {
        let text = value.text
        switch key {
        case "title": course.title = text
        case "summary": course.summary = text
        case "language": course.language = text
        case "licence": course.licence = text
        case "branch": course.branch = text
        case "bibliography":
            course.bibliography = Located(text, line: value.line, column: value.column)
        case "repository", "url":
            guard let url = webAddress(text) else {
                return report(value.line, value.column, "\(key) is an address that begins with https://, not ‘\(text)’")
            }
            if key == "url" { course.baseURL = url + "/" } else { course.repository = url }
        case "timeout":
            guard let seconds = Double(text), seconds > 0, seconds.isFinite else {
                return report(value.line, value.column, "timeout is a number of seconds, not ‘\(text)’")
            }
            course.timeout = seconds
        default:
            guard let flag = Bool(text) else {
                return report(value.line, value.column, "html is true or false, not ‘\(text)’")
            }
            course.allowsRawHTML = flag
        }
    }

    /// The address without slashes at its end; nil when it is none that a page could lead to.
    private func webAddress(_ text: String) -> String? {
        guard text.hasPrefix("https://") || text.hasPrefix("http://"), let url = URL(string: text),
            url.host()?.isEmpty == false, !text.contains(where: \.isWhitespace)
        else { return nil }
        var text = text
        while text.last == "/" { text.removeLast() }
        return text
    }

    private mutating func readTheme(
        _ pairs: [(key: YAMLReader.Scalar, value: YAMLReader.Scalar)], into course: inout Course
    ) {
        let known = Self.themeColors + Self.themeColors.map { $0 + "-dark" }
        for (key, value) in pairs {
            guard known.contains(key.text) else {
                report(key.line, key.column, "unknown colour ‘\(key.text)’" + suggestion(for: key.text, among: known))
                continue
            }
            let digits = value.text.dropFirst()
            guard value.text.first == "#", [3, 6].contains(digits.count), digits.allSatisfy(\.isHexDigit) else {
                report(value.line, value.column, "a colour is written as \"#0f5c86\", not ‘\(value.text)’")
                continue
            }
            course.colors[key.text] = value.text
        }
    }

    private mutating func report(_ line: Int, _ column: Int, _ message: String) {
        diagnostics.append(Diagnostic(id: "course", file: file, line: line, column: column, message: message))
    }
}
