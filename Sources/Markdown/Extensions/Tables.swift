extension ExtendedTree {
    private struct PipeTable {
        var paragraph: Tree.ID
        var alignments: [Alignment]
        var rows: [[InlineText]]
    }

    /// Makes tables of the paragraphs whose second line is a row of dashes, with as many cells as their first.
    ///
    /// Cells end at pipes whatever the inlines say, so the inlines of such a paragraph are read again, cell by cell.
    /// That is done before a copy of the document, since link definitions anywhere in it hold in cells too.
    mutating func readTables() {
        let tables = pipeTables()
        guard !tables.isEmpty else { return }
        // A no-break space counts as white space to emphasis, but starts no block other than a paragraph.
        let head = Array("\u{A0}".utf8)
        var bytes: [UInt8] = []
        for cell in tables.lazy.flatMap(\.rows).joined() where !cell.bytes.isEmpty {
            bytes += head + cell.bytes + [.newline, .newline]
        }
        var cells = Tree(commonMark: bytes + source.bytes)
        var next = 0
        for table in tables {
            tree[table.paragraph].kind = .table(table.alignments)
            tree[table.paragraph].children = table.rows.map { row in
                let contents = row.map { text -> Tree.ID in
                    // Short rows are filled up, and a wide table may have many of these.
                    guard !text.bytes.isEmpty else {
                        let place = text.position(at: 0)
                        return tree.add(Tree.Node(.tableCell, SourceRange(place, place)))
                    }
                    let block = cells[cells.root].children[next]
                    next += 1
                    return add(cell: block, of: &cells, text)
                }
                let range = SourceRange(
                    row.first?.position(at: 0) ?? tree[table.paragraph].range.start,
                    row.last.map { $0.position(at: $0.bytes.count) } ?? tree[table.paragraph].range.end)
                return tree.add(Tree.Node(.tableRow, range, children: contents))
            }
        }
    }

    private mutating func add(cell block: Tree.ID, of cells: inout Tree, _ text: InlineText) -> Tree.ID {
        let start = text.position(at: 0)
        let whole = SourceRange(start, text.position(at: text.bytes.count))
        for id in cells.descendants(from: block) { cells[id].range = whole }
        var placed = InlineText()
        placed.append("\u{A0}".utf8, at: Position(line: start.line, column: start.column - 2))
        placed.append(text)
        cells.locateInlines(of: block, in: placed)
        if let first = cells[block].children.first, case .text(let string) = cells[first].kind {
            cells[first].kind = .text(String(string.unicodeScalars.dropFirst()))
            cells[first].range.start = start
            if string.unicodeScalars.count == 1 { cells[block].children.removeFirst() }
        }
        cells[block].kind = .tableCell
        return graft(block, from: cells)
    }

    /// Adds a copy of a node of another tree, and all below it.
    private mutating func graft(_ id: Tree.ID, from other: Tree) -> Tree.ID {
        var copies: [Tree.ID] = []
        var copy = id
        for event in other.walk(from: id) {
            switch event {
            case .enter(let id):
                let node = other[id]
                copies.append(tree.add(Tree.Node(node.kind, node.range)))
            case .exit:
                copy = copies.removeLast()
                if let parent = copies.last { tree.append(copy, to: parent) }
            }
        }
        return copy
    }

    /// How many cells are added to rows that are short; so many that no one reads such a table, and few enough that a
    /// wide and long one with nothing in it does not take seconds.
    private static let mostAddedCells = 100_000

    private func pipeTables() -> [PipeTable] {
        var room = Self.mostAddedCells
        return tree.blocksOfInlines.compactMap { id, containers in
            let range = tree[id].range
            guard case .paragraph = tree[id].kind, range.end.line > range.start.line else { return nil }
            let lines = InlineText(tree[id], in: source, within: containers).lines
            guard lines.count > 1, let alignments = alignments(of: lines[1]), lines[0].bytes.contains(.pipe) else {
                return nil
            }
            let head = cells(of: lines[0])
            guard head.count == alignments.count else { return nil }
            let rows = lines.dropFirst(2).map { line in
                let cells = cells(of: line).prefix(alignments.count)
                let missing = min(alignments.count - cells.count, room)
                room -= missing
                return Array(cells) + Array(repeating: InlineText(end: line), count: missing)
            }
            return PipeTable(paragraph: id, alignments: alignments, rows: [head] + rows)
        }
    }

    private func alignments(of line: InlineText) -> [Alignment]? {
        guard line.bytes.contains(.pipe) || line.bytes.contains(UInt8(ascii: ":")) else { return nil }
        var alignments: [Alignment] = []
        for cell in cells(of: line) {
            let colon = UInt8(ascii: ":")
            var dashes = cell.bytes[...]
            let isLeft = dashes.first == colon
            if isLeft { dashes.removeFirst() }
            let isRight = dashes.last == colon
            if isRight { dashes.removeLast() }
            guard !dashes.isEmpty, dashes.allSatisfy({ $0 == UInt8(ascii: "-") }) else { return nil }
            alignments.append(isLeft ? (isRight ? .center : .left) : (isRight ? .right : .none))
        }
        return alignments
    }

    /// What stands between the pipes of a line, without blanks around it; an escaped pipe is a pipe.
    private func cells(of line: InlineText) -> [InlineText] {
        let bytes = line.bytes
        var end = bytes.count
        while end > 0, bytes[end - 1].isSpaceOrNewline { end -= 1 }
        var at = bytes.first == .pipe ? 1 : 0
        var cells: [InlineText] = []
        while at < end {
            var pipe = at
            while pipe < end, bytes[pipe] != .pipe { pipe += bytes[pipe] == .backslash ? 2 : 1 }
            cells.append(line.unescapingPipes(in: at..<min(pipe, end)))
            at = pipe + 1
        }
        return cells
    }
}

extension InlineText {
    /// No text, where another ends.
    init(end other: InlineText) {
        append([], at: other.position(at: max(0, other.bytes.count - 1)))
    }

    mutating func append(_ other: InlineText) {
        for run in other.runRanges { append(other.bytes[run], at: other.position(at: run.lowerBound)) }
    }

    /// Its lines, without their ends.
    var lines: [InlineText] {
        bytes.indices.split { bytes[$0] == .newline }.map { line in
            var text = InlineText()
            text.append(bytes[line], at: position(at: line.lowerBound))
            return text
        }
    }

    fileprivate func unescapingPipes(in range: Range<Int>) -> InlineText {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, bytes[start].isBlank { start += 1 }
        while end > start, bytes[end - 1].isBlank { end -= 1 }
        var text = InlineText()
        var run = start
        for at in start..<end where bytes[at] == .backslash && at + 1 < end && bytes[at + 1] == .pipe {
            text.append(bytes[run..<at], at: position(at: run))
            run = at + 1
        }
        text.append(bytes[run..<end], at: position(at: run))
        return text
    }
}
