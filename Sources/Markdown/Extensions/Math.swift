/// A formula as it stands in a source: its place with the dollar signs, and its TeX.
struct Formula {
    var range: SourceRange
    var tex: String
    var isDisplay: Bool
    /// Where each line of the TeX starts.
    var lineStarts: [Position]
}

// TeX is full of what CommonMark takes for its own: `_`, `*`, `\{`, `<`, lines that start with `-`. So formulas are
// found first, and what is between their dollar signs is masked by as many letters, which leaves all places as they
// were; after parsing, the formulas are put where their masks stand.
//
// As in Pandoc, `$` opens a formula before anything but white space, and the next `$` must close it: after anything
// but white space, and not before a digit, so that "$5 and $6" are prices. Code binds more tightly than math.

extension SourceLines {
    /// Masks what is between dollar signs and returns the formulas, in reading order.
    mutating func maskFormulas() -> [Formula] {
        let original = self
        guard bytes.contains(.dollar) else { return [] }
        maskDisplayLines()
        var tree = Tree(commonMark: bytes)
        tree.locate(in: self)
        var formulas: [Formula] = []
        for (id, containers) in tree.blocksOfInlines {
            let masked = InlineText(tree[id], in: self, within: containers)
            let text = InlineText(placesOf: masked, in: original)
            for (range, isDisplay) in InlineScanner.formulas(in: masked, tree: tree, block: id) {
                let marks = isDisplay ? 2 : 1
                let inside = range.lowerBound + marks..<range.upperBound - marks
                let lines = [inside.lowerBound] + inside.filter { text.bytes[$0] == .newline }.map { $0 + 1 }
                formulas.append(
                    Formula(
                        range: SourceRange(text.position(at: range.lowerBound), text.position(at: range.upperBound)),
                        tex: String(decoding: text.bytes[inside], as: UTF8.self), isDisplay: isDisplay,
                        lineStarts: lines.map { text.position(at: $0) }))
                mask(masked, inside)
            }
        }
        return formulas
    }

    private mutating func mask(_ text: InlineText, _ range: Range<Int>) {
        for line in range.split(whereSeparator: { text.bytes[$0] == .newline }) {
            let start = text.position(at: line.lowerBound)
            replace(line: start.line, column: start.column, with: repeatElement(UInt8(ascii: "x"), count: line.count))
        }
    }

    /// Masks the lines between one that starts with `$$` and the next `$$`, up to which no line may be blank, so that
    /// none of them starts a list or underlines a heading.
    private mutating func maskDisplayLines() {
        var line = 1
        while line <= count {
            let head = contentOffset(ofLine: line)
            let content = self[line].dropFirst(head)
            let quotes = self[line].prefix(head).count { $0 == UInt8(ascii: ">") }
            guard content.starts(with: "$$".utf8), !content.dropFirst(2).contains(.dollar),
                let last = closingLine(after: line, quotes: quotes)
            else {
                line += 1
                continue
            }
            maskLine(line, from: head + 2, to: self[line].count)
            for inner in line + 1...last {
                let dollar = self[inner].firstIndex(of: .dollar).map { $0 - self[inner].startIndex }
                maskLine(
                    inner, from: prefixOffset(ofLine: inner, quotes: quotes),
                    to: inner == last ? dollar ?? 0 : self[inner].count)
            }
            line = last + 1
        }
    }

    private mutating func maskLine(_ line: Int, from start: Int, to end: Int) {
        guard start < end else { return }
        replace(line: line, column: start + 1, with: repeatElement(UInt8(ascii: "x"), count: end - start))
    }

    /// The line with the `$$` that closes, if it comes before a blank one.
    private func closingLine(after line: Int, quotes: Int) -> Int? {
        var next = line + 1
        while next <= count, prefixOffset(ofLine: next, quotes: quotes) < self[next].count {
            if let dollar = self[next].firstIndex(of: .dollar) {
                return self[next][dollar...].starts(with: "$$".utf8) ? next : nil
            }
            next += 1
        }
        return nil
    }

    /// How many bytes blanks and the marks of so many quotes take from a line.
    private func prefixOffset(ofLine line: Int, quotes: Int) -> Int {
        var quotes = quotes
        return self[line].prefix { byte in
            if byte == UInt8(ascii: ">") { quotes -= 1 }
            return quotes >= 0 && (byte.isBlank || byte == UInt8(ascii: ">"))
        }.count
    }

    /// How many bytes blanks and the marks of quotes and list items take.
    private func contentOffset(ofLine line: Int) -> Int {
        let bytes = self[line]
        var offset = 0
        while true {
            offset += bytes.dropFirst(offset).prefix { $0.isBlank || $0 == UInt8(ascii: ">") }.count
            var mark = bytes.dropFirst(offset)
            let digits = mark.prefix(while: \.isDigit).count
            mark = mark.dropFirst(digits)
            let marks = digits > 0 ? ".)" : "-+*"
            guard let first = mark.first, marks.utf8.contains(first), mark.dropFirst().first?.isBlank == true else {
                return offset
            }
            offset += digits + 1
        }
    }
}

extension InlineScanner {
    /// The formulas in a block's text with their dollar signs, as offsets.
    static func formulas(in text: InlineText, tree: Tree, block: Tree.ID) -> [(Range<Int>, isDisplay: Bool)] {
        guard text.bytes.contains(.dollar) else { return [] }
        let code = ranges(in: text, tree: tree, block: block) { if case .code = $0 { true } else { false } }
        let prose = ranges(in: text, tree: tree, block: block) { if case .text = $0 { true } else { false } }
        var found: [(Range<Int>, isDisplay: Bool)] = []
        var nextCode = code[...]
        var end = 0
        for range in prose where range.upperBound > end {
            var at = max(range.lowerBound, end)
            while at < range.upperBound {
                guard text.bytes[at] == .dollar else {
                    at += text.bytes[at] == .backslash ? 2 : 1
                    continue
                }
                let formula = formula(in: text.bytes, at: at)
                while let first = nextCode.first, first.upperBound <= at { nextCode.removeFirst() }
                guard let formula, nextCode.first.map({ $0.lowerBound >= formula.0.upperBound }) ?? true else {
                    at += text.bytes[(at + 1)...].first == .dollar ? 2 : 1
                    continue
                }
                found.append(formula)
                at = formula.0.upperBound
                end = at
            }
        }
        return found
    }

    private static func formula(in bytes: [UInt8], at start: Int) -> (Range<Int>, isDisplay: Bool)? {
        let isDisplay = start + 1 < bytes.count && bytes[start + 1] == .dollar
        let inside = start + (isDisplay ? 2 : 1)
        var at = inside
        while at < bytes.count, bytes[at] != .dollar { at += bytes[at] == .backslash ? 2 : 1 }
        guard at < bytes.count, bytes[inside..<at].contains(where: { !$0.isSpaceOrNewline }) else { return nil }
        if isDisplay { return at + 1 < bytes.count && bytes[at + 1] == .dollar ? (start..<at + 2, true) : nil }
        guard !bytes[inside].isSpaceOrNewline, !bytes[at - 1].isSpaceOrNewline,
            !(at + 1 < bytes.count && bytes[at + 1].isDigit)
        else { return nil }
        return (start..<at + 1, false)
    }
}

extension ExtendedTree {
    /// Puts formulas where their masks stand. A paragraph that is one displayed formula, with a label perhaps,
    /// becomes that.
    mutating func placeFormulas(_ formulas: [Formula]) {
        guard !formulas.isEmpty else { return }
        let starts = Dictionary(formulas.map { ($0.range.start, $0) }, uniquingKeysWith: { first, _ in first })
        for parent in parents {
            var children: [Tree.ID] = []
            var pending = tree[parent].children[...]
            while let id = pending.popFirst() {
                guard let text = markableText(id), text.utf8.contains(.dollar) else {
                    children.append(id)
                    continue
                }
                children += place(starts, at: id, &pending)
            }
            tree[parent].children = children
            if case .paragraph = tree[parent].kind { makeMathBlock(parent) }
        }
    }

    /// A text and the formulas in it; those that go on in later lines take the nodes there along.
    private mutating func place(_ formulas: [Position: Formula], at id: Tree.ID, _ pending: inout ArraySlice<Tree.ID>)
        -> [Tree.ID]
    {
        var pieces: [Tree.ID] = []
        var current = id
        var done = 0
        var at = 0
        while let bytes = markableText(current).map({ Array($0.utf8) }), at < bytes.count {
            let start = tree[current].range.start
            guard bytes[at] == .dollar,
                let formula = formulas[Position(line: start.line, column: start.column + at)],
                let end = lastNode(of: formula, from: current, pending)
            else {
                at += 1
                continue
            }
            pieces += [part(of: current, done..<at)].compactMap { $0 }
            let math = tree.add(Tree.Node(.math(formula.tex, isDisplay: formula.isDisplay), formula.range))
            tree.lineStarts[math] = formula.lineStarts
            pieces.append(math)
            while current != end, let next = pending.popFirst() { current = next }
            done = formula.range.end.column - tree[current].range.start.column
            at = done
        }
        let count = markableText(current).map(\.utf8.count) ?? 0
        if done < count { pieces += [part(of: current, done..<count)].compactMap { $0 } }
        return pieces
    }

    /// The text that a formula ends in, if nothing but text and line ends comes before.
    private func lastNode(of formula: Formula, from first: Tree.ID, _ pending: ArraySlice<Tree.ID>) -> Tree.ID? {
        let end = formula.range.end
        for id in [[first], pending].joined() {
            if markableText(id) == nil, tree[id].kind != .softBreak { return nil }
            let range = tree[id].range
            if range.end >= end { return range.end.line == end.line && range.start < end ? id : nil }
        }
        return nil
    }

    /// A `$$` that is left in the text has no partner, or a blank line before it.
    mutating func findOpenFormulas() {
        for id in tree.descendants() {
            guard let offset = markableText(id)?.offset(of: "$$") else { continue }
            let start = tree[id].range.start
            tree.problems.append(
                Tree.Problem(.openFormula, at: Position(line: start.line, column: start.column + offset)))
        }
    }

    private mutating func makeMathBlock(_ paragraph: Tree.ID) {
        let children = tree[paragraph].children
        guard let first = children.first, case .math(let tex, isDisplay: true) = tree[first].kind else { return }
        var label: String?
        let rest = children.dropFirst().filter { tree[$0].kind != .softBreak }
        if let text = rest.first.flatMap(markableText), rest.count == 1 {
            guard let found = attributes(atEndOf: text), found.length == 0 else { return }
            label = found.0.id
        } else if !rest.isEmpty {
            return
        }
        tree[paragraph].kind = .mathBlock(tex, label: label)
        tree.lineStarts[paragraph] = tree.lineStarts[first]
        tree[paragraph].children = []
    }
}
