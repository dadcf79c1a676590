import Foundation

extension Store {
    /// How much a store may hold: a course of fifteen lessons needs a few megabytes.
    public static let defaultLimit = 1 << 30

    /// Takes away what was used least recently, once the store is larger than `limit` bytes, down to three quarters.
    public func trim(to limit: Int = defaultLimit) {
        let keys: Set<URLResourceKey> = [.fileSizeKey, .contentModificationDateKey, .isRegularFileKey]
        guard
            let files = FileManager.default.enumerator(
                at: URL(fileURLWithPath: folder), includingPropertiesForKeys: Array(keys))
        else { return }
        var entries: [(url: URL, size: Int, used: Date)] = []
        for case let url as URL in files {
            guard let values = try? url.resourceValues(forKeys: keys), values.isRegularFile == true else { continue }
            entries.append((url, values.fileSize ?? 0, values.contentModificationDate ?? .distantPast))
        }
        var total = entries.reduce(0) { $0 + $1.size }
        guard total > limit else { return }
        for entry in entries.sorted(by: { $0.used < $1.used }) where total > limit / 4 * 3 {
            try? FileManager.default.removeItem(at: entry.url)
            total -= entry.size
        }
    }

    /// Notes that an entry is still of use, at most once a day.
    func markUsed(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return }
        if time(nil) - status.st_mtim.tv_sec > 86_400 { utimes(path, nil) }
    }
}
