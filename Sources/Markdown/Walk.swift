extension Tree {
    /// A step of a walk: every node is entered and, after its children, left.
    public enum Event: Hashable, Sendable {
        case enter(ID)
        case exit(ID)
    }

    /// The events of a walk in reading order. It holds its own stack, so depth costs memory only.
    public struct Walk: Sequence, IteratorProtocol, Sendable {
        private let tree: Tree
        private var pending: [Event]

        init(_ tree: Tree, from id: ID) {
            self.tree = tree
            pending = [.enter(id)]
        }

        public mutating func next() -> Event? {
            guard let event = pending.popLast() else { return nil }
            if case .enter(let id) = event {
                pending.append(.exit(id))
                for child in tree[id].children.reversed() { pending.append(.enter(child)) }
            }
            return event
        }

        /// Leaves out what is below the node just entered, and its exit.
        public mutating func skip(_ id: ID) {
            while let event = pending.popLast(), event != .exit(id) {}
        }
    }

    /// Enters and leaves a node and all below it: `for event in tree.walk() { … }`.
    public func walk(from id: ID? = nil) -> Walk { Walk(self, from: id ?? root) }

    /// A node and all below it in reading order. A list, since a sequence would hold the tree, and the first change
    /// while it is gone through would copy it.
    public func descendants(from id: ID? = nil) -> [ID] {
        var found: [ID] = []
        var pending = [id ?? root]
        while let id = pending.popLast() {
            found.append(id)
            pending.append(contentsOf: nodes[id.index].children.reversed())
        }
        return found
    }

    /// The text of a node without its markup; breaks become spaces, images their description.
    public func plainText(of id: ID) -> String {
        var text = ""
        for id in descendants(from: id) {
            switch self[id].kind {
            case .text(let string), .code(let string): text += string
            case .softBreak, .lineBreak: text += " "
            case .codeBlock(_, let string), .math(let string, _), .mathBlock(let string, _): text += string
            default: break
            }
        }
        return text
    }
}
