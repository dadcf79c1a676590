import Foundation
import Notebook
import Testing

@testable import Kernel

struct StoreTests {
    private let folder = FileManager.default.temporaryDirectory.path + "/lessons-store-\(UUID().uuidString)"
    private let key = ContentHash("key")
    private let run = StoredRun(
        lesson: "a", cell: "1", outcome: Outcome(state: .succeeded, outputs: [.text(.stdout, "hello\u{0}\u{FFFD}")]),
        files: ["data/a.csv"], environment: [], seconds: 1)

    @Test func whatIsPutIsFound() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let store = Store(folder: folder)
        #expect(store.run(for: key) == nil)
        try store.put(run, for: key)
        #expect(store.run(for: key)?.outcome == run.outcome)
    }

    @Test func everyDamagedByteIsNoticed() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let store = Store(folder: folder)
        try store.put(run, for: key)
        let name = key.description
        let path = "\(folder)/outcomes/\(name.prefix(2))/\(name).json"
        let whole = try #require(FileManager.default.contents(atPath: path))
        for index in whole.indices {
            var damaged = whole
            damaged[index] ^= 0x20
            try damaged.write(to: URL(fileURLWithPath: path))
            #expect(store.run(for: key) == nil, "byte \(index)")
        }
        try whole.prefix(whole.count / 2).write(to: URL(fileURLWithPath: path))
        #expect(store.run(for: key) == nil)
    }

    @Test func whatCellsTellIsKeptWhole() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let store = Store(folder: folder)
        let analyses = [
            """
            import Foundation
            var (a, b): (Int, Set<B>) = try f { $0 }
            final class C: P { static let shared = C() }
            func g<T>(_ t: T) -> [T] { x.y }
            a + b
            """, "let h: () -> Void = { await k() }; await h()", "enum {", "",
        ].map(CellAnalyzer.analyze)
        try store.put(analyses, for: key)
        #expect(store.analyses(for: key) == analyses)
    }

    @Test func aLessonIsReadOnceUnlessItsCellsChange() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let store = Store(folder: folder)
        let toolchain = try Toolchain()
        func names(_ cells: String...) -> [[String]] {
            let text = cells.map { "```swift\n\($0)\n```" }.joined(separator: "\n\n")
            let lesson = LessonReader.read(text, file: "a.md")
            return CellAnalysis.analyses(of: lesson, toolchain, store).map { $0.definitions.map(\.name) }
        }
        var entries: Int {
            var count = 0
            FileTree.visit(folder) { path, isFolder in if !isFolder, path.contains("/analyses/") { count += 1 } }
            return count
        }
        #expect(names("let a = 1", "let b = 1") == [["a"], ["b"]])
        #expect(names("let a = 1", "let b = 1") == [["a"], ["b"]])
        #expect(entries == 1)
        #expect(names("let a = 1", "//| eval: false\nlet b = 1") == [["a"], []])
        #expect(names("let a = 1\nlet b = 1") == [["a", "b"]])
        #expect(entries == 3)
    }
}
