import Foundation
import Markdown
import Notebook

/// A cell while it runs.
struct CellInProgress {
    var collector = OutputCollector()
    var run = CellRun(outcome: Outcome(state: .succeeded))
    var start = Date()
    /// Where the statement stands that began last and can throw.
    var mark: (line: Int, column: Int)?
    /// A value that is not what the text says.
    var unexpected: String?

    mutating func succeed(_ lesson: Lesson, _ index: Int, warnings: [Diagnostic]) -> CellRun {
        let cell = lesson.cells[index]
        run.seconds = Date().timeIntervalSince(start)
        if let unexpected {
            let diagnostic = Diagnostic(
                id: "unexpected-value", file: lesson.file, line: cell.position.line, column: cell.position.column,
                message: unexpected)
            collector.add(
                diagnostic.withExcerpt(from: lesson.source.lines))
            run.outcome.state = .failed
        }
        run.outcome.outputs = collector.finish()
        let last = cell.position.line + cell.source.lines.count
        run.outcome.warnings = warnings.filter { $0.line >= cell.position.line && $0.line < last }
        return run
    }

    /// What to tell the author about a cell that stopped before its end.
    mutating func diagnose(
        _ lesson: Lesson, _ index: Int, _ status: ExitStatus, _ crash: CrashReport?, timeout: Double?
    ) -> Diagnostic {
        let words = collector.removeRuntimeMessages()
        var message = status.isOutOfMemory ? status.description : words ?? crash?.reason ?? status.description
        var id = status.signal == nil ? "cell-exited" : "runtime-error"
        let cell = lesson.cells[index]
        var place = crash?.frames.first.map { ($0.line, $0.column) }
        if let error = message.split(separator: "Error raised at top level: ").last, words != nil,
            message.hasPrefix("Error raised at top level: ")
        {
            message = "an error was thrown and not caught: \(error)"
            id = "uncaught-error"
            place = mark ?? place
        }
        if let timeout {
            id = "timeout"
            let seconds = timeout == timeout.rounded() ? String(Int(timeout)) : String(timeout)
            message = "the cell ran longer than its \(seconds) s; make it do less, or allow more with ‘//| timeout: …’"
        }
        var diagnostic = Diagnostic(
            id: id, file: lesson.file, line: place?.0 ?? cell.position.line, column: place?.1 ?? 0, message: message)
        for frame in (crash?.frames ?? []).dropFirst().prefix(12) {
            diagnostic.notes.append(
                Diagnostic(
                    id: "called-from", severity: .note, file: lesson.file, line: frame.line, column: frame.column,
                    message: "called from \(frame.function)"))
        }
        return diagnostic
    }
}
