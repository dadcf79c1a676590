/// Reads the source of inlines along with the tree that CommonMark made of it, so that every inline gets the place
/// where it stands. The tree tells what comes next, so each step only has to find how far it reaches.
struct InlineScanner {
    let text: InlineText
    private(set) var offset = 0
    private var bytes: [UInt8] { text.bytes }

    init(_ text: InlineText) {
        self.text = text
        while skipDefinition() {}
    }

    private init(verbatim text: InlineText) { self.text = text }

    var position: Position { text.position(at: offset) }

    private func byte(at index: Int) -> UInt8? { index < text.bytes.count ? text.bytes[index] : nil }

    /// Reads what opens a node, and all of a node without children. Returns the offsets that the node's content
    /// takes, or nil when the source is not as expected; then nothing is read.
    mutating func enter(_ kind: Kind) -> Range<Int>? {
        let start = offset
        switch kind {
        case .text(let literal): return match(literal)
        case .code(let literal): return code(literal)
        case .inlineHTML(let literal):
            guard bytes[offset...].starts(with: literal.utf8) else { return nil }
            offset += literal.utf8.count
        case .softBreak, .lineBreak:
            guard skipBreak() else { return nil }
        case .emphasis: offset = min(offset + 1, bytes.count)
        case .strong: offset = min(offset + 2, bytes.count)
        case .link:
            guard let first = byte(at: offset), first == UInt8(ascii: "[") || first == UInt8(ascii: "<") else {
                return nil
            }
            offset += 1
        case .image:
            guard bytes[offset...].starts(with: "![".utf8) else { return nil }
            offset += 2
        default: break
        }
        return start..<offset
    }

    /// Reads what closes a node.
    mutating func exit(_ kind: Kind) {
        switch kind {
        case .emphasis: offset = min(offset + 1, bytes.count)
        case .strong: offset = min(offset + 2, bytes.count)
        case .link, .image: skipLinkEnd()
        default: break
        }
    }

    /// How many bytes from an offset stand for how many of a text node: more than one for escapes and references.
    private func unit(at index: Int) -> (length: Int, value: [UInt8]) {
        let first = bytes[index]
        if first == .backslash, let next = byte(at: index + 1), next.isPunctuation { return (2, [next]) }
        if first == UInt8(ascii: "&"), let end = referenceEnd(from: index),
            let value = characters(ofReference: bytes[index..<end])
        {
            return (end - index, value)
        }
        return (1, [first])
    }

    /// The text in pieces: runs that stand for themselves, and escapes and references one by one.
    static func units(of text: InlineText) -> [(range: Range<Int>, text: String, isEscaped: Bool)] {
        let scanner = InlineScanner(verbatim: text)
        var units: [(range: Range<Int>, text: String, isEscaped: Bool)] = []
        var start = 0
        var at = 0
        func endRun() {
            guard start < at else { return }
            units.append((start..<at, String(decoding: text.bytes[start..<at], as: UTF8.self), false))
        }
        while at < text.bytes.count {
            let unit = scanner.unit(at: at)
            if unit.length > 1 {
                endRun()
                units.append((at..<at + unit.length, String(decoding: unit.value, as: UTF8.self), true))
                start = at + unit.length
            }
            at += unit.length
        }
        endRun()
        return units
    }

    /// Where the nodes of a kind stand in a block's text, as offsets.
    static func ranges(in text: InlineText, tree: Tree, block: Tree.ID, where isWanted: (Kind) -> Bool) -> [Range<Int>]
    {
        var scanner = InlineScanner(text)
        var ranges: [Range<Int>] = []
        for event in tree.walk(from: block) where event.id != block {
            let kind = tree[event.id].kind
            switch event {
            case .enter:
                if let range = scanner.enter(kind), isWanted(kind) { ranges.append(range) }
            case .exit: scanner.exit(kind)
            }
        }
        return ranges
    }

    private func referenceEnd(from index: Int) -> Int? {
        var end = index + 1
        if byte(at: end) == UInt8(ascii: "#") { end += 1 }
        while let next = byte(at: end), next.isLetter || next.isDigit, end - index < 40 { end += 1 }
        return byte(at: end) == UInt8(ascii: ";") ? end + 1 : nil
    }

    private mutating func match(_ literal: String) -> Range<Int>? {
        let literal = Array(literal.utf8)
        var source = offset
        var matched = 0
        while matched < literal.count {
            guard source < bytes.count else { return nil }
            let first = bytes[source]
            guard first == .backslash || first == UInt8(ascii: "&") else {
                guard literal[matched] == first else { return nil }
                matched += 1
                source += 1
                continue
            }
            let unit = unit(at: source)
            if literal[matched...].starts(with: unit.value) {
                matched += unit.value.count
                source += unit.length
            } else if literal[matched] == first {
                // In an autolink a backslash is only that.
                matched += 1
                source += 1
            } else {
                return nil
            }
        }
        defer { offset = source }
        return offset..<source
    }

    /// Between its backticks, less the space that CommonMark takes from either side.
    private mutating func code(_ literal: String) -> Range<Int>? {
        let open = bytes[offset...].prefix { $0 == .backtick }.count
        guard open > 0 else { return nil }
        let start = offset + open
        var close = start
        while close < bytes.count {
            let run = bytes[close...].prefix { $0 == .backtick }.count
            if run == open { break }
            close += max(run, 1)
        }
        guard close < bytes.count else { return nil }
        offset = close + open
        let isPadded = literal.utf8.count == close - start - 2
        return isPadded ? start + 1..<close - 1 : start..<close
    }

    private mutating func skipBreak() -> Bool {
        var at = offset
        while let next = byte(at: at), next.isBlank || next == .backslash { at += 1 }
        guard byte(at: at) == .newline else { return false }
        at += 1
        while let next = byte(at: at), next.isBlank { at += 1 }
        offset = at
        return true
    }
}

// MARK: Links and their definitions

extension InlineScanner {
    /// `]`, then a destination in parentheses or a label in brackets, if one follows; or the `>` of an autolink.
    private mutating func skipLinkEnd() {
        guard let first = byte(at: offset), first == UInt8(ascii: "]") || first == UInt8(ascii: ">") else { return }
        offset += 1
        guard first == UInt8(ascii: "]") else { return }
        if let end = destinationAndTitleEnd(from: offset) ?? labelEnd(from: offset) { offset = end }
    }

    private func destinationAndTitleEnd(from start: Int) -> Int? {
        guard byte(at: start) == UInt8(ascii: "(") else { return nil }
        var at = skippingSpace(from: start + 1)
        if byte(at: at) == UInt8(ascii: ")") { return at + 1 }
        guard let end = destinationEnd(from: at) else { return nil }
        at = skippingSpace(from: end)
        if at > end, let titleEnd = titleEnd(from: at) { at = skippingSpace(from: titleEnd) }
        return byte(at: at) == UInt8(ascii: ")") ? at + 1 : nil
    }

    private func skippingSpace(from start: Int) -> Int {
        var at = start
        while let next = byte(at: at), next.isSpaceOrNewline { at += 1 }
        return at
    }

    private func destinationEnd(from start: Int) -> Int? {
        if byte(at: start) == UInt8(ascii: "<") {
            return delimitedEnd(from: start, close: UInt8(ascii: ">"), forbidden: [.newline, UInt8(ascii: "<")])
        }
        var depth = 0
        var at = start
        while let next = byte(at: at), next > .space, next != 0x7F {
            if next == .backslash, byte(at: at + 1)?.isPunctuation == true {
                at += 2
                continue
            }
            if next == UInt8(ascii: "(") { depth += 1 }
            if next == UInt8(ascii: ")") {
                if depth == 0 { break }
                depth -= 1
            }
            at += 1
        }
        return depth == 0 ? at : nil
    }

    private func titleEnd(from start: Int) -> Int? {
        switch byte(at: start) {
        case UInt8(ascii: "\""): delimitedEnd(from: start, close: UInt8(ascii: "\""))
        case UInt8(ascii: "'"): delimitedEnd(from: start, close: UInt8(ascii: "'"))
        case UInt8(ascii: "("): delimitedEnd(from: start, close: UInt8(ascii: ")"), forbidden: [UInt8(ascii: "(")])
        default: nil
        }
    }

    private func labelEnd(from start: Int) -> Int? {
        guard byte(at: start) == UInt8(ascii: "[") else { return nil }
        return delimitedEnd(from: start, close: UInt8(ascii: "]"), forbidden: [UInt8(ascii: "[")])
    }

    /// The offset after the closing mark of what starts with an opening one.
    private func delimitedEnd(from start: Int, close: UInt8, forbidden: [UInt8] = []) -> Int? {
        var at = start + 1
        while let next = byte(at: at) {
            if next == close { return at + 1 }
            if forbidden.contains(next) { return nil }
            at += next == .backslash && byte(at: at + 1)?.isPunctuation == true ? 2 : 1
        }
        return nil
    }

    /// A link reference definition at the head of a paragraph is no part of its inlines.
    private mutating func skipDefinition() -> Bool {
        guard let label = labelEnd(from: offset), byte(at: label) == UInt8(ascii: ":"),
            bytes[offset + 1..<label - 1].contains(where: { !$0.isSpaceOrNewline })
        else { return false }
        let start = skippingSpace(from: label + 1)
        guard let destination = destinationEnd(from: start), destination > start else { return false }
        let title = skippingSpace(from: destination)
        if title > destination, let end = titleEnd(from: title), let next = lineEnd(from: end) {
            offset = next
            return true
        }
        guard let next = lineEnd(from: destination) else { return false }
        offset = next
        return true
    }

    /// The offset of the next line if nothing but blanks remains in this one.
    private func lineEnd(from start: Int) -> Int? {
        var at = start
        while let next = byte(at: at), next.isBlank { at += 1 }
        return byte(at: at) == .newline ? at + 1 : nil
    }
}
