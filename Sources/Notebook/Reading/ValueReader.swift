import Foundation

/// How a value in prose is written and what it must be: the head of `` `{swift format: .1, expect: 20...40} ratio` ``.
public struct ValueOptions: Hashable, Sendable {
    /// `.2` for two decimals, `3` for three significant digits, `.0%` for a percentage; nil as Swift prints it.
    public var format: String?
    /// Bounds in Swift, as written; a value outside them fails the lesson, because the prose around it would lie.
    public var expect: String?

    public init(format: String? = nil, expect: String? = nil) {
        self.format = format
        self.expect = expect
    }
}

/// Takes `{swift …} expression` apart.
struct ValueReader {
    struct Result {
        var options: ValueOptions
        var expression: String
        /// How many bytes of the code stand before the expression.
        var offset: Int
        var problem: String?
    }

    /// - Returns: nil when the code is not a value.
    static func read(_ code: String) -> Result? {
        guard code.hasPrefix("{swift"), let close = code.firstIndex(of: "}") else { return nil }
        let head = code[code.index(code.startIndex, offsetBy: 6)..<close]
        guard head.isEmpty || head.first == " " else { return nil }
        let rest = code[code.index(after: close)...]
        let expression = rest.drop { $0 == " " }
        var result = Result(
            options: ValueOptions(), expression: String(expression).trimmingCharacters(in: .whitespaces),
            offset: code.utf8.distance(from: code.startIndex, to: expression.startIndex))
        for part in head.split(separator: ",") { result.read(part) }
        if result.expression.isEmpty { result.problem = "an expression is missing after {swift}" }
        return result
    }
}

extension ValueReader.Result {
    fileprivate mutating func read(_ part: Substring) {
        let pieces = part.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
        guard pieces.count == 2, !pieces[1].isEmpty else {
            problem = "expected ‘name: value’ in {swift …}, not ‘\(part.trimmingCharacters(in: .whitespaces))’"
            return
        }
        switch pieces[0] {
        case "format" where isFormat(pieces[1]): options.format = pieces[1]
        case "format":
            problem = "a format is .2 (decimals), 3 (significant digits) or .0% (per cent), not ‘\(pieces[1])’"
        case "expect" where pieces[1].contains("..."): options.expect = pieces[1]
        case "expect": problem = "expect is a range such as 20...40, not ‘\(pieces[1])’"
        default: problem = "unknown option ‘\(pieces[0])’" + suggestion(for: pieces[0], among: ["format", "expect"])
        }
    }

    private func isFormat(_ text: String) -> Bool {
        var digits = text[...]
        if digits.hasSuffix("%") { digits.removeLast() }
        if digits.hasPrefix(".") { digits.removeFirst() }
        guard let count = Int(digits) else { return false }
        return (0...15).contains(count)
    }
}
