import ArgumentParser
import Foundation

struct NewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Write a lesson that builds, to begin from.",
        discussion: """
            Example:
              lessons new dropout-in-rnns   writes lessons/dropout-in-rnns.md
            """)

    @OptionGroup var folder: CourseOption

    @Argument(help: "The lesson's name: lower-case words with hyphens between them.")
    var name: String

    func validate() throws {
        let isGood = name.utf8.allSatisfy {
            (97...122).contains($0) || (48...57).contains($0) || $0 == UInt8(ascii: "-")
        }
        guard isGood, name.first?.isLetter == true else {
            throw ValidationError("‘\(name)’ is not a name for a lesson: use lower-case letters, digits and hyphens")
        }
    }

    func run() throws {
        let folder = folder.course + "/lessons"
        let path = "\(folder)/\(name).md"
        guard !FileManager.default.fileExists(atPath: path) else {
            throw ValidationError("\(path) is there already; choose another name, or edit it")
        }
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try Self.text(name).write(toFile: path, atomically: true, encoding: .utf8)
        } catch {
            exitWithFault(error)
        }
        print("Wrote \(path). See it with ‘lessons serve’.")
    }

    private static func text(_ name: String) -> String {
        let words = name.split(separator: "-").joined(separator: " ")
        return """
            ---
            title: \(words.prefix(1).uppercased() + words.dropFirst())
            summary: One sentence that makes somebody want to read on.
            ---

            Begin with a question. What do you expect to see, and what would surprise you?

            ```swift
            //| label: lst-data
            //| caption: A cell runs, and what it declares, every later cell sees.
            var generator = Generator(seed: 1)
            let throws_ = (0..<60).map { _ in Int.random(in: 1...6, using: &generator) }
            let sixes = throws_.filter { $0 == 6 }.count
            ```

            The last line of a cell, if it is an expression, is shown:

            ```swift
            //| label: fig-throws
            //| caption: How often each face of a die came up in sixty throws.
            //| echo: fold
            Chart(Array(1...6)) { face in
                BarMark(
                    x: .value("Face", "\\(face)"), y: .value("Throws", throws_.filter { $0 == face }.count))
            }
            ```

            Six came up `{swift expect: 0...30} sixes` times, as @fig-throws shows. A number in prose that is computed
            cannot contradict the figure; its range makes the build fail when the sentence around it would no longer hold.

            > [!EXERCISE]
            > Throw six thousand times instead. How far from one in six is the share of sixes now?

            """
    }
}
