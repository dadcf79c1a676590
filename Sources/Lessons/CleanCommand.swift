import ArgumentParser
import Foundation
import Renderer

struct CleanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clean",
        abstract: "Remove the built site and the stored outcomes.",
        discussion: "Files in output/ that are not part of the site stay where they are.")

    @OptionGroup var folder: CourseOption

    func run() throws {
        let root = folder.root
        var removed: [String] = []
        if (try? FileManager.default.removeItem(atPath: root + "/.lessons")) != nil { removed.append(".lessons") }
        do {
            if try Publisher().remove(URL(fileURLWithPath: root + "/output")) { removed.append("output") }
        } catch {
            exitWithFault(error)
        }
        print(removed.isEmpty ? "There was nothing to remove." : "Removed " + removed.joined(separator: " and ") + ".")
    }
}
