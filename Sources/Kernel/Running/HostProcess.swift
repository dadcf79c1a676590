import CHost
import Foundation
import Glibc
import Synchronization

/// The process without a cell from which every lesson's chain is forked, started when the first lesson needs it.
final class HostProcess: Sendable {
    /// Where sockets and compiled units are kept while the build runs.
    let folder: String
    private let program: String
    private let sessionCount = Mutex(0)
    private let process: Mutex<(channel: Channel, id: pid_t)?> = Mutex(nil)

    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    /// - Parameter program: the `lessons` program, started again as the process of the cells.
    init(program: String) throws {
        self.program = program
        TemporaryFolders.removeAbandoned()
        var template = Array((TemporaryFolders.prefix + "\(getpid())-XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else { throw Failure(description: "no temporary folder can be made in /tmp") }
        folder = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
        let path = folder
        Interruption.register(path) { try? FileManager.default.removeItem(atPath: path) }
    }

    func nextSessionName() -> String {
        sessionCount.withLock { count in
            count += 1
            return "session-\(count)"
        }
    }

    var reports: String { folder + "/reports" }

    deinit {
        process.withLock { running in
            guard let (channel, id) = running else { return }
            channel.send(Frame(kind: .exit))
            var status: Int32 = 0
            waitpid(id, &status, 0)
        }
        Interruption.unregister(folder)
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Starts the process while the caller does something else; `load` says it if that fails.
    func prepare() {
        Thread.detachNewThread { [self] in
            process.withLock { running in
                if running == nil { running = try? start() }
            }
        }
    }

    /// Forks a chain that runs a unit.
    func load(_ frame: Frame) throws {
        try process.withLock { running in
            if running == nil { running = try start() }
            guard running?.channel.send(frame) == true else {
                throw Failure(description: "the process that runs cells has gone")
            }
        }
    }

    private func start() throws -> (channel: Channel, id: pid_t) {
        mkdir(reports, 0o700)
        let socket = folder + "/host"
        guard let listener = Channel.listen(at: socket) else {
            throw Failure(description: "no socket can be made at \(socket)")
        }
        let id = try Subprocess.start(
            program, ["lessons", "run-cells", socket], environment: Self.environment(reports: reports))
        guard let channel = listener.accept(), channel.receive()?.kind == .hello else {
            throw Failure(description: "the process that runs cells ended before it was asked to do anything")
        }
        unlink(socket)
        let path = folder, process = id
        Interruption.register(path) {
            kill(process, SIGKILL)
            try? FileManager.default.removeItem(atPath: path)
        }
        return (channel, id)
    }

    /// What the cells' process gets from the environment besides what is there: the same order in dictionaries on every
    /// run, one thread in BLAS so that it can fork, and backtraces that the build can read.
    private static func environment(reports: String) -> [String] {
        var values = ProcessInfo.processInfo.environment
        values["SWIFT_DETERMINISTIC_HASHING"] = "1"
        values["OPENBLAS_NUM_THREADS"] = "1"
        values["SWIFT_BACKTRACE"] =
            "enable=yes,format=json,color=no,interactive=no,threads=crashed,registers=crashed,images=none,"
            + "limit=64,cache=no,sanitize=no,symbolicate=full,output-to=\(reports)"
        return values.map { "\($0.key)=\($0.value)" }.sorted()
    }
}
