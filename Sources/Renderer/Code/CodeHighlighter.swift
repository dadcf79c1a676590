/// Source in languages other than Swift as HTML with comments, strings, numbers and keywords marked, with the classes of
/// `SwiftHighlighter`. It reads words, not grammar, which is enough to be read with ease.
public enum CodeHighlighter {
    /// The source, escaped; a language that is not known stays plain.
    public static func html(_ source: String, language: String) -> String {
        guard let lexicon = Lexicon.named(language.lowercased()) else { return source.htmlEscaped }
        var scanner = Scanner(Array(source.utf8), lexicon)
        return scanner.html()
    }
}

/// What a language's words and marks are.
struct Lexicon: Sendable {
    var lineComments: [String] = []
    var blockComment: (open: String, close: String)?
    /// From the longest to the shortest.
    var quotes: [String] = ["\"", "'"]
    var keywords: Set<String> = []

    static func named(_ name: String) -> Lexicon? {
        switch name {
        case "c", "cpp", "c++", "h", "hpp", "cuda", "metal": curly(c)
        case "java", "kotlin", "csharp", "cs", "go", "rust", "rs", "scala", "dart": curly(c + others)
        case "js", "javascript", "ts", "typescript":
            Lexicon(
                lineComments: ["//"], blockComment: ("/*", "*/"), quotes: ["`", "\"", "'"], keywords: words(script))
        case "python", "py":
            Lexicon(lineComments: ["#"], quotes: ["\"\"\"", "'''", "\"", "'"], keywords: words(python))
        case "julia", "r", "ruby", "rb": Lexicon(lineComments: ["#"], keywords: words(python + " end do then local"))
        case "sh", "bash", "shell", "zsh", "console": Lexicon(lineComments: ["#"], keywords: words(shell))
        case "yaml", "yml", "toml", "ini": Lexicon(lineComments: ["#"], keywords: ["true", "false", "null"])
        case "json": Lexicon(quotes: ["\""], keywords: ["true", "false", "null"])
        case "sql": Lexicon(lineComments: ["--"], blockComment: ("/*", "*/"), keywords: words(sql + sql.uppercased()))
        case "css": Lexicon(blockComment: ("/*", "*/"))
        default: nil
        }
    }

    private static func curly(_ keywords: String) -> Lexicon {
        Lexicon(lineComments: ["//"], blockComment: ("/*", "*/"), keywords: words(keywords))
    }

    private static func words(_ text: String) -> Set<String> { Set(text.split(separator: " ").map(String.init)) }

    private static let c = """
        auto bool break case char class const constexpr continue default delete do double else enum extern false float \
        for if inline int long namespace new nullptr operator private protected public return short signed sizeof \
        static struct switch template this throw true try catch typedef typename union unsigned using virtual void \
        volatile while
        """
    private static let others = """
         abstract as async await crate dyn extends final finally fn fun func go impl implements import in interface \
        internal let loop match mod move mut override package pub range record ref self super trait type unsafe use val \
        var when where yield
        """
    private static let script = """
        as async await break case catch class const continue default delete do else export extends false finally for \
        from function if implements import in instanceof interface let new null of private public readonly return \
        static super switch this throw true try type typeof undefined var void while yield
        """
    private static let python = """
        False None True and as assert async await break class continue def del elif else except finally for from \
        function global if import in is lambda nonlocal not or pass raise return try while with yield
        """
    private static let shell = """
        case cd do done elif else esac exit export fi for function if in local return set source then unset until while
        """
    private static let sql = """
        and as asc by create delete desc distinct from group having in inner insert into is join left like limit not \
        null on or order outer right select set table union update values where 
        """
}

/// Goes through a source once.
private struct Scanner {
    let bytes: [UInt8]
    let lexicon: Lexicon
    var offset = 0
    var writer = SpanWriter()

    init(_ bytes: [UInt8], _ lexicon: Lexicon) {
        self.bytes = bytes
        self.lexicon = lexicon
    }

    mutating func html() -> String {
        while offset < bytes.count {
            let start = offset
            let name = readPiece()
            writer.add(String(decoding: bytes[start..<offset], as: UTF8.self), class: name)
        }
        return writer.finish()
    }

    /// Reads one word, comment, string, number or mark, and says which it was.
    private mutating func readPiece() -> String {
        let byte = bytes[offset]
        if lexicon.lineComments.contains(where: starts) {
            offset = bytes[offset...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            return "c"
        }
        if let block = lexicon.blockComment, starts(with: block.open) {
            offset = end(of: block.close, from: offset + block.open.utf8.count)
            return "c"
        }
        if let quote = lexicon.quotes.first(where: starts) {
            readString(quote)
            return "s"
        }
        if isWord(byte) {
            let start = offset
            while offset < bytes.count, isWord(bytes[offset]) || isDecimalPoint(start) { offset += 1 }
            if (0x30...0x39).contains(byte) { return "n" }
            return lexicon.keywords.contains(String(decoding: bytes[start..<offset], as: UTF8.self)) ? "k" : ""
        }
        offset += 1
        return ""
    }

    private func starts(with mark: String) -> Bool { bytes[offset...].starts(with: mark.utf8) }

    private func isWord(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 32) || byte == UInt8(ascii: "_") || byte >= 0x80
    }

    private func isDecimalPoint(_ start: Int) -> Bool {
        (0x30...0x39).contains(bytes[start]) && bytes[offset] == UInt8(ascii: ".")
    }

    private func end(of mark: String, from start: Int) -> Int {
        var at = start
        while at < bytes.count, !bytes[at...].starts(with: mark.utf8) { at += 1 }
        return min(at + mark.utf8.count, bytes.count)
    }

    /// A string in single marks ends with its line, if nothing ends it before.
    private mutating func readString(_ quote: String) {
        let isLong = quote.utf8.count > 1 || quote == "`"
        offset += quote.utf8.count
        while offset < bytes.count, !starts(with: quote) {
            if bytes[offset] == UInt8(ascii: "\n"), !isLong { return }
            offset += bytes[offset] == UInt8(ascii: "\\") ? 2 : 1
        }
        offset = min(offset + quote.utf8.count, bytes.count)
    }
}
