extension ExtendedTree {
    /// Makes links of the addresses in the text, outside of links: CommonMark allows no link in a link.
    mutating func linkAddresses() {
        var parents: [Tree.ID] = []
        var walk = tree.walk()
        while let event = walk.next() {
            guard case .enter(let id) = event else { continue }
            switch tree[id].kind {
            case .link, .image: walk.skip(id)
            default:
                if tree[id].children.contains(where: { markableText($0)?.has("://") == true }) {
                    parents.append(id)
                }
            }
        }
        for parent in parents {
            var children: [Tree.ID] = []
            for id in tree[parent].children { children += linkingAddresses(in: id) }
            tree[parent].children = children
        }
    }

    private mutating func linkingAddresses(in id: Tree.ID) -> [Tree.ID] {
        guard let bytes = markableText(id).map({ Array($0.utf8) }) else { return [id] }
        var pieces: [Tree.ID?] = []
        var done = 0
        var at = 0
        while at < bytes.count {
            guard at == 0 || !(bytes[at - 1].isLetter || bytes[at - 1].isDigit),
                let end = addressEnd(in: bytes, from: at), let text = part(of: id, at..<end)
            else {
                at += 1
                continue
            }
            let address = String(decoding: bytes[at..<end], as: UTF8.self)
            let link = tree.add(
                Tree.Node(.link(destination: address, title: ""), tree[text].range, children: [text]))
            pieces += [part(of: id, done..<at), link]
            (done, at) = (end, end)
        }
        guard done > 0 else { return [id] }
        pieces.append(part(of: id, done..<bytes.count))
        return pieces.compactMap { $0 }
    }

    /// The end of the address that begins at an offset: without punctuation behind it, as GitHub has it.
    private func addressEnd(in bytes: [UInt8], from start: Int) -> Int? {
        let rest = bytes[start...]
        guard let scheme = ["https://", "http://"].first(where: { rest.starts(with: $0.utf8) }) else { return nil }
        var end = rest.firstIndex { $0.isSpaceOrNewline || $0 == UInt8(ascii: "<") } ?? bytes.count
        while end > start, let last = bytes[start..<end].last {
            if "?!.,:;*_~'\"]}".utf8.contains(last) {
                end -= 1
            } else if last == UInt8(ascii: ")") {
                let opened = bytes[start..<end].count { $0 == UInt8(ascii: "(") }
                guard bytes[start..<end].count(where: { $0 == last }) > opened else { break }
                end -= 1
            } else {
                break
            }
        }
        let host = bytes[start..<end].dropFirst(scheme.utf8.count)
        return host.first.map { $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "[") } == true ? end : nil
    }
}
