import Markdown
import SwiftSyntax

/// Collects the names that a piece of a cell mentions and that are not bound to something local, and those it binds.
/// When in doubt a name counts as mentioned: an edge too many costs a run, an edge too few would show an outdated
/// result.
class MentionVisitor: SyntaxVisitor {
    struct Found {
        var name: String
        var kind: CellAnalysis.Definition.Kind
        var position: Position
        var typeReferences: Set<String>?
    }

    private(set) var definitions: [Found] = []
    private(set) var references: [String: Position] = [:]
    private(set) var uncertain: Set<String> = []
    private(set) var certain: Set<String> = []
    var affectsLaterCells = false
    var scopes = Scopes()
    let places: Places

    init(_ places: Places) {
        self.places = places
        super.init(viewMode: .sourceAccurate)
    }

    // MARK: What is bound

    final func define(
        _ name: TokenSyntax, _ kind: CellAnalysis.Definition.Kind, typeReferences: Set<String>? = nil
    ) {
        if scopes.isEmpty {
            let position = places.start(of: name)
            definitions.append(
                Found(name: name.plainText, kind: kind, position: position, typeReferences: typeReferences))
        } else {
            scopes.bind([name.plainText])
        }
    }

    final func bind(_ pattern: some SyntaxProtocol) {
        for identifier in BoundNames.of(pattern) {
            define(identifier.identifier, .variable(isReassignable: false, holdsCode: false))
        }
    }

    // MARK: What is mentioned

    final func mention(_ name: String, at node: some SyntaxProtocol) {
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
        if name.count > 1, name.hasPrefix("$") || name.hasPrefix("_") {
            mention(String(name.dropFirst()), at: node)
        }
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
}
