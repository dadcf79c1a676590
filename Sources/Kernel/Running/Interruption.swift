import Foundation
import Glibc
import Synchronization

/// What has to be cleared away when the program is told to stop: Ctrl-C, `kill`, a closed terminal.
public enum Interruption {
    private static let actions = Mutex<[String: @Sendable () -> Void]>([:])

    /// From here on a signal to stop runs what is registered, and ends the program with 128 and the signal's number.
    /// Call it before other threads start: they inherit what it blocks.
    public static func watch() {
        let signals = [SIGINT, SIGTERM, SIGHUP]
        var set = sigset_t()
        sigemptyset(&set)
        for signal in signals { sigaddset(&set, signal) }
        pthread_sigmask(SIG_BLOCK, &set, nil)
        Thread.detachNewThread {
            var set = sigset_t()
            sigemptyset(&set)
            for signal in signals { sigaddset(&set, signal) }
            var signal: Int32 = 0
            guard sigwait(&set, &signal) == 0 else { return }
            for action in actions.withLock({ $0.values }) { action() }
            _exit(128 + signal)
        }
    }

    static func register(_ name: String, _ action: @escaping @Sendable () -> Void) {
        actions.withLock { $0[name] = action }
    }

    static func unregister(_ name: String) { _ = actions.withLock { $0.removeValue(forKey: name) } }
}

/// The folders in /tmp where builds keep units and sockets, each named after its process.
enum TemporaryFolders {
    static let prefix = "/tmp/lessons-host-"

    /// Clears away what builds left that were killed.
    static func removeAbandoned() {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/tmp")) ?? []
        for name in names where ("/tmp/" + name).hasPrefix(prefix) {
            let rest = name.dropFirst(prefix.count - 5)
            guard let process = pid_t(rest.prefix { $0.isNumber }), kill(process, 0) < 0, errno == ESRCH else {
                continue
            }
            try? FileManager.default.removeItem(atPath: "/tmp/" + name)
        }
    }
}
