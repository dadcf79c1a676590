import Foundation
import Glibc
import Synchronization

/// What has to be cleared away when the program is told to stop: Ctrl-C, `kill`, a closed terminal.
public enum Interruption {
    private static let actions = Mutex<[String: @Sendable () -> Void]>([:])

    /// The writing end of the pipe through which the handler of a signal wakes the thread that acts on it.
    nonisolated(unsafe) private static var pipe: [Int32] = [-1, -1]

    /// From here on a signal to stop runs what is registered, and ends the program with 128 and the signal's number.
    public static func watch() {
        guard Glibc.pipe(&pipe) == 0 else { return }
        // Whoever started the program may have blocked them.
        var none = sigset_t()
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, nil)
        for signal in [SIGINT, SIGTERM, SIGHUP] {
            // A handler may do next to nothing; all the rest is for the thread.
            Glibc.signal(signal) { signal in
                var number = UInt8(truncatingIfNeeded: signal)
                _ = write(Interruption.pipe[1], &number, 1)
            }
        }
        Thread.detachNewThread {
            var signal: UInt8 = 0
            while read(pipe[0], &signal, 1) < 0, errno == EINTR {}
            for action in actions.withLock({ $0.values }) { action() }
            _exit(128 + Int32(signal))
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
