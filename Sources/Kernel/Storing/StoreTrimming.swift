import Glibc

extension Store {
    /// How much a store may hold: a course of fifteen lessons needs a few megabytes.
    public static let defaultLimit = 1 << 30

    /// Takes away what was used least recently, once the store is larger than `limit` bytes, down to three quarters.
    public func trim(to limit: Int = defaultLimit) {
        var entries: [(path: String, size: Int, used: Int)] = []
        for kind in Self.kinds {
            FileTree.visit("\(folder)/\(kind)") { path, isFolder in
                var status = stat()
                guard !isFolder, lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return }
                entries.append((path, Int(status.st_size), status.st_mtim.tv_sec))
            }
        }
        var total = entries.reduce(0) { $0 + $1.size }
        guard total > limit else { return }
        for entry in entries.sorted(by: { $0.used < $1.used }) where total > limit / 4 * 3 {
            unlink(entry.path)
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
