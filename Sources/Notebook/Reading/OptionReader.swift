import Foundation
import Markdown

/// Reads the `//|` comments at the head of a cell.
struct OptionReader {
    static let known = ["label", "caption", "echo", "eval", "output", "error", "timeout", "cache", "mark"]

    let file: String
    private(set) var options = CellOptions()
    private(set) var diagnostics: [Diagnostic] = []

    init(file: String) { self.file = file }

    /// Whether a line of a cell is an option rather than Swift.
    static func isOption(_ line: some StringProtocol) -> Bool {
        line.drop { $0 == " " || $0 == "\t" }.hasPrefix("//|")
    }

    /// Reads one line, whose first byte stands at `position`.
    mutating func read(_ line: Substring, at position: Position) {
        let marker = line.range(of: "//|")!
        let text = line[marker.upperBound...]
        guard let colon = text.firstIndex(of: ":") else {
            return report(position, in: line, at: marker.upperBound, "expected ‘//| name: value’")
        }
        let name = text[..<colon].trimmingCharacters(in: .whitespaces)
        let raw = text[text.index(after: colon)...]
        let value = unquoted(raw.trimmingCharacters(in: .whitespaces))
        let nameStart = text.firstIndex { $0 != " " } ?? colon
        let valueStart = raw.firstIndex { $0 != " " } ?? raw.endIndex
        guard Self.known.contains(name) else {
            return report(
                position, in: line, at: nameStart,
                "unknown option ‘\(name)’" + suggestion(for: name, among: Self.known))
        }
        if let problem = set(name, to: value) { report(position, in: line, at: valueStart, problem) }
    }

    private mutating func set(_ name: String, to value: String) -> String? {
        switch name {
        case "label": return setLabel(value)
        case "caption": options.caption = value
        case "echo":
            guard let echo = CellOptions.Echo(rawValue: value) else {
                let words = CellOptions.Echo.allCases.map(\.rawValue)
                return "echo is true, false or fold, not ‘\(value)’" + suggestion(for: value, among: words)
            }
            options.echo = echo
        case "mark":
            guard let ranges = LineRanges.read(value) else {
                return "mark is lines of the cell such as 2, 4-6; not ‘\(value)’"
            }
            options.mark = ranges
        case "timeout":
            guard let seconds = Double(value), seconds > 0, seconds.isFinite else {
                return "timeout is a number of seconds, not ‘\(value)’"
            }
            options.timeout = seconds
        default: return setFlag(name, to: value)
        }
        return nil
    }

    private mutating func setFlag(_ name: String, to value: String) -> String? {
        guard let flag = Bool(value) else {
            return "\(name) is true or false, not ‘\(value)’" + suggestion(for: value, among: ["true", "false"])
        }
        switch name {
        case "eval": options.eval = flag
        case "output": options.output = flag
        case "error": options.error = flag
        default: options.cache = flag
        }
        return nil
    }

    private mutating func setLabel(_ value: String) -> String? {
        let isWord = value.utf8.allSatisfy { byte in
            byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || (byte >= 48 && byte <= 57)
                || (byte | 32 >= 97 && byte | 32 <= 122)
        }
        guard isWord, value.first?.isLetter == true else {
            return "a label is letters, digits and hyphens, beginning with a letter, not ‘\(value)’"
        }
        options.label = value
        return nil
    }

    private func unquoted(_ value: String) -> String {
        guard value.count >= 2, let quote = value.first, quote == "\"" || quote == "'", value.last == quote else {
            return value
        }
        return String(value.dropFirst().dropLast())
    }

    private mutating func report(_ position: Position, in line: Substring, at index: Substring.Index, _ message: String)
    {
        let column = position.column + line.utf8.distance(from: line.startIndex, to: index)
        diagnostics.append(
            Diagnostic(id: "cell-option", file: file, line: position.line, column: column, message: message))
    }
}

/// Reads `2,4-6` as ranges of lines.
public enum LineRanges {
    public static func read(_ text: some StringProtocol) -> [ClosedRange<Int>]? {
        var ranges: [ClosedRange<Int>] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let ends = part.split(separator: "-", omittingEmptySubsequences: false)
                .map { Int($0.trimmingCharacters(in: .whitespaces)) }
            guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1], first > 0,
                last >= first
            else { return nil }
            ranges.append(first...last)
        }
        return ranges.isEmpty ? nil : ranges
    }
}
