extension ExtendedTree {
    /// Makes definition lists of paragraphs whose first line is a term and whose other lines start with `: `, each a
    /// definition; neighbouring ones become one list.
    mutating func readDefinitionLists() {
        for parent in parents where tree[parent].children.contains(where: { tree[$0].kind == .paragraph }) {
            var children: [Tree.ID] = []
            for id in tree[parent].children {
                guard let list = definitionList(from: id) else {
                    children.append(id)
                    continue
                }
                if let last = children.last, tree[last].kind == .definitionList {
                    for part in tree[list].children { tree.append(part, to: last) }
                    tree[last].range.end = tree[list].range.end
                } else {
                    children.append(list)
                }
            }
            tree[parent].children = children
        }
    }

    private mutating func definitionList(from paragraph: Tree.ID) -> Tree.ID? {
        guard tree[paragraph].kind == .paragraph else { return nil }
        let lines = tree[paragraph].children.split { tree[$0].kind == .softBreak }
        guard lines.count > 1, lines[0].first.flatMap(markableText)?.hasPrefix(": ") != true,
            lines[1].first.flatMap(markableText)?.hasPrefix(": ") == true
        else { return nil }
        var parts = [add(.term, of: Array(lines[0]))]
        for line in lines.dropFirst() {
            if let first = line.first, markableText(first)?.hasPrefix(": ") == true {
                dropFirst(2, of: first)
                parts.append(add(.definition, of: Array(line)))
            } else if let last = parts.last, let start = line.first {
                // A definition may go on in the next line.
                let place = tree[start].range.start
                tree.append(tree.add(Tree.Node(.softBreak, SourceRange(place, place))), to: last)
                for id in line { tree.append(id, to: last) }
            }
        }
        return tree.add(Tree.Node(.definitionList, tree[paragraph].range, children: parts))
    }
}
