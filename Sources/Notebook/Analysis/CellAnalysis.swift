import Markdown

/// What the text of a cell tells about it without compiling: the names it defines and mentions, and where the
/// kernel has to lend a hand. Positions count from the first byte of the cell's source, line 1 and column 1.
public struct CellAnalysis: Hashable, Codable, Sendable {
    /// A name that later cells see.
    public struct Definition: Hashable, Codable, Sendable {
        public enum Kind: Hashable, Codable, Sendable {
            case function
            /// `isReference` says whether its values are objects: a class or an actor.
            case type(isReference: Bool)
            /// `isReassignable` says whether it is a `var`; `holdsCode`, whether its value is, or contains, a closure.
            case variable(isReassignable: Bool, holdsCode: Bool)
        }

        public var name: String
        public var kind: Kind
        public var position: Position
        /// The names that its declaration mentions and does not itself define.
        public var references: Set<String>
        /// The names in its type where that is written: of a constant or variable, or of a function's result; nil where it
        /// is inferred, or can hide what is in it, as a closure's does.
        public var typeReferences: Set<String>?
    }

    /// A static property, which all share who mention its type.
    public struct StaticProperty: Hashable, Codable, Sendable {
        public var type: String
        /// Whether it is a `var`.
        public var isReassignable: Bool
        /// The names that its declaration mentions.
        public var references: Set<String>
    }

    public var definitions: [Definition] = []
    /// The static properties, with storage, of the types that it declares or extends.
    public var staticProperties: [StaticProperty] = []
    /// Names mentioned and not bound to something local, with the place of the first mention.
    public var references: [String: Position] = [:]
    /// Those of `references` that may instead be members of a type seen nowhere in the cell.
    public var uncertainReferences: Set<String> = []
    /// Whether it changes the meaning of all later cells: extensions, conformances, operators.
    public var affectsLaterCells = false
    /// Its `import` declarations, which later cells see too.
    public var imports: [String] = []
    /// The last line's expression, whose value is displayed.
    public var lastExpression: SourceRange?
    /// Statements at top level in which an error can be thrown and is not caught.
    public var throwingStatements: [ThrowingStatement] = []
    /// An `await` at top level.
    public var topLevelAwait: Position?
    /// What the parser cannot make sense of.
    public var syntaxErrors: [SyntaxError] = []

    public struct ThrowingStatement: Hashable, Codable, Sendable {
        /// Where it begins.
        public var statement: Position
        /// Where its `try` stands.
        public var place: Position
    }

    public struct SyntaxError: Hashable, Codable, Sendable {
        public var position: Position
        public var message: String
    }

    public var hasSyntaxError: Bool { !syntaxErrors.isEmpty }

    public init() {}
}
