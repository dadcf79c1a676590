extension ExtendedTree {
    /// Reads `{#id .class}` at the end of headings and names the others by their words, as GitHub does.
    mutating func nameHeadings() {
        var headings: [Tree.ID] = []
        for id in tree.descendants() {
            if case .heading = tree[id].kind { headings.append(id) }
        }
        for id in headings { readAttributes(ofHeading: id) }
        // What an author named keeps its name, wherever it stands.
        var names = Set(tree.attributes.values.compactMap(\.id))
        // The next number to try for a name, so that a thousand equal headings take a thousand steps.
        var numbers: [String: Int] = [:]
        for id in headings where tree.attributes[id]?.id == nil {
            let words = slug(of: tree.plainText(of: id))
            var name = words
            while !names.insert(name).inserted {
                numbers[words, default: 0] += 1
                name = "\(words)-\(numbers[words, default: 0])"
            }
            tree.attributes[id, default: Attributes()].id = name
        }
    }

    private mutating func readAttributes(ofHeading id: Tree.ID) {
        guard let last = tree[id].children.last, let text = markableText(last),
            let (attributes, length) = attributes(atEndOf: text)
        else { return }
        tree.attributes[id] = attributes
        tree[last].kind = .text(String(decoding: text.utf8.prefix(length), as: UTF8.self))
        tree[last].range.end.column = tree[last].range.start.column + length
    }
}

/// `{#id .class}` at the end of a text, and how many bytes come before it and the blanks around it.
func attributes(atEndOf text: String) -> (Attributes, length: Int)? {
    let bytes = Array(text.utf8)
    let end = bytes.lastIndex { !$0.isBlank }.map { $0 + 1 } ?? 0
    guard end > 0, bytes[end - 1] == UInt8(ascii: "}"),
        let start = bytes[..<end].lastIndex(of: UInt8(ascii: "{"))
    else { return nil }
    var attributes = Attributes()
    for word in bytes[start + 1..<end - 1].split(whereSeparator: \.isBlank) {
        if word.starts(with: "width=".utf8) {
            let width = String(decoding: word.dropFirst(6), as: UTF8.self)
            let digits = width.hasSuffix("%") ? width.dropLast() : width[...]
            guard Int(digits).map({ $0 > 0 }) == true else { return nil }
            attributes.width = width
            continue
        }
        let name = String(decoding: word.dropFirst(), as: UTF8.self)
        guard !name.isEmpty, name.allSatisfy({ $0.isLetter || $0.isNumber || "-_:.".contains($0) }) else { return nil }
        switch word.first {
        case UInt8(ascii: "#"): attributes.id = name
        case UInt8(ascii: "."): attributes.classes.append(name)
        default: return nil
        }
    }
    guard attributes != Attributes() else { return nil }
    return (attributes, bytes[..<start].lastIndex { !$0.isBlank }.map { $0 + 1 } ?? 0)
}

/// The words of a title in lower case with hyphens between them.
func slug(of title: String) -> String {
    var slug = ""
    for character in title.lowercased() {
        if character.isLetter || character.isNumber || character == "-" || character == "_" {
            slug.append(character)
        } else if character.isWhitespace {
            slug.append("-")
        }
    }
    let trimmed = slug.drop { $0 == "-" }
    return trimmed.isEmpty ? "section" : String(trimmed)
}
