import Building
import Foundation
import Kernel
import Notebook
import Synchronization

/// Lines for people on standard error: what runs, live on a terminal; what is wrong; and last, what was done.
final class TextReporter: Reporter {
    private struct State {
        /// Whether the last line is one that the next may overwrite.
        var hasLiveLine = false
    }

    private let explains: Bool
    private let isTerminal = isatty(2) == 1
    private let usesColour = isatty(2) == 1 && ProcessInfo.processInfo.environment["NO_COLOR"] == nil
    private let state = Mutex(State())

    init(explains: Bool) { self.explains = explains }

    func report(_ event: CourseRun.Event) {
        state.withLock { state in
            switch event {
            case .started(let cell): live("  running  \(describe(cell))", &state)
            case .progress(let cell, let json): live("  running  \(describe(cell))  \(progress(json))", &state)
            case .ended(let report):
                if report.state != .kept || explains { line(describe(report), &state) }
            }
        }
    }

    func finish(_ summary: CourseBuild.Summary, index: String) {
        state.withLock { state in
            for diagnostic in summary.diagnostics { line("\n" + coloured(diagnostic), &state) }
            var parts = [
                counted(summary.lessons, "lesson"), "\(summary.ran) cells ran", "\(summary.kept) kept",
            ]
            if summary.failed > 0 { parts.append("\(summary.failed) failed") }
            if summary.skipped > 0 { parts.append("\(summary.skipped) skipped") }
            parts.append(seconds(summary.seconds))
            if !summary.diagnostics.isEmpty { line("", &state) }
            line(parts.joined(separator: ", ") + " → " + relative(index), &state)
        }
    }

    private func describe(_ report: CourseRun.CellReport) -> String {
        var text = "  " + report.state.rawValue.padding(toLength: 8, withPad: " ", startingAt: 0)
        text += " " + describe(report.place)
        if report.seconds > 0 { text += "  " + seconds(report.seconds) }
        if explains, !report.reason.isEmpty, report.state != .kept { text += "  (\(report.reason))" }
        return text
    }

    /// "epoch 3 of 20, loss 0.412, 12 s left"; what a cell reports in a form of its own stays as it is.
    private func progress(_ json: String) -> String {
        guard let progress = CourseRun.Progress(json: json) else { return json }
        var parts = ["\(progress.unit) \(min(progress.completed + 1, progress.total)) of \(progress.total)"]
        if let loss = progress.loss { parts.append(String(format: "loss %.3g", loss)) }
        if let left = progress.secondsLeft { parts.append("\(seconds(left)) left") }
        return parts.joined(separator: ", ")
    }

    private func describe(_ place: CourseRun.CellPlace) -> String {
        "\(place.file):\(place.line)" + (place.kind == .value ? " value" : " cell \(place.cell)")
    }

    private func seconds(_ seconds: Double) -> String {
        seconds < 10 ? String(format: "%.2f s", seconds) : String(format: "%.0f s", seconds)
    }

    private func relative(_ path: String) -> String {
        let here = FileManager.default.currentDirectoryPath + "/"
        return path.hasPrefix(here) ? String(path.dropFirst(here.count)) : path
    }

    private func coloured(_ diagnostic: Diagnostic) -> String {
        guard usesColour else { return diagnostic.description }
        let colour = diagnostic.severity == .error ? "31" : "33"
        return diagnostic.description.replacing(
            ": \(diagnostic.severity.rawValue): ",
            with: ": \u{1B}[1;\(colour)m\(diagnostic.severity.rawValue)\u{1B}[0m: ", maxReplacements: 1)
    }

    private func live(_ text: String, _ state: inout State) {
        guard isTerminal else { return }
        write((state.hasLiveLine ? "\r\u{1B}[K" : "") + text)
        state.hasLiveLine = true
    }

    private func line(_ text: String, _ state: inout State) {
        write((state.hasLiveLine ? "\r\u{1B}[K" : "") + text + "\n")
        state.hasLiveLine = false
    }

    private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
