extension ExtendedTree {
    /// Sets straight quotes as opening or closing ones by what stands before and after them, `--` and `---` as en
    /// and em dashes, and `...` as an ellipsis.
    mutating func setQuotesAndDashes() {
        var before: Character = " "
        let ids = Array(tree.descendants())
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
            tree[id].kind = .text(typeset(text, before: before, after: next))
            before = text.last ?? before
        }
    }
}

/// A text with typesetter's quotes, dashes and ellipses, given the characters on either side of it.
func typeset(_ text: String, before: Character, after: Character) -> String {
    let characters = Array(text)
    guard characters.contains(where: { "\"'-.".contains($0) }) else { return text }
    var result = ""
    var at = 0
    while at < characters.count {
        let character = characters[at]
        let run = characters[at...].prefix { $0 == character }.count
        switch character {
        case "-" where run == 2: result += "–"
        case "-" where run == 3: result += "—"
        case "." where run == 3: result += "…"
        case "\"", "'":
            let previous = at == 0 ? before : characters[at - 1]
            let next = at + 1 < characters.count ? characters[at + 1] : after
            result.append(quote(character, before: previous, after: next))
            at += 1
            continue
        default: result += String(repeating: character, count: run)
        }
        at += run
    }
    return result
}

private func quote(_ mark: Character, before: Character, after: Character) -> Character {
    let opensAfter = before.isWhitespace || "([{-–—/\"'“‘".contains(before)
    let isOpening = opensAfter && !after.isWhitespace
    // '90s: the apostrophe for what was left out.
    if mark == "'" { return isOpening && !after.isNumber ? "‘" : "’" }
    return isOpening ? "“" : "”"
}
