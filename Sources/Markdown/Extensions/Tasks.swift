extension ExtendedTree {
    /// Makes tasks of list items whose paragraph starts with `[ ]` or `[x]`.
    mutating func readTasks() {
        for item in parents {
            guard case .item = tree[item].kind, let paragraph = tree[item].children.first,
                case .paragraph = tree[paragraph].kind, let first = tree[paragraph].children.first,
                let text = markableText(first)
            else { continue }
            let isOpen = text.hasPrefix("[ ] ")
            guard isOpen || text.hasPrefix("[x] ") || text.hasPrefix("[X] ") else { continue }
            dropFirst(4, of: first)
            tree[item].kind = .task(isDone: !isOpen)
        }
    }
}
