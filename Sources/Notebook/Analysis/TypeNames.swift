import SwiftSyntax

/// The names in a written type.
final class TypeNames: SyntaxVisitor {
    private var names: [String] = []
    private var hidesContents = false

    /// All of them, or nil if the type can hide what is in it: closures and protocols' values do.
    static func of(_ type: some TypeSyntaxProtocol) -> Set<String>? {
        let visitor = TypeNames(viewMode: .sourceAccurate)
        visitor.walk(type)
        return visitor.hidesContents ? nil : Set(visitor.names)
    }

    /// The names in the type of a function's result: none for a function that returns nothing.
    static func ofResult(_ clause: ReturnClauseSyntax?) -> Set<String>? {
        guard let clause else { return [] }
        return of(clause.type)
    }

    /// The name that a possibly nested type begins with: `A` in `A.B<C>`.
    static func outermost(_ type: TypeSyntax) -> String? {
        let visitor = TypeNames(viewMode: .sourceAccurate)
        visitor.walk(type)
        return visitor.names.first
    }

    override func visit(_ node: IdentifierTypeSyntax) -> SyntaxVisitorContinueKind {
        names.append(node.name.plainText)
        return .visitChildren
    }

    override func visit(_ node: FunctionTypeSyntax) -> SyntaxVisitorContinueKind {
        hidesContents = true
        return .skipChildren
    }

    override func visit(_ node: SomeOrAnyTypeSyntax) -> SyntaxVisitorContinueKind {
        hidesContents = true
        return .skipChildren
    }
}
