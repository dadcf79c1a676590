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
}
