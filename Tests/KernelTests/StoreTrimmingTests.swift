import Foundation
import Notebook
import Testing

@testable import Kernel

struct StoreTrimmingTests {
    @Test func whatWasUsedLeastRecentlyGoesFirst() throws {
        let folder = FileManager.default.temporaryDirectory.path + "/lessons-store-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let store = Store(folder: folder)
        let text = String(repeating: "x", count: 10_000)
        for index in 0..<10 {
            let key = ContentHash("\(index)")
            try store.put(text, for: key)
            let name = key.description
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSince1970: Double(index) * 1000)],
                ofItemAtPath: "\(folder)/texts/\(name.prefix(2))/\(name).json")
        }
        store.trim(to: 200_000)
        #expect((0..<10).allSatisfy { store.text(for: ContentHash("\($0)")) != nil })
        store.trim(to: 80_000)
        #expect((0..<10).map { store.text(for: ContentHash("\($0)")) != nil } == (0..<10).map { $0 >= 5 })
    }

    /// The package of the cells, and what an editor builds of it, stand in the same folder and are larger than the store.
    @Test func whatIsNotTheStoresOwnStaysAndDoesNotCount() throws {
        let folder = FileManager.default.temporaryDirectory.path + "/lessons-store-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let store = Store(folder: folder)
        try store.put("kept", for: ContentHash("a"))
        try FileManager.default.createDirectory(atPath: folder + "/tangled/.build", withIntermediateDirectories: true)
        let other = folder + "/tangled/.build/program"
        try Data(count: 100_000).write(to: URL(fileURLWithPath: other))
        store.trim(to: 10_000)
        #expect(store.text(for: ContentHash("a")) == "kept")
        #expect(FileManager.default.fileExists(atPath: other))
    }
}
