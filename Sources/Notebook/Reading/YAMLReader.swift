import Foundation
import Yams

/// A mapping in YAML, each value with its place.
enum YAMLReader {
    struct Scalar {
        var text: String
        var line: Int
        var column: Int
    }

    /// A value, with its place, as one of the forms that the project's files use.
    enum Value {
        case scalar(Scalar)
        case list([Scalar])
        case mapping([(key: Scalar, value: Scalar)])

        /// The scalar, or the scalars of a list; nil for a mapping.
        var scalars: [Scalar]? {
            switch self {
            case .scalar(let scalar): [scalar]
            case .list(let list): list
            case .mapping: nil
            }
        }
    }

    static func mapping(
        _ yaml: String, lineOffset: Int, report: (Int, Int, String) -> Void
    ) -> [(key: Scalar, value: Value)] {
        if let line = tooDeep(yaml) {
            report(line + lineOffset, 1, "not valid here: lists and mappings are nested too deeply")
            return []
        }
        if let line = tooManyAliases(yaml) {
            report(line + lineOffset, 1, "not valid here: aliases repeat one another too often; write the values out")
            return []
        }
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
            guard let key = scalar(key, lineOffset), let value = Self.value(value, lineOffset) else {
                report((key.mark?.line ?? 1) + lineOffset, key.mark?.column ?? 1, "expected a plain value")
                return nil
            }
            return (key, value)
        }
    }

    /// The line at which values may be nested deeper than any file of the project needs; nil when none is. The parser
    /// calls itself for each level, so that thousands of them would exhaust the stack.
    private static func tooDeep(_ yaml: String) -> Int? {
        let most = 64
        var brackets = 0
        for (number, line) in yaml.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .enumerated()
        {
            var dashes = 0
            var isHead = true
            for byte in line {
                switch byte {
                case UInt8(ascii: "["), UInt8(ascii: "{"): brackets += 1
                case UInt8(ascii: "]"), UInt8(ascii: "}"): brackets = max(0, brackets - 1)
                case UInt8(ascii: "-") where isHead, UInt8(ascii: "?") where isHead: dashes += 1
                case UInt8(ascii: " ") where isHead: dashes += 1
                default: isHead = false
                }
            }
            // A level takes a space or a dash at the head of its line.
            if brackets > most || dashes > 2 * most { return number + 1 }
        }
        return nil
    }

    /// The first line with an anchor, if what aliases stand for can be larger than any file of the project; nil if not.
    /// Ten lists of ten aliases each, one list in the next, stand for ten thousand million values, and the parser visits
    /// each of them when such a list is a key.
    private static func tooManyAliases(_ yaml: String) -> Int? {
        let most = 100_000.0
        var first: Int?
        var anchors = 0.0, aliases = 0.0
        for (number, line) in yaml.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .enumerated()
        {
            var before = UInt8(ascii: " ")
            for byte in line {
                if before <= UInt8(ascii: " ")
                    || [UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: ",")].contains(before)
                {
                    if byte == UInt8(ascii: "&") {
                        anchors += 1
                        first = first ?? number + 1
                    }
                    if byte == UInt8(ascii: "*") { aliases += 1 }
                }
                before = byte
            }
        }
        // At most every anchor's value holds every alias.
        return pow(aliases + 1, anchors) > most ? first : nil
    }

    private static func value(_ node: Node, _ lineOffset: Int) -> Value? {
        if let scalar = scalar(node, lineOffset) { return .scalar(scalar) }
        if let sequence = node.sequence {
            let items = sequence.compactMap { scalar($0, lineOffset) }
            return items.count == sequence.count ? .list(items) : nil
        }
        guard let mapping = node.mapping else { return nil }
        let pairs = mapping.compactMap { key, value -> (key: Scalar, value: Scalar)? in
            guard let key = scalar(key, lineOffset), let value = scalar(value, lineOffset) else { return nil }
            return (key, value)
        }
        return pairs.count == mapping.count ? .mapping(pairs) : nil
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
