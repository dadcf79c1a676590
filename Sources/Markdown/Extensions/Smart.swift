extension ExtendedTree {
    /// Sets straight quotes as opening or closing ones by what stands before and after them, `--` and `---` as en
    /// and em dashes, and `...` as an ellipsis; holds numbers to their signs.
    mutating func setQuotesAndDashes() {
        var before: Character = " "
        let ids = tree.descendants()
        for (index, id) in ids.enumerated() {
            let kind = tree[id].kind
            guard kind.isInline else {
                before = " "
                continue
            }
            guard case .text(let text) = kind else {
                if kind == .softBreak || kind == .lineBreak { before = " " } else if !kind.hasInlines { before = "x" }
                continue
            }
            guard let text = markableText(id) else {
                before = text.last ?? before
                continue
            }
            let next: Character = index + 1 < ids.count && tree[ids[index + 1]].kind.isInline ? "x" : " "
            tree[id].kind = .text(holdingSigns(typeset(text, before: before, after: next)))
            before = text.last ?? before
        }
    }
}

/// A text in which a number stays in one line with its percent sign, and with what follows its ±.
private func holdingSigns(_ text: String) -> String {
    var text = text
    if text.has(" ± ") { text = text.replacing(" ± ", with: "\u{A0}±\u{A0}") }
    if text.has(" %") { text = text.replacing(" %", with: "\u{202F}%") }
    return text
}

/// A text with typesetter's quotes, dashes and ellipses, given the characters on either side of it.
func typeset(_ text: String, before: Character, after: Character) -> String {
    let bytes = text.utf8
    guard bytes.contains(where: isTypeset) else { return text }
    var result = ""
    var at = bytes.startIndex
    var done = at
    while let start = bytes[at...].firstIndex(where: isTypeset) {
        let byte = bytes[start]
        at = bytes[start...].firstIndex { $0 != byte } ?? bytes.endIndex
        let replacement: String
        switch (byte, bytes.distance(from: start, to: at)) {
        case (UInt8(ascii: "-"), 2): replacement = "–"
        case (UInt8(ascii: "-"), 3): replacement = "—"
        case (UInt8(ascii: "."), 3): replacement = "…"
        case (UInt8(ascii: "\""), _), (UInt8(ascii: "'"), _):
            at = bytes.index(after: start)
            let mark = Character(Unicode.Scalar(byte))
            replacement = String(quote(mark, before: text[..<start].last ?? before, after: text[at...].first ?? after))
        default: continue
        }
        result += text[done..<start]
        result += replacement
        done = at
    }
    return result + text[done...]
}

private func isTypeset(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
}

private func quote(_ mark: Character, before: Character, after: Character) -> Character {
    let opensAfter = before.isWhitespace || "([{-–—/\"'“‘".contains(before)
    let isOpening = opensAfter && !after.isWhitespace
    // '90s: the apostrophe for what was left out.
    if mark == "'" { return isOpening && !after.isNumber ? "‘" : "’" }
    return isOpening ? "“" : "”"
}

extension Substring {
    /// How many bytes of a source this beginning of a typeset text stands for, so that what is wrong behind it can be
    /// named where its author sees it.
    public func length(in source: Substring) -> Int {
        var rest = source.unicodeScalars
        for scalar in unicodeScalars {
            guard let first = rest.first else { break }
            let isAsWritten = first == scalar
            rest = rest.dropFirst(isAsWritten ? 1 : scalar == "–" ? 2 : scalar == "—" || scalar == "…" ? 3 : 1)
        }
        return source.utf8.distance(from: source.startIndex, to: rest.startIndex)
    }
}
