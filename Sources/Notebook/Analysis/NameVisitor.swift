import Markdown
import SwiftSyntax

/// Walks one top-level statement of a cell and collects the names it defines and those it mentions that are not
/// bound to something local. When in doubt a name counts as mentioned: an edge too many costs a run, an edge too
/// few would show an outdated result.
final class NameVisitor: SyntaxVisitor {
    struct Found {
        var name: String
        var kind: CellAnalysis.Definition.Kind
        var position: Position
    }

    private(set) var definitions: [Found] = []
    private(set) var references: [String: Position] = [:]
    private(set) var uncertain: Set<String> = []
    private(set) var certain: Set<String> = []
    private(set) var affectsLaterCells = false
    private(set) var imports: [String] = []
    private let places: Places
    private var scopes = Scopes()

    init(_ places: Places) {
        self.places = places
        super.init(viewMode: .sourceAccurate)
    }

    // MARK: What is mentioned

    private func mention(_ name: String, at node: some SyntaxProtocol) {
        guard !scopes.binds(name) else { return }
        if references[name] == nil { references[name] = places.start(of: node) }
        if scopes.mayHaveOtherMembers { uncertain.insert(name) } else { certain.insert(name) }
    }

    override func visit(_ node: DeclReferenceExprSyntax) -> SyntaxVisitorContinueKind {
        let isMember =
            node.parent?.as(MemberAccessExprSyntax.self)?.declName.id == node.id
            || node.parent?.is(KeyPathPropertyComponentSyntax.self) == true
        guard !isMember else { return .visitChildren }
        let name = node.baseName.plainText
        mention(name, at: node)
        // A property wrapper's storage and projection go by the property's name.
        if name.count > 1, name.hasPrefix("$") || name.hasPrefix("_") { mention(String(name.dropFirst()), at: node) }
        return .visitChildren
    }

    override func visit(_ node: IdentifierTypeSyntax) -> SyntaxVisitorContinueKind {
        mention(node.name.plainText, at: node)
        return .visitChildren
    }

    override func visit(_ node: MacroExpansionExprSyntax) -> SyntaxVisitorContinueKind {
        mention(node.macroName.plainText, at: node)
        return .visitChildren
    }

    override func visit(_ node: MacroExpansionDeclSyntax) -> SyntaxVisitorContinueKind {
        mention(node.macroName.plainText, at: node)
        affectsLaterCells = true
        return .visitChildren
    }

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

    override func visit(_ node: ClosureExprSyntax) -> SyntaxVisitorContinueKind {
        let captures = node.signature?.capture?.items
        captures?.forEach { capture in
            if let value = capture.initializer { walk(value) } else { mention(capture.name.plainText, at: capture) }
        }
        scopes.push(captures?.filter { $0.initializer != nil }.map(\.name.plainText) ?? [])
        switch node.signature?.parameterClause {
        case .simpleInput(let list): scopes.bind(list.map(\.name.plainText))
        case .parameterClause(let clause):
            walk(clause)
            scopes.bind(clause.parameters.map { ($0.secondName ?? $0.firstName).plainText })
        default: break
        }
        node.signature?.returnClause.map { walk($0) }
        scopes.bind(node.statements.hoistedNames)
        walk(node.statements)
        scopes.pop()
        return .skipChildren
    }

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

    private func define(_ name: TokenSyntax, _ kind: CellAnalysis.Definition.Kind) {
        if scopes.isEmpty {
            definitions.append(Found(name: name.plainText, kind: kind, position: places.start(of: name)))
        } else {
            scopes.bind([name.plainText])
        }
    }

    private func bind(_ pattern: some SyntaxProtocol) {
        for identifier in BoundNames.of(pattern) {
            define(identifier.identifier, .variable(isReassignable: false, holdsCode: false))
        }
    }

    override func visit(_ node: OptionalBindingConditionSyntax) -> SyntaxVisitorContinueKind {
        node.typeAnnotation.map { walk($0) }
        if let initializer = node.initializer {
            walk(initializer)
        } else {
            for identifier in BoundNames.of(node.pattern) { mention(identifier.name, at: identifier) }
        }
        bind(node.pattern)
        return .skipChildren
    }

    override func visit(_ node: MatchingPatternConditionSyntax) -> SyntaxVisitorContinueKind {
        walk(node.pattern)
        node.typeAnnotation.map { walk($0) }
        walk(node.initializer)
        bind(node.pattern)
        return .skipChildren
    }

    // MARK: Statements that open a scope

    override func visit(_ node: CodeBlockSyntax) -> SyntaxVisitorContinueKind {
        scopes.push(node.statements.hoistedNames)
        return .visitChildren
    }

    override func visitPost(_ node: CodeBlockSyntax) { scopes.pop() }

    override func visit(_ node: IfExprSyntax) -> SyntaxVisitorContinueKind {
        scopes.push()
        walk(node.conditions)
        walk(node.body)
        scopes.pop()
        node.elseBody.map { walk($0) }
        return .skipChildren
    }

    override func visit(_ node: WhileStmtSyntax) -> SyntaxVisitorContinueKind {
        scopes.push()
        return .visitChildren
    }

    override func visitPost(_ node: WhileStmtSyntax) { scopes.pop() }

    override func visit(_ node: GuardStmtSyntax) -> SyntaxVisitorContinueKind {
        walk(node.body)
        walk(node.conditions)
        return .skipChildren
    }

    override func visit(_ node: ForStmtSyntax) -> SyntaxVisitorContinueKind {
        walk(node.sequence)
        node.typeAnnotation.map { walk($0) }
        scopes.push()
        walk(node.pattern)
        bind(node.pattern)
        node.whereClause.map { walk($0) }
        walk(node.body)
        scopes.pop()
        return .skipChildren
    }

    override func visit(_ node: SwitchCaseSyntax) -> SyntaxVisitorContinueKind {
        scopes.push(node.statements.hoistedNames)
        if case .case(let label) = node.label {
            for item in label.caseItems {
                walk(item.pattern)
                bind(item.pattern)
                item.whereClause.map { walk($0) }
            }
        }
        walk(node.statements)
        scopes.pop()
        return .skipChildren
    }

    override func visit(_ node: CatchClauseSyntax) -> SyntaxVisitorContinueKind {
        scopes.push(["error"])
        for item in node.catchItems {
            item.pattern.map {
                walk($0)
                bind($0)
            }
            item.whereClause.map { walk($0) }
        }
        walk(node.body)
        scopes.pop()
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
