extension ExtendedTree {
    /// Makes callouts of block quotes that start with `[!NOTE]` or the like. What stands after it in its line is the
    /// callout's title.
    mutating func readCallouts() {
        for quote in parents {
            guard case .blockQuote = tree[quote].kind, let paragraph = tree[quote].children.first,
                case .paragraph = tree[paragraph].kind, let first = tree[paragraph].children.first,
                let text = markableText(first)
            else { continue }
            if let layout = Layout(text) {
                lay(quote, as: layout)
                continue
            }
            guard let (callout, length) = callout(atStartOf: text) else { continue }
            dropFirst(length, of: first)
            let inlines = tree[paragraph].children
            let lineEnd = inlines.firstIndex { [.softBreak, .lineBreak].contains(tree[$0].kind) } ?? inlines.count
            let title = inlines[..<lineEnd].filter { tree[$0].kind != .text("") }
            let rest = Array(inlines[lineEnd...].dropFirst())
            var blocks = Array(tree[quote].children.dropFirst())
            if !rest.isEmpty {
                tree[paragraph].children = rest
                tree[paragraph].range.start = tree[rest[0]].range.start
                blocks.insert(paragraph, at: 0)
            }
            if let start = title.first.map({ tree[$0].range.start }), let end = title.last.map({ tree[$0].range.end }) {
                blocks.insert(tree.add(Tree.Node(.paragraph, SourceRange(start, end), children: title)), at: 0)
            }
            tree[quote].kind = .callout(callout, hasTitle: !title.isEmpty)
            tree[quote].children = blocks
        }
    }

    private func callout(atStartOf text: String) -> (Callout, length: Int)? {
        guard text.hasPrefix("[!"), let end = text.utf8.firstIndex(of: UInt8(ascii: "]")) else { return nil }
        guard let callout = Callout(rawValue: text[text.utf8.index(text.startIndex, offsetBy: 2)..<end].lowercased())
        else { return nil }
        let blanks = text.utf8[end...].dropFirst().prefix(while: \.isBlank).count
        return (callout, text.utf8.distance(from: text.startIndex, to: end) + 1 + blanks)
    }
}
