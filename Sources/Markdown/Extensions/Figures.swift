extension ExtendedTree {
    /// Makes figures of images that stand alone with a title or attributes, and of tables with a caption below them.
    mutating func readFigures() {
        for parent in parents {
            if tree[parent].kind == .paragraph {
                readPicture(parent)
            } else if tree[parent].children.contains(where: isTable) {
                readTableCaptions(below: parent)
            }
        }
    }

    private mutating func readPicture(_ paragraph: Tree.ID) {
        let children = tree[paragraph].children
        guard let image = children.first, case .image(let destination, let title) = tree[image].kind else { return }
        var own: Attributes?
        if children.count == 2, let text = markableText(children[1]) {
            guard let (found, length) = attributes(atEndOf: text), length == 0 else { return }
            own = found
        } else if children.count > 1 {
            return
        }
        guard own != nil || !title.isEmpty else { return }
        tree[image].kind = .image(destination: destination, title: "")
        if let width = own?.width { tree.attributes[image] = Attributes(width: width) }
        tree[paragraph].kind = .figure(isTable: false)
        tree[paragraph].children = [image]
        if own?.id != nil || own?.classes.isEmpty == false {
            tree.attributes[paragraph] = Attributes(id: own?.id, classes: own?.classes ?? [])
        }
        if !title.isEmpty || own?.id != nil {
            let caption = addCaption(title, label: own?.id, at: tree[image].range)
            tree.append(caption, to: paragraph)
        }
    }

    /// The title of an image, read as Markdown; all of it is said to stand where the image does.
    private mutating func addCaption(_ text: String, label: String?, at range: SourceRange) -> Tree.ID {
        let caption = tree.add(Tree.Node(.caption(label: label), range))
        let inner = ExtendedTree(Array(text.utf8), extensions.intersection([.math, .strikethrough, .highlight]))
        for block in inner.tree[inner.tree.root].children {
            for inline in inner.tree[block].children where inner.tree[inline].kind.isInline {
                let copy = graft(inline, from: inner) { _ in range.start }
                tree.append(copy, to: caption)
            }
        }
        return caption
    }

    private func isTable(_ id: Tree.ID) -> Bool {
        if case .table = tree[id].kind { true } else { false }
    }

    /// A paragraph `: Caption {#tbl-x}` right below a table.
    private mutating func readTableCaptions(below parent: Tree.ID) {
        var children: [Tree.ID] = []
        for id in tree[parent].children {
            guard let table = children.last, isTable(table), tree[id].kind == .paragraph,
                let first = tree[id].children.first, markableText(first)?.hasPrefix(": ") == true
            else {
                children.append(id)
                continue
            }
            dropFirst(2, of: first)
            var own: Attributes?
            if let last = tree[id].children.last, let text = markableText(last),
                let (found, length) = attributes(atEndOf: text)
            {
                own = found
                tree[last].kind = .text(String(decoding: text.utf8.prefix(length), as: UTF8.self))
            }
            tree[id].kind = .caption(label: own?.id)
            let range = SourceRange(tree[table].range.start, tree[id].range.end)
            let figure = tree.add(Tree.Node(.figure(isTable: true), range, children: [id, table]))
            if let own { tree.attributes[figure] = own }
            children[children.count - 1] = figure
        }
        tree[parent].children = children
    }
}
