import ArgumentParser
import Building
import Foundation
import Kernel
import Preview

struct ServeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Show the course in a browser, and follow every edit.",
        discussion: """
            Examples:
              lessons serve                 on http://localhost:8000/, or the next free port
              lessons serve --open          and open the browser

            The server answers this machine only. A late cell runs again from the snapshot before it, whatever trained
            before.
            """)

    @OptionGroup var folder: CourseOption

    @Option(help: ArgumentHelp("Where to listen; the next free port when it is taken.", valueName: "port"))
    var port: UInt16 = PreviewPort.usual

    @Option(
        help: ArgumentHelp(
            "What opens a place when its problem is clicked; LESSONS_EDITOR, VISUAL or EDITOR unless named, and else "
                + "Visual Studio Code through the browser.", valueName: "command"))
    var editor: String?

    @Flag(help: "Open the browser.")
    var open = false

    func run() throws {
        signal(SIGPIPE, SIG_IGN)
        Interruption.watch()
        let root = folder.root
        let options = CourseBuild.Options(
            course: root, output: root + "/output", jobs: ProcessInfo.processInfo.activeProcessorCount)
        let index = options.output + "/index.html"
        let reporter = TextReporter(explains: false)
        let preview = Preview(
            options, editor: chosenEditor, report: { reporter.report($0) },
            finish: { reporter.finish($0, index: index) },
            fail: { say("lessons: \($0)") })
        let (opens, port) = (open, port)
        // The command is synchronous: a program with an asynchronous main is not single-threaded, and could not fork.
        Task.detached {
            do {
                try await preview.run(port: port) { address in
                    say("Serving \(address)")
                    if opens { Self.openBrowser(address) }
                }
            } catch {
                exitWithFault(error)
            }
        }
        DispatchSemaphore(value: 0).wait()
    }

    private var chosenEditor: Editor? {
        Editor(command: editor) ?? Editor.fromEnvironment(ProcessInfo.processInfo.environment)
    }

    private static func openBrowser(_ address: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["xdg-open", address]
        try? process.run()
    }
}
