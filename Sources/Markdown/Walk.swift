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

    /// Nodes in reading order. A type of its own, because chains of lazy sequences are slow beyond their module.
    public struct Descendants: Sequence, IteratorProtocol, Sendable {
        private let tree: Tree
        private var pending: [ID]

        init(_ tree: Tree, from id: ID) {
            self.tree = tree
            pending = [id]
        }

        public mutating func next() -> ID? {
            guard let id = pending.popLast() else { return nil }
            for child in tree.nodes[id.index].children.reversed() { pending.append(child) }
            return id
        }
    }

    /// A node and all below it.
    public func descendants(from id: ID? = nil) -> Descendants { Descendants(self, from: id ?? root) }

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
