import ArgumentParser
import Building
import Foundation

struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write a lesson as a Jupyter notebook or a Swift file.",
        discussion: """
            Examples:
              lessons export --ipynb dropout            writes dropout.ipynb, with the outputs of the last build
              lessons export --swift dropout --to -     prints the cells, with the text as comments
            """)

    @OptionGroup var folder: CourseOption

    @Flag(help: "A Jupyter notebook.")
    var ipynb = false

    @Flag(help: "A Swift file.")
    var swift = false

    @Option(
        help: ArgumentHelp(
            "The file to write, or ‘-’ for standard output; named after the lesson unless given.", valueName: "file"))
    var to: String?

    @Argument(help: "The lesson.")
    var name: String

    func validate() throws {
        guard ipynb != swift else { throw ValidationError("say either --ipynb or --swift") }
    }

    func run() throws {
        signal(SIGPIPE, SIG_IGN)
        let form: CourseExport.Form = ipynb ? .ipynb : .swift
        let lesson = lessonName(name)
        let text = try reportingUsage { try CourseExport(course: folder.root).text(of: lesson, as: form) }
        let path = to ?? "\(lesson).\(form.rawValue)"
        if path == "-" { return FileHandle.standardOutput.write(Data(text.utf8)) }
        do {
            try text.write(toFile: path, atomically: true, encoding: .utf8)
        } catch {
            exitWithFault(error)
        }
        print("Wrote \(path).")
    }
}
