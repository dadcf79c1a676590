import SwiftSyntax

/// Walks one top-level statement of a cell and collects the names it defines and those it mentions.
final class NameVisitor: ScopeVisitor {
    private(set) var imports: [String] = []

    // MARK: What holds for all later cells

    override func visit(_ node: ImportDeclSyntax) -> SyntaxVisitorContinueKind {
        imports.append(node.trimmedDescription)
        return .skipChildren
    }

    override func visit(_ node: OperatorDeclSyntax) -> SyntaxVisitorContinueKind {
        affectsLaterCells = true
        return .skipChildren
    }

    override func visit(_ node: PrecedenceGroupDeclSyntax) -> SyntaxVisitorContinueKind {
        affectsLaterCells = true
        return .skipChildren
    }

    override func visit(_ node: ExtensionDeclSyntax) -> SyntaxVisitorContinueKind {
        affectsLaterCells = true
        walk(node.attributes)
        walk(node.extendedType)
        node.inheritanceClause.map { walk($0) }
        scopes.push(node.memberBlock.memberNames, isOpen: true)
        node.genericWhereClause.map { walk($0) }
        walk(node.memberBlock)
        scopes.pop()
        return .skipChildren
    }

    // MARK: Types

    private func visitType(
        _ node: some NamedDeclSyntax & DeclGroupSyntax, generics: GenericParameterClauseSyntax?
    ) -> SyntaxVisitorContinueKind {
        define(node.name, .type(isReference: node.is(ClassDeclSyntax.self) || node.is(ActorDeclSyntax.self)))
        walk(node.attributes)
        let parameters = generics?.parameters.map(\.name.plainText) ?? []
        scopes.push(
            parameters + node.memberBlock.memberNames + [node.name.plainText, "Self"],
            isOpen: node.inheritanceClause != nil)
        generics.map { walk($0) }
        node.inheritanceClause.map { walk($0) }
        node.genericWhereClause.map { walk($0) }
        walk(node.memberBlock)
        scopes.pop()
        return .skipChildren
    }

    override func visit(_ node: StructDeclSyntax) -> SyntaxVisitorContinueKind {
        visitType(node, generics: node.genericParameterClause)
    }

    override func visit(_ node: ClassDeclSyntax) -> SyntaxVisitorContinueKind {
        visitType(node, generics: node.genericParameterClause)
    }

    override func visit(_ node: EnumDeclSyntax) -> SyntaxVisitorContinueKind {
        visitType(node, generics: node.genericParameterClause)
    }

    override func visit(_ node: ActorDeclSyntax) -> SyntaxVisitorContinueKind {
        visitType(node, generics: node.genericParameterClause)
    }

    override func visit(_ node: ProtocolDeclSyntax) -> SyntaxVisitorContinueKind { visitType(node, generics: nil) }

    override func visit(_ node: TypeAliasDeclSyntax) -> SyntaxVisitorContinueKind {
        define(node.name, .type(isReference: false))
        scopes.push(node.genericParameterClause?.parameters.map(\.name.plainText) ?? [])
        walk(node.initializer)
        scopes.pop()
        return .skipChildren
    }

    override func visit(_ node: MacroDeclSyntax) -> SyntaxVisitorContinueKind {
        define(node.name, .function)
        return .skipChildren
    }

    // MARK: Functions

    override func visit(_ node: FunctionDeclSyntax) -> SyntaxVisitorContinueKind {
        define(node.name, .function)
        if scopes.isEmpty, case .binaryOperator = node.name.tokenKind { affectsLaterCells = true }
        if scopes.isEmpty, node.name.tokenKind.isOperator { affectsLaterCells = true }
        walk(node.attributes)
        visitFunction(node.signature.parameterClause, node.genericParameterClause) {
            node.signature.effectSpecifiers.map { walk($0) }
            node.signature.returnClause.map { walk($0) }
            node.genericWhereClause.map { walk($0) }
            node.body.map { walk($0) }
        }
        return .skipChildren
    }

    override func visit(_ node: InitializerDeclSyntax) -> SyntaxVisitorContinueKind {
        visitFunction(node.signature.parameterClause, node.genericParameterClause) {
            node.signature.effectSpecifiers.map { walk($0) }
            node.genericWhereClause.map { walk($0) }
            node.body.map { walk($0) }
        }
        return .skipChildren
    }

    override func visit(_ node: SubscriptDeclSyntax) -> SyntaxVisitorContinueKind {
        visitFunction(node.parameterClause, node.genericParameterClause) {
            walk(node.returnClause)
            node.genericWhereClause.map { walk($0) }
            node.accessorBlock.map { walk($0) }
        }
        return .skipChildren
    }

    private func visitFunction(
        _ parameters: FunctionParameterClauseSyntax, _ generics: GenericParameterClauseSyntax?, _ rest: () -> Void
    ) {
        scopes.push(generics?.parameters.map(\.name.plainText) ?? [])
        generics.map { walk($0) }
        walk(parameters)
        scopes.bind(parameters.parameters.map { ($0.secondName ?? $0.firstName).plainText })
        rest()
        scopes.pop()
    }

    override func visit(_ node: AccessorDeclSyntax) -> SyntaxVisitorContinueKind {
        scopes.push([node.parameters?.name.plainText ?? "newValue", "oldValue"])
        return .visitChildren
    }

    override func visitPost(_ node: AccessorDeclSyntax) { scopes.pop() }

    // MARK: Variables

    override func visit(_ node: VariableDeclSyntax) -> SyntaxVisitorContinueKind {
        walk(node.attributes)
        let isVar = node.bindingSpecifier.tokenKind == .keyword(.var)
        for binding in node.bindings {
            binding.typeAnnotation.map { walk($0) }
            binding.initializer.map { walk($0) }
            binding.accessorBlock.map { walk($0) }
            let holdsCode = binding.accessorBlock != nil || binding.initializer.map(ClosureFinder.isIn) == true
            for pattern in BoundNames.of(binding.pattern) {
                define(pattern.identifier, .variable(isReassignable: isVar, holdsCode: holdsCode))
            }
        }
        return .skipChildren
    }
}

extension TokenKind {
    fileprivate var isOperator: Bool {
        switch self {
        case .binaryOperator, .prefixOperator, .postfixOperator: true
        default: false
        }
    }
}

/// Whether there is a closure in an expression.
private final class ClosureFinder: SyntaxVisitor {
    private var found = false

    static func isIn(_ node: InitializerClauseSyntax) -> Bool {
        let finder = ClosureFinder(viewMode: .sourceAccurate)
        finder.walk(node)
        return finder.found
    }

    override func visit(_ node: ClosureExprSyntax) -> SyntaxVisitorContinueKind {
        found = true
        return .skipChildren
    }
}
