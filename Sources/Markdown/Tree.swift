/// A place in a source file: a line from 1, and a column from 1 counted in UTF-8 bytes, as compilers count.
public struct Position: Hashable, Comparable, Codable, Sendable {
    public var line: Int
    public var column: Int

    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    public static func < (a: Position, b: Position) -> Bool {
        (a.line, a.column) < (b.line, b.column)
    }
}

/// From the first byte of something up to, not including, the byte after its last.
public struct SourceRange: Hashable, Codable, Sendable {
    public var start: Position
    public var end: Position

    public init(_ start: Position, _ end: Position) {
        self.start = start
        self.end = end
    }
}

/// A Markdown document as a tree of nodes, held in one array so that no depth of nesting can exhaust the stack,
/// neither when a document is walked nor when it is let go.
public struct Tree: Sendable {
    /// The name of a node within its tree.
    public struct ID: Hashable, Sendable {
        public var index: Int

        public init(index: Int) { self.index = index }
    }

    public struct Node: Sendable {
        public var kind: Kind
        public var range: SourceRange
        public var children: [ID]

        public init(_ kind: Kind, _ range: SourceRange, children: [ID] = []) {
            self.kind = kind
            self.range = range
            self.children = children
        }
    }

    /// Something in the text that cannot be what its author meant, and where it stands.
    public struct Problem: Hashable, Sendable {
        public enum Kind: Hashable, Sendable {
            /// A reference `[^label]` without a definition; the labels that are defined.
            case undefinedFootnote(String, known: [String])
            case unusedFootnote(String)
            case repeatedFootnote(String)
            /// A `$$` without a partner.
            case openFormula
        }

        public var kind: Kind
        public var position: Position

        public init(_ kind: Kind, at position: Position) {
            self.kind = kind
            self.position = position
        }
    }

    public private(set) var nodes: [Node]
    /// For a code block or a formula, where the first byte of each line of its text stands in the file: after its
    /// indentation and the marks of block quotes around it.
    public internal(set) var lineStarts: [ID: [Position]] = [:]
    /// Ids and classes, for nodes that have any.
    public var attributes: [ID: Attributes] = [:]
    /// What the extensions could not make sense of.
    public internal(set) var problems: [Problem] = []
    public let root = ID(index: 0)

    /// A document without content.
    public init() {
        let start = Position(line: 1, column: 1)
        nodes = [Node(.document, SourceRange(start, start))]
    }

    /// Read and changed in place: a node is not small.
    public subscript(id: ID) -> Node {
        _read { yield nodes[id.index] }
        _modify { yield &nodes[id.index] }
    }

    /// Adds a node that no parent holds yet.
    public mutating func add(_ node: Node) -> ID {
        nodes.append(node)
        return ID(index: nodes.count - 1)
    }

    /// Gives a node one more child, without copying those it has.
    public mutating func append(_ child: ID, to parent: ID) {
        nodes[parent.index].children.append(child)
    }
}

/// What a node is: CommonMark's kinds, then those of the extensions.
public enum Kind: Hashable, Sendable {
    case document
    case blockQuote
    case list(List)
    case item
    case codeBlock(info: String, text: String)
    case htmlBlock(String)
    case paragraph
    case heading(level: Int)
    case thematicBreak

    case text(String)
    case softBreak
    case lineBreak
    case code(String)
    case inlineHTML(String)
    case emphasis
    case strong
    case link(destination: String, title: String)
    case image(destination: String, title: String)

    /// Its children are rows, the first of them its head.
    case table([Alignment])
    case tableRow
    case tableCell
    /// Its children are paragraphs and whatever else a block quote can hold. A title of its own is a paragraph set
    /// apart, its first child, when `hasTitle` says so.
    case callout(Callout, hasTitle: Bool)
    /// A formula that stands by itself, in TeX, and the label after it: `{#eq-bn}`.
    case mathBlock(String, label: String?)
    /// An item of a list that is a task.
    case task(isDone: Bool)
    /// Its children are an image or a table, and its caption if it has one; a table's caption comes first.
    case figure(isTable: Bool)
    /// The text below a picture or above a table, whose label it knows.
    case caption(label: String?)
    /// Its children are tabs, one of which is seen at a time.
    case tabs
    /// Its first child is its title.
    case tab
    case tabTitle
    /// Its children are columns beside each other.
    case columns
    case column
    /// What stands in the margin.
    case marginNote
    /// The answers of a quiz to choose from.
    case choices
    /// Its first child is the answer, the others explain why it is right or wrong.
    case choice(isRight: Bool)
    case answer
    /// Definitions in the order in which they are first referred to; the last child of the document.
    case footnotes
    /// References are counted from 1 so that each can be led back to.
    case footnote(label: String, number: Int, references: Int)
    case definitionList
    case term
    case definition

    /// A formula within prose, in TeX.
    case math(String, isDisplay: Bool)
    case strikethrough
    case highlight
    /// The reference to a footnote by its number; `occurrence` counts the references to the same one.
    case footnoteReference(label: String, number: Int, occurrence: Int)
}

/// How the cells of a column are set.
public enum Alignment: String, Hashable, Sendable {
    case none, left, center, right
}

/// What a block quote that starts with `[!NOTE]` or the like is.
public enum Callout: String, Hashable, Sendable, CaseIterable {
    case note, tip, warning, important, caution, exercise, hint, solution, quiz

    /// Whether it hides its content until it is asked for.
    public var startsClosed: Bool { self == .hint || self == .solution }
}

/// What `{#id .class width=60%}` says of a node.
public struct Attributes: Hashable, Sendable {
    public var id: String?
    public var classes: [String]
    /// The width of a picture: `60%`, or `300` pixels.
    public var width: String?
    /// How many pixels a picture has, so that a page can keep room for it.
    public var pixels: PixelSize?

    public init(id: String? = nil, classes: [String] = [], width: String? = nil) {
        self.id = id
        self.classes = classes
        self.width = width
    }
}

/// The pixels of a picture from side to side and from top to bottom.
public struct PixelSize: Hashable, Sendable {
    public var width: Int
    public var height: Int

    public init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }
}

/// How the items of a list are numbered and set.
public struct List: Hashable, Sendable {
    /// The first number of an ordered list; nil in a bullet list.
    public var start: Int?
    /// Whether its items stand close, so that their paragraphs are not set as paragraphs.
    public var isTight: Bool

    public init(start: Int?, isTight: Bool) {
        self.start = start
        self.isTight = isTight
    }
}
