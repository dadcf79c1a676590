import ArgumentParser
import Foundation

/// The `lessons` command.
@main
struct LessonsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lessons",
        abstract: "Build a course of Markdown lessons with Swift experiments in them.",
        discussion: """
            A lesson is a program: building it runs the code in it, with your rights.

            Exit codes: 0 done, 1 a lesson has errors (the pages are written all the same), 64 usage, 70 our own fault.
            """,
        version: "0.1.0",
        subcommands: [
            BuildCommand.self, ServeCommand.self, CheckCommand.self, NewCommand.self, ImportCommand.self,
            ExportCommand.self, TangleCommand.self, CleanCommand.self, DoctorCommand.self, RunCellsCommand.self,
        ])
}

/// Our own fault, or the machine's: not something a lesson did.
func exitWithFault(_ error: any Error) -> Never {
    say("lessons: \(error)")
    Foundation.exit(70)
}
