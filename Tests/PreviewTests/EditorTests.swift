import Foundation
import Testing

@testable import Preview

/// How a click opens a place of a lesson.
struct EditorTests {
    @Test(
        arguments: [
            ("code", ["--goto", "a.md:3:7"]), ("/usr/bin/subl --new-window", ["--new-window", "a.md:3:7"]),
            ("emacsclient -n", ["-n", "+3:7", "a.md"]), ("kate", ["--line", "3", "--column", "7", "a.md"]),
            ("gedit", ["+3", "a.md"]),
        ])
    func namesThePlaceAsTheEditorTakesIt(_ command: String, _ arguments: [String]) {
        #expect(Editor(command: command)?.arguments(opening: "a.md", line: 3, column: 7) == arguments)
    }

    @Test func editorsThatNeedATerminalAreNotStarted() {
        #expect(Editor.fromEnvironment(["EDITOR": "vim"]) == nil)
        #expect(Editor.fromEnvironment(["VISUAL": "/usr/bin/nano", "EDITOR": "code"]) == nil)
        #expect(Editor.fromEnvironment([:]) == nil)
        #expect(Editor.fromEnvironment(["EDITOR": "code --wait"]) != nil)
        #expect(Editor.fromEnvironment(["EDITOR": "vim", "LESSONS_EDITOR": "gvim"]) != nil)
    }

    @Test func onlyFilesOfTheCourseAreOpened() throws {
        let root = FileManager.default.temporaryDirectory.path + "/lessons-editor-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: root) }
        try FileManager.default.createDirectory(atPath: root + "/lessons", withIntermediateDirectories: true)
        try "text".write(toFile: root + "/lessons/one.md", atomically: true, encoding: .utf8)
        try "secret".write(toFile: root + "/secret", atomically: true, encoding: .utf8)
        symlink(root + "/secret", root + "/lessons/link.md")
        let editor = try #require(Editor(command: "true"))
        #expect(editor.open("lessons/one.md:1:1", in: root))
        for place in [
            "lessons/one.md", "lessons/one.md:x:1", "lessons/none.md:1:1", "secret:1:1", "lessons/../secret:1:1",
            "lessons/link.md:1:1", "lessons:1:1", "/etc/passwd:1:1", "--help:1:1",
        ] {
            #expect(!editor.open(place, in: root), Comment(rawValue: place))
        }
    }
}
