import Notebook

/// Moves diagnostics between a lesson's lines and lines counted within cells, so that a stored outcome stays true when
/// text above its cell, or the lesson's file, moves.
struct Placement {
    /// What stands in a diagnostic's file for a place in a cell.
    private static let mark = "cell:"

    private let lesson: Lesson
    /// The cells whose lines an outcome can speak of: the cell and all it needs, in order.
    private let cells: [Int]

    init(_ lesson: Lesson, _ cell: Int, _ graph: DependencyGraph) {
        self.lesson = lesson
        cells = graph.closure(of: [cell])
    }

    func stored(_ outcome: Outcome) -> Outcome { moved(outcome, store) }
    func restored(_ outcome: Outcome) -> Outcome { moved(outcome, restore) }

    private func moved(_ outcome: Outcome, _ move: (Diagnostic) -> Diagnostic) -> Outcome {
        var copy = outcome
        copy.warnings = outcome.warnings.map(move)
        copy.outputs = outcome.outputs.map { output in
            if case .error(let diagnostic) = output { .error(move(diagnostic)) } else { output }
        }
        return copy
    }

    private func store(_ diagnostic: Diagnostic) -> Diagnostic {
        var copy = diagnostic
        copy.notes = diagnostic.notes.map(store)
        guard diagnostic.file == lesson.file,
            let index = cells.lastIndex(where: { lesson.cells[$0].lines.contains(diagnostic.line) })
        else { return copy }
        let position = lesson.cells[cells[index]].position
        copy.file = Self.mark + "\(index)"
        copy.line = diagnostic.line - position.line
        copy.column = diagnostic.column == 0 ? 0 : diagnostic.column - position.column + 1
        return copy
    }

    private func restore(_ diagnostic: Diagnostic) -> Diagnostic {
        var copy = diagnostic
        copy.notes = diagnostic.notes.map(restore)
        guard diagnostic.file.hasPrefix(Self.mark), let index = Int(diagnostic.file.dropFirst(Self.mark.count)),
            cells.indices.contains(index)
        else { return copy }
        let position = lesson.cells[cells[index]].position
        copy.file = lesson.file
        copy.line = diagnostic.line + position.line
        copy.column = diagnostic.column == 0 ? 0 : diagnostic.column + position.column - 1
        return copy
    }
}
