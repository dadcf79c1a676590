import Markdown

/// A lesson as it was read: its text as a tree, and the cells in it in reading order.
public struct Lesson: Sendable {
    /// The file's name without its ending: `feature-scaling`.
    public var name: String
    /// The file as a person would name it, relative to the course: `lessons/feature-scaling.md`.
    public var file: String
    public var source: String
    public var frontMatter: FrontMatter
    /// The Markdown after the front matter; its positions are those of the file.
    public var tree: Tree
    public var cells: [Cell]
    /// What was wrong with the front matter or an option. A lesson with errors here still has a page.
    public var diagnostics: [Diagnostic]

    public init(
        name: String, file: String, source: String, frontMatter: FrontMatter = FrontMatter(), tree: Tree = Tree(),
        cells: [Cell] = [], diagnostics: [Diagnostic] = []
    ) {
        self.name = name
        self.file = file
        self.source = source
        self.frontMatter = frontMatter
        self.tree = tree
        self.cells = cells
        self.diagnostics = diagnostics
    }
}

/// A piece of Swift in a lesson that is run: a fenced block, or a value inline in prose.
public struct Cell: Sendable {
    public enum Kind: String, Hashable, Codable, Sendable {
        /// A fenced block whose info string is `swift`.
        case code
        /// `` `{swift} expression` `` in prose.
        case value
    }

    public var kind: Kind
    /// The node of the lesson's tree that it stands at.
    public var node: Tree.ID
    /// Its number among the code cells of the lesson, from 1; for a value, that of the code cell before it.
    public var number: Int
    /// The Swift text, without the option comments at its head.
    public var source: String
    /// Where the first byte of `source` stands in the file.
    public var position: Position
    public var options: CellOptions
    /// How a value is written; of no meaning for code.
    public var value: ValueOptions

    public init(
        kind: Kind, node: Tree.ID, number: Int, source: String, position: Position,
        options: CellOptions = CellOptions(), value: ValueOptions = ValueOptions()
    ) {
        self.kind = kind
        self.node = node
        self.number = number
        self.source = source
        self.position = position
        self.options = options
        self.value = value
    }

    /// What people call it: its label, else its number; for a value, the line it stands in.
    public var name: String {
        kind == .value ? "value at line \(position.line)" : options.label ?? String(number)
    }
}

/// What the `//|` comments at the head of a cell ask for.
public struct CellOptions: Hashable, Sendable {
    public enum Echo: String, Hashable, Sendable, CaseIterable {
        case shown = "true"
        case hidden = "false"
        case folded = "fold"
    }

    public var label: String?
    /// Markdown.
    public var caption: String?
    public var echo: Echo
    /// Whether it is run; else it is only shown.
    public var eval: Bool
    /// Whether its output is shown.
    public var output: Bool
    /// Whether it must fail, so that the page shows how.
    public var error: Bool
    /// Seconds; nil for the course's default.
    public var timeout: Double?
    /// Whether a stored outcome may stand for a run.
    public var cache: Bool
    /// Lines of the source to mark, from 1.
    public var mark: [ClosedRange<Int>]

    public init(
        label: String? = nil, caption: String? = nil, echo: Echo = .shown, eval: Bool = true, output: Bool = true,
        error: Bool = false, timeout: Double? = nil, cache: Bool = true, mark: [ClosedRange<Int>] = []
    ) {
        self.label = label
        self.caption = caption
        self.echo = echo
        self.eval = eval
        self.output = output
        self.error = error
        self.timeout = timeout
        self.cache = cache
        self.mark = mark
    }
}
