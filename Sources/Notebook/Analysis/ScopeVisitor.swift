import SwiftSyntax

/// Knows how far names reach that are bound by patterns, closures and statements.
class ScopeVisitor: MentionVisitor {
    // MARK: Patterns in conditions

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

    // MARK: Closures

    override func visit(_ node: ClosureExprSyntax) -> SyntaxVisitorContinueKind {
        let captures = node.signature?.capture?.items
        captures?.forEach { capture in
            if let value = capture.initializer {
                walk(value)
            } else {
                mention(capture.name.plainText, at: capture)
            }
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
