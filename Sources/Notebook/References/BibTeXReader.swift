import Foundation

/// Reads references in BibTeX: entries, `@string`, values in braces or quotes joined by `#`.
struct BibTeXReader {
    let file: String
    private let bytes: [UInt8]
    private var offset = 0
    private var strings: [String: String] = [:]
    private(set) var diagnostics: [Diagnostic] = []

    init(_ text: String, file: String) {
        bytes = Array(text.utf8)
        self.file = file
        let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
        for month in months { strings[month] = month.capitalized }
    }

    mutating func read() -> [Reference] {
        var references: [Reference] = []
        while let at = bytes[offset...].firstIndex(of: UInt8(ascii: "@")) {
            offset = at + 1
            let type = word().lowercased()
            skipBlanks()
            guard let open = next(), open == UInt8(ascii: "{") || open == UInt8(ascii: "(") else { continue }
            switch type {
            case "comment", "preamble": skipEntry()
            case "string": for (name, value) in fields() { strings[name] = value }
            default:
                skipBlanks()
                let key = word()
                skipBlanks()
                guard !key.isEmpty, next() == UInt8(ascii: ",") else {
                    report(at, "an entry begins with its key and a comma: @article{key, …")
                    continue
                }
                references.append(reference(key, Dictionary(fields(), uniquingKeysWith: { first, _ in first })))
            }
        }
        return references
    }

    /// `name = value, …` up to the end of the entry.
    private mutating func fields() -> [(String, String)] {
        var fields: [(String, String)] = []
        while true {
            skipBlanks()
            let start = offset
            let name = word().lowercased()
            skipBlanks()
            if name.isEmpty {
                guard let end = next(), end == UInt8(ascii: "}") || end == UInt8(ascii: ")") else {
                    report(start, "expected a field, such as year = 2015, or the end of the entry")
                    return fields
                }
                return fields
            }
            guard next() == UInt8(ascii: "=") else {
                report(start, "expected ‘=’ after ‘\(name)’")
                return fields
            }
            fields.append((name, value()))
            skipBlanks()
            if peek == UInt8(ascii: ",") { offset += 1 }
        }
    }

    private mutating func value() -> String {
        var text = ""
        while true {
            skipBlanks()
            switch peek {
            case UInt8(ascii: "{"): text += group(UInt8(ascii: "}"))
            case UInt8(ascii: "\""): text += group(UInt8(ascii: "\""))
            default:
                let word = word()
                text += strings[word.lowercased()] ?? word
            }
            skipBlanks()
            guard peek == UInt8(ascii: "#") else { return text }
            offset += 1
        }
    }

    /// What stands between braces or quotes, in which braces are balanced.
    private mutating func group(_ close: UInt8) -> String {
        let start = offset + 1
        var depth = 0
        offset = start
        while offset < bytes.count {
            let byte = bytes[offset]
            if byte == close, depth == 0 { break }
            if byte == UInt8(ascii: "{") { depth += 1 }
            if byte == UInt8(ascii: "}") { depth -= 1 }
            offset += byte == UInt8(ascii: "\\") ? 2 : 1
        }
        if offset >= bytes.count { report(start - 1, "what begins here has no end") }
        let end = min(offset, bytes.count)
        offset = min(offset + 1, bytes.count)
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }

    private mutating func skipEntry() {
        offset -= 1
        _ = group(UInt8(ascii: "}"))
    }

    private var peek: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    private mutating func next() -> UInt8? {
        defer { offset = min(offset + 1, bytes.count) }
        return peek
    }

    private mutating func skipBlanks() {
        while let byte = peek, byte <= UInt8(ascii: " ") { offset += 1 }
    }

    private mutating func word() -> String {
        let start = offset
        while let byte = peek, byte > UInt8(ascii: " "), !"{}(),=#\"".utf8.contains(byte) { offset += 1 }
        return String(decoding: bytes[start..<offset], as: UTF8.self)
    }

    private mutating func report(_ at: Int, _ message: String) {
        let before = bytes[..<min(at, bytes.count)]
        let line = before.count { $0 == UInt8(ascii: "\n") } + 1
        let column = before.count - (before.lastIndex(of: UInt8(ascii: "\n")) ?? -1)
        diagnostics.append(Diagnostic(id: "bibliography", file: file, line: line, column: column, message: message))
    }
}

extension BibTeXReader {
    private func reference(_ key: String, _ fields: [String: String]) -> Reference {
        func text(_ names: String...) -> String {
            names.compactMap { fields[$0] }.first.map(TeXText.plain) ?? ""
        }
        var result = Reference(key: key)
        result.authors = names(fields["author"] ?? fields["editor"] ?? "")
        result.title = text("title")
        result.year = text("year").isEmpty ? String(text("date").prefix(4)) : text("year")
        result.container = text("journal", "journaltitle", "booktitle")
        result.volume = text("volume")
        result.issue = text("number", "issue")
        result.pages = text("pages").replacing("-", with: "–").replacing("––", with: "–")
        result.publisher = text("publisher", "school", "institution", "howpublished")
        result.doi = text("doi")
        result.url = fields["url"] ?? (fields["eprint"].map { "https://arxiv.org/abs/" + $0 } ?? "")
        return result
    }

    /// `Ioffe, Sergey and Christian Szegedy`; a name in braces is an organization and stays whole.
    private func names(_ field: String) -> [Reference.Name] {
        let field = field.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return field.components(separatedBy: " and ").filter { !$0.isEmpty }.map { name in
            if name.hasPrefix("{"), name.hasSuffix("}") { return Reference.Name(family: TeXText.plain(name)) }
            let parts = name.split(separator: ",", maxSplits: 1).map { TeXText.plain(String($0)) }
            if parts.count == 2 { return Reference.Name(family: parts[0], given: parts[1]) }
            let words = TeXText.plain(name).split(separator: " ")
            // "van der Maaten": what is in lower case belongs to the family's name.
            let particle = words.dropFirst().dropLast().firstIndex { $0.first?.isLowercase == true }
            let family = particle ?? max(0, words.count - 1)
            return Reference.Name(
                family: words[family...].joined(separator: " "), given: words[..<family].joined(separator: " "))
        }
    }
}

/// TeX as BibTeX files use it, as plain text: accents become letters, braces go.
enum TeXText {
    private static let accents: [Character: Unicode.Scalar] = [
        "\"": "\u{308}", "'": "\u{301}", "`": "\u{300}", "^": "\u{302}", "~": "\u{303}", "=": "\u{304}",
        ".": "\u{307}", "c": "\u{327}", "v": "\u{30C}", "u": "\u{306}", "H": "\u{30B}", "k": "\u{328}", "r": "\u{30A}",
    ]
    private static let letters = [
        "ss": "ß", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å",
        "AA": "Å", "i": "i", "j": "j", "textendash": "–", "textemdash": "—",
    ]

    static func plain(_ tex: String) -> String {
        let characters = Array(tex)
        var result = ""
        var at = 0
        while at < characters.count {
            switch characters[at] {
            case "{", "}", "$": at += 1
            case "~":
                result += "\u{A0}"
                at += 1
            case "\\": at = command(characters, at + 1, &result)
            default:
                result.append(characters[at])
                at += 1
            }
        }
        return result.split(whereSeparator: { $0 == " " || $0.isNewline || $0 == "\t" }).joined(separator: " ")
            .replacing("---", with: "—").replacing("--", with: "–")
    }

    /// Reads what a backslash begins, and returns where it ends.
    private static func command(_ text: [Character], _ start: Int, _ result: inout String) -> Int {
        guard start < text.count else { return start }
        let name = text[start...].prefix { $0.isASCII && $0.isLetter }
        let word = String(name.isEmpty ? text[start...start] : name)
        var at = start + word.count
        if let accent = word.count == 1 ? accents[text[start]] : nil {
            while at < text.count, text[at] == "{" || text[at] == " " || text[at] == "\\" { at += 1 }
            guard at < text.count else { return at }
            result.append(Character(String(text[at]) + String(accent)))
            return at + 1
        }
        if let letter = letters[word] {
            result += letter
            if at < text.count, text[at] == " " { at += 1 }
        } else if name.isEmpty {
            // An escaped character stands for itself; other commands only dress what follows them.
            result += word
        }
        return at
    }
}
