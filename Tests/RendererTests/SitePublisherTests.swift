import Foundation
import Testing

@testable import Renderer

@Suite struct SitePublisherTests {
    /// A folder of its own for each test, gone afterwards.
    final class Place {
        let root = FileManager.default.temporaryDirectory.appendingPathComponent("site-\(UUID().uuidString)")
        var output: URL { root.appendingPathComponent("output") }

        init() throws { try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true) }

        deinit { try? FileManager.default.removeItem(at: root) }

        func write(_ path: String, _ text: String) throws {
            let url = root.appendingPathComponent(path)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try text.write(to: url, atomically: false, encoding: .utf8)
        }

        func read(_ path: String) -> String? {
            try? String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
        }

        /// Which file it is, and when it was written.
        func identity(_ path: String) -> [UInt64] {
            var status = stat()
            guard stat(root.appendingPathComponent(path).path, &status) == 0 else { return [] }
            return [UInt64(status.st_ino), UInt64(status.st_mtim.tv_sec), UInt64(status.st_mtim.tv_nsec)]
        }

        /// Every file below the root, in order.
        func tree() -> [String] {
            (FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String } ?? []).sorted()
        }
    }

    let place: Place
    let first = [SiteFile(path: "index.html", text: "one"), SiteFile(path: "assets/a.css", text: "a")]

    init() throws { place = try Place() }

    @Test func publishesAFolderAndNothingBesideIt() throws {
        let summary = try Publisher().publish(first, to: place.output)
        #expect(
            place.tree() == [
                "output", "output/.lessons-manifest", "output/assets", "output/assets/a.css", "output/index.html",
            ])
        #expect(summary.written == 3)
    }

    @Test func aStalePageGoesAndAnUnchangedFileStaysTheSame() throws {
        try Publisher().publish(first, to: place.output)
        let before = place.identity("output/assets/a.css")
        let summary = try Publisher().publish(
            [SiteFile(path: "other.html", text: "two"), SiteFile(path: "assets/a.css", text: "a")], to: place.output)
        #expect(
            place.tree() == [
                "output", "output/.lessons-manifest", "output/assets", "output/assets/a.css", "output/other.html",
            ])
        #expect(place.identity("output/assets/a.css") == before)
        #expect(summary.removed == 1 && summary.kept == 1)
    }

    @Test func publishingTheSameAgainTouchesNothing() throws {
        try Publisher().publish(first, to: place.output)
        let before = place.identity("output")
        let summary = try Publisher().publish(first, to: place.output)
        #expect(place.identity("output") == before)
        #expect(summary.written == 0 && summary.kept == 3)
    }

    @Test(arguments: ["notes.txt", "assets/logo.svg", ".git/HEAD"])
    func aForeignFileIsNeverTouched(path: String) throws {
        try Publisher().publish(first, to: place.output)
        try place.write("output/" + path, "mine")
        #expect(throws: PublishError.foreignFiles(folder: place.output.path, some: [path], count: 1)) {
            try Publisher().publish([SiteFile(path: "index.html", text: "two")], to: place.output)
        }
        #expect(place.read("output/" + path) == "mine")
        #expect(place.read("output/index.html") == "one")
    }

    @Test func aFolderThatWasNeverASiteIsRefused() throws {
        try place.write("output/index.html", "mine")
        #expect(throws: PublishError.self) { try Publisher().publish(first, to: place.output) }
        #expect(place.read("output/index.html") == "mine")
    }

    @Test func aLinkInTheSiteIsNotFollowed() throws {
        try Publisher().publish(first, to: place.output)
        try place.write("elsewhere/index.html", "mine")
        try FileManager.default.createSymbolicLink(
            at: place.output.appendingPathComponent("link"),
            withDestinationURL: place.root.appendingPathComponent("elsewhere"))
        #expect(throws: PublishError.self) { try Publisher().publish(first, to: place.output) }
        #expect(place.read("elsewhere/index.html") == "mine")
    }

    @Test func whatAKilledBuildLeftIsCleared() throws {
        try Publisher().publish(first, to: place.output)
        try place.write(".output.lessons-new/half.html", "ha")
        try Publisher().publish([SiteFile(path: "index.html", text: "two")], to: place.output)
        #expect(place.tree() == ["output", "output/.lessons-manifest", "output/index.html"])
        #expect(place.read("output/index.html") == "two")
    }

    @Test func aBuildThatCannotBeWrittenLeavesTheOldSite() throws {
        try Publisher().publish(first, to: place.output)
        let tooLong = String(repeating: "n", count: 300) + ".html"
        #expect(throws: (any Error).self) {
            try Publisher().publish(
                [SiteFile(path: "index.html", text: "two"), SiteFile(path: tooLong, text: "")], to: place.output)
        }
        #expect(
            place.tree() == [
                "output", "output/.lessons-manifest", "output/assets", "output/assets/a.css", "output/index.html",
            ])
        #expect(place.read("output/index.html") == "one")
    }

    @Test func aSecondBuildAtTheSameTimeIsToldSo() throws {
        let lock = try FolderLock(place.root)
        defer { lock.release() }
        #expect(throws: PublishError.self) { try Publisher().publish(first, to: place.output) }
    }

    @Test(arguments: [["../a"], ["/a"], ["a//b"], [""], ["a", "a"], ["a", "a/b"], ["./a"], [".lessons-manifest"]])
    func pathsThatLeaveTheSiteOrClashAreRefused(paths: [String]) {
        #expect(throws: PublishError.self) {
            try Publisher().publish(paths.map { SiteFile(path: $0, text: "") }, to: place.output)
        }
        #expect(place.tree().isEmpty)
    }
}
