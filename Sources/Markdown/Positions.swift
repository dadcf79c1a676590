extension Tree {
    /// Gives the inlines below each paragraph and heading the places where they stand in the source, and the lines
    /// of each code block theirs. Ranges of `text` and `code` cover what the node holds (for code: without
    /// backticks); those of other inlines cover their marks too.
    mutating func locate(in source: SourceLines) {
        for (id, containers) in blocksOfInlines {
            locateInlines(of: id, in: InlineText(self[id], in: source, within: containers))
        }
        for id in descendants() {
            guard case .codeBlock(_, let text) = self[id].kind else { continue }
            lineStarts[id] = source.starts(ofCode: text, at: self[id].range)
        }
    }

    /// The paragraphs and headings in reading order, each with the containers that it stands in.
    var blocksOfInlines: [(Tree.ID, [ContainerPrefix])] {
        var containers: [ContainerPrefix] = []
        var blocks: [(Tree.ID, [ContainerPrefix])] = []
        for event in walk() {
            switch (event, self[event.id].kind) {
            case (.enter, .blockQuote): containers.append(.quote)
            case (.enter(let id), .item): containers.append(.item(width: itemWidth(id)))
            case (.exit, .blockQuote), (.exit, .item): containers.removeLast()
            case (.enter(let id), .paragraph), (.enter(let id), .heading): blocks.append((id, containers))
            default: break
            }
        }
        return blocks
    }

    /// Gives the inlines below a node their ranges; `text` is what they were read from.
    mutating func locateInlines(of block: ID, in text: InlineText) {
        var scanner = InlineScanner(text)
        var starts: [Position] = []
        // Taken first: while a walk holds the tree, the first change copies it.
        let events = Array(walk(from: block))
        for event in events where event.id != block {
            let kind = self[event.id].kind
            switch event {
            case .enter(let id):
                starts.append(scanner.position)
                guard let content = scanner.enter(kind) else { continue }
                self[id].range = SourceRange(
                    text.position(at: content.lowerBound), text.position(at: content.upperBound))
            case .exit(let id):
                guard let start = starts.popLast() else { continue }
                scanner.exit(kind)
                guard kind.hasInlines else { continue }
                self[id].range = SourceRange(start, max(start, scanner.position))
            }
        }
    }

    /// Where a byte of a code block's, code span's or formula's text stands in the file.
    public func position(ofByte offset: Int, in id: ID) -> Position {
        let text: String
        switch self[id].kind {
        case .codeBlock(_, let string), .math(let string, _), .mathBlock(let string, _): text = string
        default:
            let start = self[id].range.start
            return Position(line: start.line, column: start.column + offset)
        }
        let before = text.utf8.prefix(offset)
        let line = before.count { $0 == .newline }
        let column = before.reversed().prefix { $0 != .newline }.count
        let starts = lineStarts[id] ?? []
        let start = line < starts.count ? starts[line] : starts.last ?? self[id].range.start
        return Position(line: start.line, column: start.column + column)
    }

    private func itemWidth(_ id: ID) -> Int {
        let start = self[id].range.start
        guard let first = self[id].children.first.map({ self[$0].range.start }), first.line == start.line else {
            return 2
        }
        return max(2, first.column - start.column)
    }
}

extension Tree.Event {
    /// The node entered or left.
    public var id: Tree.ID {
        switch self {
        case .enter(let id), .exit(let id): id
        }
    }
}

extension SourceLines {
    /// Where each line of a code block's text starts: its end is that of a source line, whose head the containers took.
    func starts(ofCode text: String, at range: SourceRange) -> [Position] {
        let first = text.utf8.prefix { $0 != .newline }
        let isIndented = !first.isEmpty && self[range.start.line].ends(with: first)
        return starts(ofLines: text, from: range.start.line + (isIndented ? 0 : 1))
    }

    /// Where each line of a text starts whose lines are the tails of source lines.
    func starts(ofLines text: String, from first: Int) -> [Position] {
        var lines = text.utf8.split(separator: .newline, omittingEmptySubsequences: false).map(Array.init)
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines.enumerated().map { index, line in
            let source = self[first + index]
            // A tab that a container took in part is left as spaces.
            var tail = line[...]
            while !source.ends(with: tail), tail.first == .space { tail.removeFirst() }
            let column = source.ends(with: tail) ? source.count - tail.count + 1 : 1
            return Position(line: first + index, column: column)
        }
    }
}

extension ArraySlice<UInt8> {
    func ends(with tail: some Collection<UInt8>) -> Bool {
        count >= tail.count && suffix(tail.count).elementsEqual(tail)
    }
}
