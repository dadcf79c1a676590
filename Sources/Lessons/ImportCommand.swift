import ArgumentParser
import Foundation
import Notebook

struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Make a lesson of a Jupyter notebook.",
        discussion: """
            Swift cells become cells; those of another language become listings, which are shown and not run.

            Example:
              lessons import dropout.ipynb  writes lessons/dropout.md
            """)

    @OptionGroup var folder: CourseOption

    @Argument(help: "The notebook.", completion: .file(extensions: ["ipynb"]))
    var notebook: String

    func run() throws {
        let name = ((notebook as NSString).lastPathComponent as NSString).deletingPathExtension
        let lesson = Self.lessonName(name)
        let path = "\(folder.course)/lessons/\(lesson).md"
        guard let data = FileManager.default.contents(atPath: notebook) else {
            throw ValidationError("\(notebook) cannot be read")
        }
        guard !FileManager.default.fileExists(atPath: path) else {
            throw ValidationError("\(path) is there already; move it away, or rename the notebook")
        }
        let reader = try reportingUsage { try JupyterReader(data, name: notebook) }
        do {
            try FileManager.default.createDirectory(
                atPath: "\(folder.course)/lessons", withIntermediateDirectories: true)
            try reader.text.write(toFile: path, atomically: true, encoding: .utf8)
        } catch {
            exitWithFault(error)
        }
        for loss in reader.losses { say("\(path):1:1: warning: \(loss)") }
        let listings = reader.listings > 0 ? ", \(counted(reader.listings, "listing"))" : ""
        print(
            "Wrote \(path): \(counted(reader.textCells, "text")), \(counted(reader.swiftCells, "cell"))\(listings). "
                + "See it with ‘lessons serve’.")
    }

    /// Lower-case words with hyphens between them.
    private static func lessonName(_ name: String) -> String {
        let words = name.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        return words.isEmpty ? "notebook" : words.joined(separator: "-")
    }
}
