import Markdown
import SwiftDiagnostics
import SwiftParser
import SwiftParserDiagnostics
import SwiftSyntax

/// Reads a cell with SwiftParser.
public enum CellAnalyzer {
    public static func analyze(_ source: String) -> CellAnalysis {
        let file = Parser.parse(source: source)
        let places = Places(file)
        var analysis = CellAnalysis()
        if file.hasError {
            analysis.syntaxErrors = ParseDiagnosticsGenerator.diagnostics(for: file)
                .filter { $0.diagMessage.severity == .error }
                .map { .init(position: places.position($0.position), message: $0.message) }
        }
        for item in file.statements { read(item, places, into: &analysis) }
        for definition in analysis.definitions { analysis.references[definition.name] = nil }
        analysis.lastExpression = file.statements.last.flatMap { displayed($0, places) }
        return analysis
    }

    private static func read(_ item: CodeBlockItemSyntax, _ places: Places, into analysis: inout CellAnalysis) {
        let names = NameVisitor(places)
        names.walk(item)
        for (name, position) in names.references where analysis.references[name] == nil {
            analysis.references[name] = position
        }
        analysis.uncertainReferences.formUnion(names.uncertain)
        for name in names.certain { analysis.uncertainReferences.remove(name) }
        analysis.affectsLaterCells = analysis.affectsLaterCells || names.affectsLaterCells
        analysis.imports += names.imports
        analysis.staticProperties += names.staticProperties
        analysis.definitions += names.definitions.map { found in
            CellAnalysis.Definition(
                name: found.name, kind: found.kind, position: found.position,
                references: Set(names.references.keys).subtracting([found.name]),
                typeReferences: found.typeReferences)
        }
        let effects = EffectVisitor(viewMode: .sourceAccurate)
        effects.walk(item)
        if let place = effects.uncaughtTry {
            analysis.throwingStatements.append(
                CellAnalysis.ThrowingStatement(statement: places.start(of: item), place: places.start(of: place)))
        }
        if analysis.topLevelAwait == nil { analysis.topLevelAwait = effects.await.map(places.start) }
    }

    /// An expression is displayed; an assignment or a statement is not.
    private static func displayed(_ item: CodeBlockItemSyntax, _ places: Places) -> Markdown.SourceRange? {
        guard case .expr(let expression) = item.item, !expression.hasError else { return nil }
        if expression.is(IfExprSyntax.self) || expression.is(SwitchExprSyntax.self) { return nil }
        if let sequence = expression.as(SequenceExprSyntax.self),
            sequence.elements.contains(where: isAssignment)
        {
            return nil
        }
        return Markdown.SourceRange(places.start(of: expression), places.end(of: expression))
    }

    private static func isAssignment(_ element: ExprSyntax) -> Bool {
        if element.is(AssignmentExprSyntax.self) { return true }
        guard let symbol = element.as(BinaryOperatorExprSyntax.self)?.operator.text else { return false }
        return symbol.count > 1 && symbol.hasSuffix("=") && !["==", "!=", "<=", ">=", "===", "!=="].contains(symbol)
    }
}

/// Turns the parser's offsets into lines and columns.
struct Places {
    private let converter: SourceLocationConverter

    init(_ file: SourceFileSyntax) {
        converter = SourceLocationConverter(fileName: "", tree: file)
    }

    func position(_ absolute: AbsolutePosition) -> Position {
        let place = converter.location(for: absolute)
        return Position(line: place.line, column: place.column)
    }

    func start(of node: some SyntaxProtocol) -> Position {
        let place = converter.location(for: node.positionAfterSkippingLeadingTrivia)
        return Position(line: place.line, column: place.column)
    }

    func end(of node: some SyntaxProtocol) -> Position {
        let place = converter.location(for: node.endPositionBeforeTrailingTrivia)
        return Position(line: place.line, column: place.column)
    }
}

/// Finds what can throw or suspend at the top level of a cell, outside functions, closures and `do` with a `catch`.
final class EffectVisitor: SyntaxVisitor {
    private(set) var uncaughtTry: TryExprSyntax?
    private(set) var await: Syntax?

    override func visit(_ node: TryExprSyntax) -> SyntaxVisitorContinueKind {
        if node.questionOrExclamationMark == nil, uncaughtTry == nil { uncaughtTry = node }
        return .visitChildren
    }

    override func visit(_ node: AwaitExprSyntax) -> SyntaxVisitorContinueKind {
        note(node)
        return .visitChildren
    }

    private func note(_ node: some SyntaxProtocol) {
        if self.await == nil { self.await = Syntax(node) }
    }

    override func visit(_ node: ForStmtSyntax) -> SyntaxVisitorContinueKind {
        if let keyword = node.awaitKeyword { note(keyword) }
        return .visitChildren
    }

    override func visit(_ node: VariableDeclSyntax) -> SyntaxVisitorContinueKind {
        if let keyword = node.modifiers.first(where: { $0.name.tokenKind == .keyword(.async) }) { note(keyword) }
        return .visitChildren
    }

    override func visit(_ node: DoStmtSyntax) -> SyntaxVisitorContinueKind {
        guard !node.catchClauses.isEmpty else { return .visitChildren }
        node.catchClauses.forEach { walk($0) }
        let inside = EffectVisitor(viewMode: .sourceAccurate)
        inside.walk(node.body)
        self.await = self.await ?? inside.await
        return .skipChildren
    }

    override func visit(_ node: ClosureExprSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
    override func visit(_ node: FunctionDeclSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
    override func visit(_ node: StructDeclSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
    override func visit(_ node: ClassDeclSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
    override func visit(_ node: EnumDeclSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
    override func visit(_ node: ActorDeclSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
    override func visit(_ node: ExtensionDeclSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
    override func visit(_ node: ProtocolDeclSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
    override func visit(_ node: AccessorBlockSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
}
