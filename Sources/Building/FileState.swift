import Foundation
import Kernel
import Renderer

/// What tells whether a file is still the one it was.
struct FileState: Codable, Hashable {
    var size: Int
    /// Nanoseconds since 1970 of the last change of its content or of anything else about it.
    var changed: Int
    var number: UInt64

    /// Nanoseconds that the system's clock for files may lag behind.
    static let grain = 20_000_000

    /// A file that is not there has a state too.
    /// - Parameter isListed: whether a folder's names count, which nobody else looks at.
    init(_ path: String, isListed: Bool = false) {
        var status = stat()
        if stat(path, &status) == 0 {
            self.init(status, isListed: isListed)
        } else {
            self.init(size: -1, changed: 0, number: 0)
        }
    }

    private init(size: Int, changed: Int, number: UInt64) {
        (self.size, self.changed, self.number) = (size, changed, number)
    }

    private init(_ status: stat, isListed: Bool) {
        let isFolder = status.st_mode & S_IFMT == S_IFDIR && !isListed
        // Every change inside a folder whose tree is compared is seen at the file, or at the list of names.
        size = isFolder ? 0 : Int(status.st_size)
        changed = isFolder ? 0 : status.st_ctim.tv_sec * 1_000_000_000 + status.st_ctim.tv_nsec
        number = UInt64(status.st_ino)
    }

    static func now() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }

    /// Everything in a folder and below, by path.
    static func tree(_ folder: String) -> [String: FileState] {
        var all: [String: FileState] = [:]
        FileTree.visit(folder) { path, _ in all[path] = FileState(path) }
        return all
    }

    /// The program and what it ships.
    static var program: [String: FileState] {
        var all = tree(Assets.folder)
        let katex = MathRenderer.findLibrary().map { $0 + "/katex.min.js" } ?? ""
        for path in [Toolchain.ownProgram, katex] + CardDrawer.places where !path.isEmpty {
            all[path] = FileState(path)
        }
        return all
    }
}
