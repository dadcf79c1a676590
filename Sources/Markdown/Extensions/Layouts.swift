/// A block quote that begins with `[!TABS]`, `[!COLUMNS]` or `[!MARGIN]` says how its content is laid out.
enum Layout: String {
    case tabs, columns, margin

    /// The layout that a text names and nothing besides.
    init?(_ text: String) {
        guard text.hasPrefix("[!"), let end = text.firstIndex(of: "]"),
            text[end...].dropFirst().allSatisfy({ $0 == " " })
        else { return nil }
        self.init(rawValue: text.dropFirst(2).prefix { $0 != "]" }.lowercased())
    }
}

extension ExtendedTree {
    /// Makes tabs of the headings in a quote, columns of what rules divide, or a note for the margin.
    mutating func lay(_ quote: Tree.ID, as layout: Layout) {
        var blocks = tree[quote].children
        if let paragraph = blocks.first {
            tree[paragraph].children.removeFirst()
            if let next = tree[paragraph].children.first, tree[next].kind == .softBreak {
                tree[paragraph].children.removeFirst()
            }
            if tree[paragraph].children.isEmpty { blocks.removeFirst() }
        }
        switch layout {
        case .margin:
            tree[quote].kind = .marginNote
            tree[quote].children = blocks
        case .columns:
            tree[quote].kind = .columns
            tree[quote].children = blocks.split { tree[$0].kind == .thematicBreak }.map { add(.column, of: Array($0)) }
        case .tabs:
            tree[quote].kind = .tabs
            tree[quote].children = tabs(of: blocks)
        }
    }

    /// A tab begins at each heading of the first one's level; what stands before it is left in front.
    private mutating func tabs(of blocks: [Tree.ID]) -> [Tree.ID] {
        let level = blocks.map { tree[$0].kind }.first { if case .heading = $0 { true } else { false } }
        var result: [Tree.ID] = []
        for id in blocks {
            if let level, tree[id].kind == level {
                tree[id].kind = .tabTitle
                result.append(add(.tab, of: [id]))
            } else if let tab = result.last, tree[tab].kind == .tab {
                tree.append(id, to: tab)
            } else {
                result.append(id)
            }
        }
        return result
    }

    /// The tasks of a quiz are answers to choose from.
    mutating func readChoices() {
        for quiz in parents {
            guard case .callout(.quiz, _) = tree[quiz].kind else { continue }
            for list in tree[quiz].children {
                guard case .list = tree[list].kind else { continue }
                let items = tree[list].children
                guard items.allSatisfy({ if case .task = tree[$0].kind { true } else { false } }) else { continue }
                tree[list].kind = .choices
                for item in items {
                    guard case .task(let isRight) = tree[item].kind, let text = tree[item].children.first else {
                        continue
                    }
                    tree[item].kind = .choice(isRight: isRight)
                    tree[text].kind = .answer
                }
            }
        }
    }

    /// A node around others, from the first to the last of them.
    mutating func add(_ kind: Kind, of children: [Tree.ID]) -> Tree.ID {
        let start = children.first.map { tree[$0].range.start } ?? Position(line: 1, column: 1)
        let end = children.last.map { tree[$0].range.end } ?? start
        return tree.add(Tree.Node(kind, SourceRange(start, max(start, end)), children: children))
    }
}
