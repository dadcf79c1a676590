import SwiftSyntax

/// The names that are bound around a place in a cell, innermost last.
struct Scopes {
    private struct Scope {
        var names: Set<String>
        /// Whether it may have members that are written elsewhere: an extension's, or an inherited one.
        var isOpen: Bool
    }

    private var stack: [Scope] = []

    var isEmpty: Bool { stack.isEmpty }
    var mayHaveOtherMembers: Bool { stack.contains(where: \.isOpen) }

    mutating func push(_ names: some Sequence<String> = [], isOpen: Bool = false) {
        stack.append(Scope(names: Set(names), isOpen: isOpen))
    }

    mutating func pop() { stack.removeLast() }

    mutating func bind(_ names: some Sequence<String>) {
        guard let last = stack.indices.last else { return }
        stack[last].names.formUnion(names)
    }

    func binds(_ name: String) -> Bool { stack.contains { $0.names.contains(name) } }
}

/// The identifiers that a pattern binds: `x`, `(a, b)`, `.some(let y)`, `let .point(x, y)`.
final class BoundNames: SyntaxVisitor {
    private(set) var identifiers: [IdentifierPatternSyntax] = []

    static func of(_ pattern: some SyntaxProtocol) -> [IdentifierPatternSyntax] {
        let visitor = BoundNames(viewMode: .sourceAccurate)
        visitor.walk(pattern)
        return visitor.identifiers
    }

    override func visit(_ node: IdentifierPatternSyntax) -> SyntaxVisitorContinueKind {
        identifiers.append(node)
        return .skipChildren
    }

    override func visit(_ node: ClosureExprSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
}

extension IdentifierPatternSyntax {
    var name: String { identifier.plainText }
}

extension TokenSyntax {
    /// An identifier's text without the backticks that let it be a keyword.
    var plainText: String {
        guard text.hasPrefix("`"), text.hasSuffix("`"), text.count > 2 else { return text }
        return String(text.dropFirst().dropLast())
    }
}

extension MemberBlockSyntax {
    /// What the members of a type are called.
    var memberNames: [String] {
        members.flatMap { member -> [String] in
            if let variable = member.decl.as(VariableDeclSyntax.self) {
                return variable.bindings.flatMap { BoundNames.of($0.pattern).map(\.name) }
            }
            if let cases = member.decl.as(EnumCaseDeclSyntax.self) { return cases.elements.map(\.name.plainText) }
            return member.decl.declaredName.map { [$0] } ?? []
        }
    }
}

extension CodeBlockItemListSyntax {
    /// Functions and types of a block are seen in all of it, also before their declaration.
    var hoistedNames: [String] {
        compactMap { item in
            guard case .decl(let declaration) = item.item else { return nil }
            return declaration.declaredName
        }
    }
}

extension DeclSyntax {
    /// The name of a function, a type or another declaration that has just one.
    var declaredName: String? {
        if let associated = self.as(AssociatedTypeDeclSyntax.self) { return associated.name.plainText }
        return asProtocol((any NamedDeclSyntax).self)?.name.plainText
    }
}
