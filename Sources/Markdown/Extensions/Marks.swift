extension ExtendedTree {
    /// Wraps what stands between two equal marks of two characters: the first before, the second after anything but
    /// white space.
    mutating func wrap(between mark: StaticString, in kind: Kind) {
        let bytes = mark.withUTF8Buffer(Array.init)
        for parent in parents where tree[parent].children.contains(where: { markableText($0)?.has(mark) == true }) {
            wrap(between: bytes, in: kind, below: parent)
        }
    }

    private mutating func wrap(between mark: [UInt8], in kind: Kind, below parent: Tree.ID) {
        let pieces = tree[parent].children.flatMap { split($0, at: mark) }
        var children: [Tree.ID] = []
        var opener: Int?
        for (index, piece) in pieces.enumerated() {
            let isMark = markableText(piece).map { $0.utf8.elementsEqual(mark) } ?? false
            let before = index > 0 ? pieces[index - 1] : nil
            let after = index + 1 < pieces.count ? pieces[index + 1] : nil
            if isMark, let start = opener, children.count > start + 1, let before, !isBlank(before, atEnd: true) {
                let range = SourceRange(tree[children[start]].range.start, tree[piece].range.end)
                let content = Array(children[(start + 1)...])
                children.removeSubrange(start...)
                children.append(tree.add(Tree.Node(kind, range, children: content)))
                opener = nil
            } else {
                if isMark, let after, !isBlank(after, atEnd: false) { opener = children.count }
                children.append(piece)
            }
        }
        tree[parent].children = children
    }

    /// The pieces of a text with each mark, of that many characters and no more, on its own.
    private mutating func split(_ id: Tree.ID, at mark: [UInt8]) -> [Tree.ID] {
        guard let bytes = markableText(id).map({ Array($0.utf8) }), let byte = mark.first else { return [id] }
        var pieces: [Tree.ID?] = []
        var done = 0
        var at = 0
        while let found = bytes[at...].firstIndex(of: byte) {
            let run = bytes[found...].prefix { $0 == byte }.count
            at = found + run
            guard run == mark.count else { continue }
            pieces += [part(of: id, done..<found), part(of: id, found..<at)]
            done = at
        }
        guard done > 0 else { return [id] }
        pieces.append(part(of: id, done..<bytes.count))
        return pieces.compactMap { $0 }
    }

    private func isBlank(_ id: Tree.ID, atEnd: Bool) -> Bool {
        switch tree[id].kind {
        case .softBreak, .lineBreak: true
        case .text(let text): (atEnd ? text.last : text.first)?.isWhitespace ?? true
        default: false
        }
    }
}
