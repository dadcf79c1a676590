import ArgumentParser
import Building
import Foundation
import Notebook

/// Which course a command works on.
struct CourseOption: ParsableArguments {
    @Option(help: ArgumentHelp("The folder in which lessons/ is.", valueName: "dir"))
    var course = "."

    /// The course's folder, by whole path.
    var root: String { URL(fileURLWithPath: course).standardized.path }
}

/// `lessons/dropout.md` names the lesson `dropout` too, since that is what a shell completes.
func lessonName(_ argument: String) -> String {
    argument.hasSuffix(".md") ? ((argument as NSString).lastPathComponent as NSString).deletingPathExtension : argument
}

/// "1 lesson", "3 lessons".
func counted(_ number: Int, _ word: String) -> String { "\(number) \(word)\(number == 1 ? "" : "s")" }

/// Writes a line for people.
func say(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }

/// Does something, and ends the program with a word where it cannot be done: with 64 when the user can mend it by asking
/// for something else.
func reportingUsage<Result>(_ body: () throws -> Result) throws -> Result {
    do {
        return try body()
    } catch let error where error is CourseFolder.Failure || error is UnknownLesson || error is UnreadableNotebook {
        say("lessons: \(error)")
        throw ExitCode(64)
    } catch {
        exitWithFault(error)
    }
}
