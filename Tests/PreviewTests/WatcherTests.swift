import Foundation
import Testing

@testable import Preview

/// Which changes of files are noticed.
struct WatcherTests {
    private let root = FileManager.default.temporaryDirectory.path + "/lessons-watcher-\(UUID().uuidString)"

    private func makeFolder(_ path: String) throws {
        try FileManager.default.createDirectory(atPath: root + path, withIntermediateDirectories: true)
    }

    private func write(_ path: String, _ text: String = "text") throws {
        try text.write(toFile: root + path, atomically: false, encoding: .utf8)
    }

    /// Goes on waiting until a path is told, or that everything may have changed.
    private func sees(_ watcher: Watcher, _ path: String) -> Bool {
        while let changed = watcher.wait() { if changed.contains(root + path) { return true } }
        return true
    }

    @Test func savesInPlaceAndByRenameAreSeen() throws {
        defer { try? FileManager.default.removeItem(atPath: root) }
        try makeFolder("/lessons/data")
        let watcher = try Watcher([root + "/lessons"])
        try write("/lessons/one.md")
        #expect(watcher.wait() == [root + "/lessons/one.md"])
        // As vim and many others save: a new file takes the name.
        try write("/lessons/.one.md.swp")
        rename(root + "/lessons/.one.md.swp", root + "/lessons/one.md")
        #expect(watcher.wait() == [root + "/lessons/one.md"])
        try write("/lessons/data/wine.csv")
        #expect(watcher.wait() == [root + "/lessons/data/wine.csv"])
        unlink(root + "/lessons/one.md")
        #expect(watcher.wait() == [root + "/lessons/one.md"])
    }

    @Test func whatEditorsKeepForThemselvesIsNot() throws {
        defer { try? FileManager.default.removeItem(atPath: root) }
        try makeFolder("/lessons")
        let watcher = try Watcher([root + "/lessons"])
        try write("/lessons/.hidden")
        try write("/lessons/one.md~")
        try write("/beside.md")
        try write("/lessons/one.md")
        #expect(watcher.wait() == [root + "/lessons/one.md"])
    }

    @Test func newFoldersAreWatchedToo() throws {
        defer { try? FileManager.default.removeItem(atPath: root) }
        try makeFolder("/lessons")
        let watcher = try Watcher([root + "/lessons"])
        try makeFolder("/lessons/data/deep")
        #expect(watcher.wait() == nil)
        try write("/lessons/data/deep/a.csv")
        #expect(sees(watcher, "/lessons/data/deep/a.csv"))
    }

    @Test func aFolderThatIsReplacedIsWatchedAgain() throws {
        defer { try? FileManager.default.removeItem(atPath: root) }
        try makeFolder("/lessons")
        let watcher = try Watcher([root + "/lessons"])
        rename(root + "/lessons", root + "/elsewhere")
        try makeFolder("/lessons")
        #expect(watcher.wait() == nil)
        try write("/lessons/one.md")
        #expect(sees(watcher, "/lessons/one.md"))
    }

    @Test func aTreeOfTwoThousandFilesIsWatched() throws {
        defer { try? FileManager.default.removeItem(atPath: root) }
        for folder in 0..<40 {
            try makeFolder("/lessons/data/\(folder)")
            for file in 0..<50 { try write("/lessons/data/\(folder)/\(file).txt", "") }
        }
        let watcher = try Watcher([root + "/lessons"])
        try write("/lessons/data/39/49.txt")
        #expect(watcher.wait() == [root + "/lessons/data/39/49.txt"])
    }

    @Test func changesOfTheLibraryAreTold() throws {
        defer { try? FileManager.default.removeItem(atPath: root) }
        try makeFolder("/Sources/Lab")
        try makeFolder("/.build/debug")
        let library = Library(program: root + "/.build/debug/lessons")
        #expect(library.folders.contains(root + "/Sources/Training"))
        let notice = library.notice([root + "/Sources/Lab/Values.swift"])
        #expect(notice?.hasPrefix("Sources/Lab/Values.swift changed.") == true)
        #expect(library.notice([root + "/Sources/Renderer/Page.swift"]) == nil)
        #expect(Library(program: "/nowhere/lessons").folders.isEmpty)
    }
}
