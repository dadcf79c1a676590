import Building
import Foundation
import Kernel
import Notebook
import Synchronization

/// One JSON object a line on standard output.
final class JSONReporter: Reporter {
    private struct CellLine: Encodable {
        var v = 1
        var event = "cell"
        var lesson: String
        var cell: String
        var line: Int
        var state: String
        var seconds: Double
        var reason: String
    }

    private struct DiagnosticLine: Encodable {
        var v = 1
        var event = "diagnostic"
        var id: String
        var severity: String
        var file: String
        var line: Int
        var column: Int
        var message: String
    }

    private struct DoneLine: Encodable {
        var v = 1
        var event = "done"
        var lessons: Int
        var ran: Int
        var kept: Int
        var failed: Int
        var skipped: Int
        var seconds: Double
    }

    /// Cells are told from several threads.
    private let output = Mutex(())

    func report(_ event: CourseRun.Event) {
        guard case .ended(let cell) = event else { return }
        output.withLock { _ in
            write(
                CellLine(
                    lesson: cell.place.lesson, cell: cell.place.cell, line: cell.place.line,
                    state: cell.state.rawValue, seconds: rounded(cell.seconds), reason: cell.reason))
        }
    }

    func finish(_ summary: CourseBuild.Summary, index: String) {
        for diagnostic in summary.diagnostics {
            write(
                DiagnosticLine(
                    id: diagnostic.id, severity: diagnostic.severity.rawValue, file: diagnostic.file,
                    line: diagnostic.line, column: diagnostic.column, message: diagnostic.message))
        }
        write(
            DoneLine(
                lessons: summary.lessons, ran: summary.ran, kept: summary.kept, failed: summary.failed,
                skipped: summary.skipped, seconds: rounded(summary.seconds)))
    }

    private func rounded(_ seconds: Double) -> Double { (seconds * 1000).rounded() / 1000 }

    private func write(_ line: some Encodable) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(line) else { return }
        FileHandle.standardOutput.write(data + Data("\n".utf8))
    }
}
