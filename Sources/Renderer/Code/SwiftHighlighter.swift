import SwiftIDEUtils
import SwiftParser
import SwiftSyntax
import Synchronization

/// Swift source as HTML with the kinds of its words marked, by the compiler's own parser.
///
/// The classes are `k` keyword, `t` type, `s` string or regular expression, `n` number, `c` comment, `a` attribute
/// and `d` directive. Everything else is plain.
public enum SwiftHighlighter {
    /// What was marked last, for a page that is set again with most of its code as it was.
    private static let known = Mutex<[String: String]>([:])
    private static let knownLimit = 1000

    /// The source, escaped, as many lines as it had; a span never crosses the end of a line.
    public static func html(_ source: String) -> String {
        if let html = known.withLock({ $0[source] }) { return html }
        let html = mark(source)
        known.withLock { known in
            if known.count >= knownLimit { known.removeAll() }
            known[source] = html
        }
        return html
    }

    private static func mark(_ source: String) -> String {
        let bytes = Array(source.utf8)
        var writer = SpanWriter()
        var end = 0
        for piece in Parser.parse(source: source).classifications {
            let range = piece.range.lowerBound.utf8Offset..<min(piece.range.upperBound.utf8Offset, bytes.count)
            guard range.lowerBound >= end, !range.isEmpty else { continue }
            writer.add(String(decoding: bytes[end..<range.lowerBound], as: UTF8.self))
            writer.add(String(decoding: bytes[range], as: UTF8.self), class: name(of: piece.kind))
            end = range.upperBound
        }
        writer.add(String(decoding: bytes[end...], as: UTF8.self))
        return writer.finish()
    }

    private static func name(of kind: SyntaxClassification) -> String {
        switch kind {
        case .keyword: "k"
        case .type: "t"
        case .stringLiteral, .regexLiteral: "s"
        case .integerLiteral, .floatLiteral: "n"
        case .lineComment, .blockComment, .docLineComment, .docBlockComment: "c"
        case .attribute: "a"
        case .ifConfigDirective: "d"
        default: ""
        }
    }
}
