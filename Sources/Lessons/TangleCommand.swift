import ArgumentParser
import Building

struct TangleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tangle",
        abstract: "Write the cells as a Swift package, for an editor's language server.",
        discussion: """
            Completion, documentation and jumps then work on the cells' code in .lessons/tangled/Sources, and what is wrong
            is told at the lessons' own lines. The package also compiles and runs by itself:

              lessons tangle && swift run --package-path .lessons/tangled dropout
            """)

    @OptionGroup var folder: CourseOption

    func run() throws {
        let result = try reportingUsage { try CourseTangle(course: folder.root).run() }
        print(
            "Wrote \(result.folder): a Swift package with a program for each of \(counted(result.lessons, "lesson")).")
    }
}
