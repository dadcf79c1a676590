import Foundation
import Testing

/// The everyday commands.
struct CommandTests {
    @Test func aNewLessonBuildsAndCleanTakesItsSiteAway() throws {
        let course = try TestCourse()
        #expect(try course.run("new", "throwing-dice").status == 0)
        let result = try course.build()
        #expect(result.status == 0, Comment(rawValue: result.stderr))
        #expect(try course.page("throwing-dice").contains("<svg"))
        #expect(try course.run("new", "throwing-dice").status == 64)
        #expect(try course.run("new", "Not A Name").status == 64)
        #expect(try course.run("clean").stdout == "Removed .lessons and output.\n")
        #expect(try course.run("clean").stdout == "There was nothing to remove.\n")
    }

    @Test func cleanKeepsWhatIsNotTheSites() throws {
        let course = try TestCourse()
        try course.lesson("one", "Text.\n")
        _ = try course.build()
        try course.write("output/mine.txt", "mine")
        let result = try course.run("clean")
        #expect(result.status == 70)
        #expect(result.stderr.contains("mine.txt"))
        #expect(try course.page("one").contains("Text."))
    }

    @Test func theDoctorFindsThisMachineWell() throws {
        let result = try TestCourse().run("doctor")
        #expect(result.status == 0, Comment(rawValue: result.stdout))
    }

    @Test(arguments: [["build", "--jobs", "0"], ["bild"], ["build", "--nothing"], ["serve", "--port", "x"]])
    func wrongUsage(_ arguments: [String]) throws {
        let result = try TestCourse().run(arguments)
        #expect(result.status == 64)
        #expect(!result.stderr.isEmpty && result.stdout.isEmpty)
    }

    @Test func oneLessonIsBuiltByItsName() throws {
        let course = try TestCourse()
        for name in ["one", "two"] { try course.lesson(name, "```swift\nprint(\"\(name) ran\")\n```\n") }
        let first = try course.build("two")
        #expect(first.status == 0 && first.stderr.contains("1 cells ran, 0 kept"), Comment(rawValue: first.stderr))
        #expect(try course.page("two").contains("two ran"))
        #expect(try !course.page("one").contains("<pre class=\"stdout\""))
        // What is missing is not taken for done, and what is stored is shown.
        #expect(try course.build("lessons/one.md").stderr.contains("1 cells ran"))
        #expect(try course.page("two").contains("two ran") && course.page("one").contains("one ran"))
        let unknown = try course.build("tow")
        #expect(unknown.status == 64 && unknown.stderr.contains("no lesson ‘tow’; did you mean ‘two’?"))
    }

    /// The manual is made by ArgumentParser: `swift package generate-manual`.
    @Test func theManualNamesEveryOption() throws {
        let course = try TestCourse()
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let manual = try String(
            contentsOf: folder.deletingLastPathComponent().appendingPathComponent("docs/lessons.1"), encoding: .utf8)
        let help = try course.run("--help").stdout
        let commands = help.split(separator: "SUBCOMMANDS:").last?.split(separator: "\n").compactMap { line in
            line.hasPrefix("  ") && !line.hasPrefix("   ") && !line.hasPrefix("  See")
                ? line.split(separator: " ").first.map(String.init) : nil
        }
        #expect((commands ?? []).count >= 9)
        for command in commands ?? [] {
            #expect(manual.split(separator: "\n").contains(".It Em \(command)"), Comment(rawValue: command))
            let text = try course.run(command, "--help").stdout
            for option in text.matches(of: #/\n  (?:-\w, )?--([a-z-]+)/#) {
                let isNamed = manual.contains("Fl -\(option.1)") || manual.contains(", -\(option.1)")
                #expect(isNamed, Comment(rawValue: "\(command) --\(option.1)"))
            }
        }
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func shellsCompleteCommands(_ shell: String) throws {
        let script = try TestCourse().run("--generate-completion-script", shell).stdout
        for command in ["build", "serve", "check", "tangle"] { #expect(script.contains(command)) }
    }
}
