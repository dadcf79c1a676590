extension SourceLines {
    /// Hides the bracket of `[^label]:` at the start of a line, which CommonMark would take for a link definition.
    mutating func maskFootnoteDefinitions() {
        for line in 1...max(1, count) {
            guard let column = columnOfFootnoteDefinition(inLine: line) else { continue }
            replace(line: line, column: column, with: [footnoteMark])
        }
    }

    private func columnOfFootnoteDefinition(inLine line: Int) -> Int? {
        let content = self[line]
        let text = content.drop(while: \.isBlank)
        guard text.starts(with: "[^".utf8), let end = text.firstIndex(of: UInt8(ascii: "]")),
            text[end...].dropFirst().first == UInt8(ascii: ":")
        else { return nil }
        return text.startIndex - content.startIndex + 1
    }
}

/// A control character that no author writes stands for the bracket.
private let footnoteMark: UInt8 = 0x1A

extension ExtendedTree {
    /// Takes the definitions of footnotes out of the text, numbers those that are referred to by their first
    /// reference, and puts them at the end of the document.
    mutating func readFootnotes() {
        let definitions = takeFootnoteDefinitions()
        let known = definitions.keys.sorted()
        var numbers: [String: Int] = [:]
        var counts: [String: Int] = [:]
        var order: [String] = []
        var problems: [Tree.Problem] = []
        var pending = [tree.root]
        var next = 0
        // Notes can refer to notes, so those found are searched in their turn.
        while next < pending.count {
            let start = pending[next]
            next += 1
            for parent in tree.descendants(from: start).filter({ !tree[$0].children.isEmpty }) {
                tree[parent].children = tree[parent].children.flatMap { id in
                    replaceReferences(in: id) { label, position in
                        guard let definition = definitions[label] else {
                            problems.append(Tree.Problem(.undefinedFootnote(label, known: known), at: position))
                            return nil
                        }
                        if numbers[label] == nil {
                            order.append(label)
                            numbers[label] = order.count
                            pending += definition
                        }
                        counts[label, default: 0] += 1
                        return .footnoteReference(
                            label: label, number: numbers[label] ?? 0, occurrence: counts[label] ?? 1)
                    }
                }
            }
        }
        tree.problems += problems
        for label in known where numbers[label] == nil {
            guard let start = definitions[label]?.first.map({ tree[$0].range.start }) else { continue }
            tree.problems.append(Tree.Problem(.unusedFootnote(label), at: start))
        }
        guard !order.isEmpty else { return }
        let notes = order.compactMap { label -> Tree.ID? in
            guard let blocks = definitions[label], let first = blocks.first else { return nil }
            let kind = Kind.footnote(label: label, number: numbers[label] ?? 0, references: counts[label] ?? 0)
            return tree.add(Tree.Node(kind, tree[first].range, children: blocks))
        }
        let end = tree[tree.root].range.end
        let list = tree.add(Tree.Node(.footnotes, SourceRange(end, end), children: notes))
        tree.append(list, to: tree.root)
    }

    /// The blocks of each footnote, by label; the first definition of a label holds.
    private mutating func takeFootnoteDefinitions() -> [String: [Tree.ID]] {
        var definitions: [String: [Tree.ID]] = [:]
        for parent in parents {
            var children: [Tree.ID] = []
            /// The footnote that ends right before the block.
            var open: String?
            for id in tree[parent].children {
                if let label = open, let blocks = continuation(id) {
                    definitions[label, default: []] += blocks
                    continue
                }
                open = nil
                guard tree[id].kind == .paragraph else {
                    children.append(id)
                    continue
                }
                let (rest, notes) = separateNotes(id)
                if !rest.isEmpty {
                    tree[id].children = rest
                    children.append(id)
                }
                for (label, note) in notes {
                    if definitions[label] == nil {
                        definitions[label] = [note]
                    } else {
                        tree.problems.append(Tree.Problem(.repeatedFootnote(label), at: tree[note].range.start))
                    }
                }
                open = notes.last?.0
            }
            tree[parent].children = children
        }
        return definitions
    }

    /// What is indented by four columns below a footnote belongs to it: to CommonMark it is code, and so it is read
    /// again as Markdown.
    private mutating func continuation(_ id: Tree.ID) -> [Tree.ID]? {
        guard case .codeBlock(info: "", let text) = tree[id].kind, let starts = tree.lineStarts[id],
            starts.first?.line == tree[id].range.start.line
        else { return nil }
        let inner = ExtendedTree(Array(text.utf8), extensions.subtracting([.footnotes, .headings, .smart]))
        let place = { (position: Position) in
            guard position.line <= starts.count else { return position }
            let start = starts[position.line - 1]
            return Position(line: start.line, column: start.column + position.column - 1)
        }
        for problem in inner.tree.problems {
            tree.problems.append(Tree.Problem(problem.kind, at: place(problem.position)))
        }
        return inner.tree[inner.tree.root].children.map { graft($0, from: inner, at: place) }
    }

    /// The inlines before the first definition in a paragraph, and the definitions, each a paragraph.
    private mutating func separateNotes(_ paragraph: Tree.ID) -> (rest: [Tree.ID], notes: [(String, Tree.ID)]) {
        var rest: [Tree.ID] = []
        var notes: [(String, Tree.ID)] = []
        for id in tree[paragraph].children {
            if let text = markableText(id), text.utf8.first == footnoteMark, let end = text.firstRange(of: "]:") {
                let label = String(text[..<end.lowerBound].dropFirst(2))
                let length = text.utf8.distance(from: text.startIndex, to: end.upperBound)
                dropFirst(length + text.utf8.dropFirst(length).prefix(while: \.isBlank).count, of: id)
                notes.append((label, tree.add(Tree.Node(.paragraph, tree[id].range, children: [id]))))
            } else if let (_, note) = notes.last {
                tree.append(id, to: note)
            } else {
                rest.append(id)
            }
        }
        if endsInBreak(rest) { rest.removeLast() }
        for (_, note) in notes where endsInBreak(tree[note].children) { tree[note].children.removeLast() }
        return (rest, notes)
    }

    private func endsInBreak(_ inlines: [Tree.ID]) -> Bool {
        inlines.last.map { tree[$0].kind == .softBreak } ?? false
    }

    private mutating func replaceReferences(in id: Tree.ID, by reference: (String, Position) -> Kind?) -> [Tree.ID] {
        guard let bytes = markableText(id).map({ Array($0.utf8) }) else { return [id] }
        var pieces: [Tree.ID?] = []
        var done = 0
        var at = 0
        while let open = bytes[at...].firstIndex(of: UInt8(ascii: "[")) {
            at = open + 1
            guard at < bytes.count, bytes[at] == UInt8(ascii: "^"),
                let close = bytes[at...].firstIndex(where: { $0 == UInt8(ascii: "]") || $0.isBlank }),
                bytes[close] == UInt8(ascii: "]"),
                let kind = reference(
                    String(decoding: bytes[at + 1..<close], as: UTF8.self), place(of: open, in: id))
            else { continue }
            pieces += [part(of: id, done..<open), part(of: id, open..<close + 1)]
            if let mark = pieces.last ?? nil { tree[mark].kind = kind }
            at = close + 1
            done = at
        }
        guard done > 0 else { return [id] }
        pieces.append(part(of: id, done..<bytes.count))
        return pieces.compactMap { $0 }
    }

    private func place(of offset: Int, in id: Tree.ID) -> Position {
        let start = tree[id].range.start
        return Position(line: start.line, column: start.column + offset)
    }
}
