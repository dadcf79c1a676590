import Foundation

/// The program in which a reader's click opens a place of a lesson.
public struct Editor: Sendable {
    /// The program and its arguments, as in `subl --wait`.
    private let command: [String]

    /// - Parameter command: nil or empty for none.
    public init?(command: String?) {
        let words = (command ?? "").split(separator: " ").map(String.init)
        guard !words.isEmpty else { return nil }
        self.command = words
    }

    /// What the environment names: `LESSONS_EDITOR`; else `VISUAL` or `EDITOR`, unless that needs a terminal, which a
    /// server does not have to give.
    public static func fromEnvironment(_ variables: [String: String]) -> Editor? {
        if let own = Editor(command: variables["LESSONS_EDITOR"]) { return own }
        let general = Editor(command: variables["VISUAL"]) ?? Editor(command: variables["EDITOR"])
        guard let general, !terminalEditors.contains(general.name) else { return nil }
        return general
    }

    private static let terminalEditors: Set<String> = [
        "vi", "vim", "nvim", "nano", "pico", "emacs", "hx", "helix", "kak", "micro", "joe", "ed", "ne", "mcedit",
    ]

    private var name: String { (command[0] as NSString).lastPathComponent }

    /// The arguments with which it opens a file at a place.
    func arguments(opening file: String, line: Int, column: Int) -> [String] {
        let place: [String] =
            switch name {
            case "code", "codium", "code-insiders", "cursor": ["--goto", "\(file):\(line):\(column)"]
            case "emacsclient": ["+\(line):\(column)", file]
            case "kate", "kwrite": ["--line", "\(line)", "--column", "\(column)", file]
            case "idea", "clion", "mate": ["--line", "\(line)", file]
            case "subl", "zed", "zeditor": ["\(file):\(line):\(column)"]
            default: ["+\(line)", file]
            }
        return Array(command.dropFirst()) + place
    }

    /// Opens a place of a course, and does not wait for the editor.
    /// - Parameters:
    ///   - place: `lessons/dropout.md:43:9`.
    ///   - root: the course's folder, outside of which nothing is opened.
    /// - Returns: whether there was such a file.
    func open(_ place: String, in root: String) -> Bool {
        var parts = place.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        let numbers = parts.suffix(2).compactMap(Int.init)
        guard parts.count >= 3, numbers.count == 2 else { return false }
        parts.removeLast(2)
        let folder = URL(fileURLWithPath: root + "/lessons").resolvingSymlinksInPath().path
        let file = URL(fileURLWithPath: root + "/" + parts.joined(separator: ":")).resolvingSymlinksInPath().path
        var isFolder: ObjCBool = false
        guard file.hasPrefix(folder + "/"), FileManager.default.fileExists(atPath: file, isDirectory: &isFolder),
            !isFolder.boolValue
        else { return false }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments =
            [command[0]] + arguments(opening: file, line: max(1, numbers[0]), column: max(1, numbers[1]))
        process.standardInput = FileHandle.nullDevice
        return (try? process.run()) != nil
    }
}
