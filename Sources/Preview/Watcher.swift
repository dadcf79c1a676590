import Foundation
import Glibc

/// Waits for changes in folders and the folders in them, by inotify.
final class Watcher: @unchecked Sendable {
    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    /// What is waiting to be read at once, and how long a burst of changes may put off that it is told, in milliseconds.
    private static let quiet: Int32 = 12
    private static let patience = 0.08
    /// Editors save by writing in place, or by renaming a new file over the old one.
    private static let events = UInt32(
        IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_CREATE | IN_DELETE | IN_DELETE_SELF | IN_MOVE_SELF)

    private let descriptor: Int32
    private let roots: [String]
    /// The folder that each watch is on. One thread waits, and only it looks here.
    private var folders: [Int32: String] = [:]

    /// Starts to watch folders; one that is not there yet is watched when it comes, if the folder that it is in is there.
    init(_ roots: [String]) throws {
        self.roots = roots
        descriptor = inotify_init1(Int32(IN_CLOEXEC))
        guard descriptor >= 0 else {
            throw Failure(
                description: "changes cannot be watched: \(String(cString: strerror(errno))); "
                    + "raise fs.inotify.max_user_instances with sysctl")
        }
        watchAll()
    }

    deinit { close(descriptor) }

    /// Returns when something has changed and nothing more has for a moment: a save is often several changes.
    /// - Returns: the files that changed, by whole path; nil when that is not known.
    func wait() -> Set<String>? {
        while true {
            var changed: Set<String>? = []
            take(timeout: -1, into: &changed)
            let start = Date()
            while Date().timeIntervalSince(start) < Self.patience, take(timeout: Self.quiet, into: &changed) {}
            if changed == nil { watchAll() }
            if changed?.isEmpty != true { return changed }
        }
    }

    /// Watches everything anew, after it is no longer known what has happened.
    private func watchAll() {
        for root in roots {
            add((root as NSString).deletingLastPathComponent, isRoot: false)
            addTree(root)
        }
    }

    private func addTree(_ folder: String) {
        add(folder, isRoot: true)
        var waiting = [folder]
        while let folder = waiting.popLast(), let handle = opendir(folder) {
            defer { closedir(handle) }
            while let entry = readdir(handle) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                guard entry.pointee.d_type == DT_DIR, !name.hasPrefix(".") else { continue }
                add(folder + "/" + name, isRoot: true)
                waiting.append(folder + "/" + name)
            }
        }
    }

    /// Watching a folder twice changes nothing. Of the folder around a root, only the root's own coming and going counts.
    private func add(_ folder: String, isRoot: Bool) {
        let mask = isRoot ? Self.events : UInt32(IN_CREATE | IN_MOVED_TO)
        let watch = inotify_add_watch(descriptor, folder, mask | UInt32(IN_ONLYDIR | IN_MASK_ADD))
        if watch >= 0 { folders[watch] = folder }
    }

    /// Reads what has happened.
    /// - Parameter changed: takes the paths; nil from when they are no longer known.
    /// - Returns: whether anything had.
    @discardableResult
    private func take(timeout: Int32, into changed: inout Set<String>?) -> Bool {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&waiting, 1, timeout) > 0 else { return false }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = read(descriptor, &buffer, buffer.count)
        guard count > 0 else { return false }
        buffer.withUnsafeBytes { bytes in
            var place = 0
            while place + MemoryLayout<inotify_event>.size <= count {
                let event = bytes.loadUnaligned(fromByteOffset: place, as: inotify_event.self)
                let start = place + MemoryLayout<inotify_event>.size
                let name = bytes[start..<start + Int(event.len)].prefix { $0 != 0 }
                note(event, String(decoding: name, as: UTF8.self), &changed)
                place = start + Int(event.len)
            }
        }
        return true
    }

    private func note(_ event: inotify_event, _ name: String, _ changed: inout Set<String>?) {
        if event.mask & UInt32(IN_Q_OVERFLOW) != 0 { return changed = nil }
        guard let folder = folders[event.wd] else { return }
        if event.mask & UInt32(IN_IGNORED) != 0 { return folders[event.wd] = nil }
        // A folder that moves takes its watch along, under a name that is no longer its own.
        if event.mask & UInt32(IN_MOVE_SELF) != 0 {
            inotify_rm_watch(descriptor, event.wd)
            return
        }
        let path = folder + "/" + name
        let isInside = roots.contains { path == $0 || folder == $0 || folder.hasPrefix($0 + "/") }
        guard isInside, !name.isEmpty, !name.hasPrefix("."), !name.hasSuffix("~") else { return }
        guard event.mask & UInt32(IN_ISDIR) != 0 else {
            changed?.insert(path)
            return
        }
        // What was put into a new folder before it was watched is seen by reading everything.
        if event.mask & UInt32(IN_CREATE | IN_MOVED_TO) != 0 { addTree(path) }
        changed = nil
    }
}

/// Whether changes of files can be noticed on this machine.
public enum FileWatching {
    /// Why not, and the way out; nil when they can.
    public static var problem: String? {
        do {
            _ = try Watcher([])
            return nil
        } catch {
            return "\(error)"
        }
    }
}
