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

    @OptionGroup var folder: CourseOption

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

    func run() throws {
        signal(SIGPIPE, SIG_IGN)
        Interruption.watch()
        let root = folder.root
        let options = CourseBuild.Options(
            course: root, output: output ?? root + "/output", lessons: Set(lessons.map(lessonName)),
            jobs: jobs ?? ProcessInfo.processInfo.activeProcessorCount)
        let reporter: any Reporter = json ? JSONReporter() : TextReporter(explains: explain)
        let summary = try reportingUsage { try CourseBuild(options) { reporter.report($0) }.run() }
        reporter.finish(summary, index: options.output + "/index.html")
        if summary.hasErrors { throw ExitCode(1) }
    }
}
