import ArgumentParser
import Building
import Foundation
import Notebook

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Say what is wrong with lessons, without running them.",
        discussion: """
            Reads lessons, lets the compiler check the types in their cells, and looks after labels, links, citations and
            formulas. Each finding is a line ‘file:line:column: error: message’, which editors understand.

            Examples:
              lessons check                 the whole course
              lessons check dropout         one lesson
              lessons check --json          one JSON object a line, for programs
            """)

    @Argument(help: ArgumentHelp("The lessons to check; all unless named.", valueName: "name"))
    var lessons: [String] = []

    @OptionGroup var folder: CourseOption

    @Flag(help: "Write one JSON object a line to standard output, and nothing else there.")
    var json = false

    func run() throws {
        signal(SIGPIPE, SIG_IGN)
        let summary = try reportingUsage {
            try CourseCheck(
                course: folder.root, lessons: Set(lessons.map(lessonName)),
                jobs: ProcessInfo.processInfo.activeProcessorCount
            ).run()
        }
        if json {
            JSONReporter().finish(summary, index: "")
        } else {
            for diagnostic in summary.diagnostics { say(placed(diagnostic).description) }
            say(line(summary))
        }
        if summary.hasErrors { throw ExitCode(1) }
    }

    /// Editors go by line and column; what is wrong with a file as a whole is told at its beginning.
    private func placed(_ diagnostic: Diagnostic) -> Diagnostic {
        var copy = diagnostic
        (copy.line, copy.column) = (max(1, diagnostic.line), max(1, diagnostic.column))
        if diagnostic.line == 0 { copy.excerpt = nil }
        return copy
    }

    private func line(_ summary: CourseBuild.Summary) -> String {
        let errors = summary.diagnostics.count { $0.severity == .error }
        let found = [
            counted(errors, "error"), counted(summary.diagnostics.count - errors, "warning"),
        ].joined(separator: ", ")
        return "Checked \(counted(summary.lessons, "lesson")): \(found), "
            + String(format: "%.2f s", summary.seconds)
    }
}
