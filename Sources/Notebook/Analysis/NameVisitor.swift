import SwiftSyntax

/// Walks one top-level statement of a cell and collects the names it defines and those it mentions.
final class NameVisitor: ScopeVisitor {
    private(set) var imports: [String] = []
    private(set) var staticProperties: [CellAnalysis.StaticProperty] = []
    /// The type at top level whose members are read now, or that an extension there extends.
    private var outermostType: String?

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
        outermostType = TypeNames.outermost(node.extendedType)
        walk(node.memberBlock)
        outermostType = nil
        scopes.pop()
        return .skipChildren
    }

    // MARK: Types

    private func visitType(
        _ node: some NamedDeclSyntax & DeclGroupSyntax, generics: GenericParameterClauseSyntax?
    ) -> SyntaxVisitorContinueKind {
        define(node.name, .type(isReference: node.is(ClassDeclSyntax.self) || node.is(ActorDeclSyntax.self)))
        walk(node.attributes)
        let isOutermost = outermostType == nil
        if isOutermost { outermostType = node.name.plainText }
        defer { if isOutermost { outermostType = nil } }
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

    override func visit(_ node: ProtocolDeclSyntax) -> SyntaxVisitorContinueKind {
        visitType(node, generics: nil)
    }

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
        define(node.name, .function, typeReferences: TypeNames.ofResult(node.signature.returnClause))
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
        _ parameters: FunctionParameterClauseSyntax, _ generics: GenericParameterClauseSyntax?,
        _ rest: () -> Void
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
        noteStaticProperties(node)
        let isVar = node.bindingSpecifier.tokenKind == .keyword(.var)
        for binding in node.bindings {
            binding.typeAnnotation.map { walk($0) }
            binding.initializer.map { walk($0) }
            binding.accessorBlock.map { walk($0) }
            let holdsCode =
                binding.accessorBlock != nil || binding.initializer.map(ClosureFinder.isIn) == true
            for pattern in BoundNames.of(binding.pattern) {
                define(
                    pattern.identifier, .variable(isReassignable: isVar, holdsCode: holdsCode),
                    typeReferences: binding.typeAnnotation.flatMap { TypeNames.of($0.type) })
            }
        }
        return .skipChildren
    }

    private func noteStaticProperties(_ node: VariableDeclSyntax) {
        guard let type = outermostType,
            node.modifiers.contains(where: {
                [.keyword(.static), .keyword(.class)].contains($0.name.tokenKind)
            })
        else { return }
        for binding in node.bindings where !binding.isComputed {
            let names = NameVisitor(places)
            binding.typeAnnotation.map { names.walk($0) }
            binding.initializer.map { names.walk($0) }
            staticProperties.append(
                CellAnalysis.StaticProperty(
                    type: type, isReassignable: node.bindingSpecifier.tokenKind == .keyword(.var),
                    references: Set(names.references.keys)))
        }
    }
}
