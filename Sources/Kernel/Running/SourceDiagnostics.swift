import Markdown
import Notebook

/// Faults that are seen before anything is compiled, told with both places and the way out.
enum SourceDiagnostics {
    static func diagnostics(
        for cell: Int, in lesson: Lesson, _ analyses: [CellAnalysis], _ graph: DependencyGraph
    ) -> [Diagnostic] {
        if let problem = graph.problems[cell] { return [diagnostic(problem, cell, lesson)] }
        let errors = analyses[cell].syntaxErrors.map { error in
            make("compile-error", .error, lesson, cell, error.position, error.message)
        }
        guard errors.isEmpty, let place = analyses[cell].topLevelAwait else { return errors }
        return [
            make(
                "top-level-await", .error, lesson, cell, place,
                "a cell cannot await at top level, because its process is forked between cells; "
                    + "call synchronous code, or wait inside the cell with a semaphore and a Task")
        ]
    }

    private static func diagnostic(_ problem: NameProblem, _ cell: Int, _ lesson: Lesson) -> Diagnostic {
        switch problem {
        case .definedTwice(let name, let position, let earlier, let earlierPosition):
            var result = make(
                "defined-twice", .error, lesson, cell, position,
                "‘\(name)’ is defined twice in this lesson; give one of the two another name, "
                    + "or put this one into a function")
            result.notes = [make("first-definition", .note, lesson, earlier, earlierPosition, "first defined here")]
            return result
        case .definedLater(let name, let position, let later, let laterPosition):
            return usedBefore(name, position, cell, later, laterPosition, lesson, remedy: "move that cell up")
        case .cycle(let name, let position, let later, let laterPosition):
            return usedBefore(
                name, position, cell, later, laterPosition, lesson,
                remedy: "that cell needs this one in turn, so put both into one cell")
        }
    }

    private static func usedBefore(
        _ name: String, _ position: Position, _ cell: Int, _ later: Int, _ laterPosition: Position, _ lesson: Lesson,
        remedy: String
    ) -> Diagnostic {
        let line = place(laterPosition, lesson.cells[later]).line
        var result = make(
            "defined-later", .error, lesson, cell, position,
            "‘\(name)’ is used before its definition: it is defined later, at line \(line); \(remedy)")
        result.notes = [make("later-definition", .note, lesson, later, laterPosition, "defined here")]
        return result
    }

    private static func make(
        _ id: String, _ severity: Diagnostic.Severity, _ lesson: Lesson, _ cell: Int, _ position: Position,
        _ message: String
    ) -> Diagnostic {
        let place = place(position, lesson.cells[cell])
        let lines = lesson.source.lines
        return Diagnostic(
            id: id, severity: severity, file: lesson.file, line: place.line, column: place.column, message: message
        ).withExcerpt(from: lines)
    }

    /// From a place in a cell's source to the place in the file.
    private static func place(_ position: Position, _ cell: Cell) -> Position {
        Position(
            line: cell.position.line + position.line - 1, column: cell.position.column + position.column - 1)
    }
}
