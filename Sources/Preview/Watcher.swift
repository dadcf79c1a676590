import Foundation
import Glibc

/// Waits for changes in a folder and the folders in it, by inotify.
final class Watcher: Sendable {
    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    private let descriptor: Int32
    private let root: String
    /// Editors save by writing in place, or by renaming a new file over the old one.
    private static let events = UInt32(IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_CREATE | IN_DELETE)

    /// Starts to watch.
    init(_ root: String) throws {
        self.root = root
        descriptor = inotify_init1(Int32(IN_CLOEXEC))
        guard descriptor >= 0 else { throw Failure(description: "changes in \(root) cannot be watched") }
        watchFolders()
    }

    deinit { close(descriptor) }

    /// Returns when something has changed and nothing more has for a moment: a save is often several changes.
    func wait() {
        drain(timeout: -1)
        while drain(timeout: 15) {}
        watchFolders()
    }

    /// Folders that are new are watched too; watching one twice changes nothing.
    private func watchFolders() {
        add(root)
        let files = FileManager.default.enumerator(atPath: root)
        while let path = files?.nextObject() as? String {
            if files?.fileAttributes?[.type] as? FileAttributeType == .typeDirectory { add(root + "/" + path) }
        }
    }

    private func add(_ folder: String) { inotify_add_watch(descriptor, folder, Self.events) }

    @discardableResult
    private func drain(timeout: Int32) -> Bool {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&waiting, 1, timeout) > 0 else { return false }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        return read(descriptor, &buffer, buffer.count) > 0
    }
}
