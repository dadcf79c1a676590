import ArgumentParser
import Building
import Foundation
import Kernel
import Notebook

struct BuildCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "build",
        abstract: "Run the experiments that changed and write the site.",
        discussion: """
            Examples:
              lessons build                 the course in this folder, to output/
              lessons build dropout         only this lesson's cells, and all pages with what is stored
              lessons build --explain       also say why each cell ran
              lessons build --json          one JSON object a line, for programs
            """)

    @Argument(help: ArgumentHelp("The lessons whose cells run; all unless named.", valueName: "name"))
    var lessons: [String] = []

    @Option(help: ArgumentHelp("The folder in which lessons/ is.", valueName: "dir"))
    var course = "."

    @Option(
        help: ArgumentHelp("The folder for the site; output/ in the course's folder unless named.", valueName: "dir"))
    var output: String?

    @Option(help: ArgumentHelp("How many lessons run side by side; all cores unless named.", valueName: "n"))
    var jobs: Int?

    @Flag(help: "Write one JSON object a line to standard output, and nothing else there.")
    var json = false

    @Flag(help: "Say for each cell why it ran, or that it was kept.")
    var explain = false

    func validate() throws {
        if let jobs, jobs < 1 { throw ValidationError("--jobs is at least 1, not \(jobs)") }
    }

    /// `lessons/dropout.md` names the lesson `dropout` too, since that is what a shell completes.
    private func name(_ argument: String) -> String {
        argument.hasSuffix(".md")
            ? ((argument as NSString).lastPathComponent as NSString).deletingPathExtension : argument
    }

    func run() throws {
        signal(SIGPIPE, SIG_IGN)
        Interruption.watch()
        let root = URL(fileURLWithPath: course).standardized.path
        let options = CourseBuild.Options(
            course: root, output: output ?? root + "/output", lessons: Set(lessons.map(name)),
            jobs: jobs ?? ProcessInfo.processInfo.activeProcessorCount)
        let reporter: any Reporter = json ? JSONReporter() : TextReporter(explains: explain)
        let summary: CourseBuild.Summary
        do {
            summary = try CourseBuild(options) { reporter.report($0) }.run()
        } catch let error where error is CourseFolder.Failure || error is UnknownLesson {
            FileHandle.standardError.write(Data("lessons: \(error)\n".utf8))
            throw ExitCode(64)
        } catch {
            exitWithFault(error)
        }
        reporter.finish(summary, index: options.output + "/index.html")
        if summary.hasErrors { throw ExitCode(1) }
    }
}
