import Foundation
import Glibc
import Notebook

/// The processes of one lesson: the one that runs a cell now, and the snapshots behind it.
final class Chain {
    enum Event {
        case began(index: Int)
        case finished(files: [String])
        case ended
        case died(ExitStatus, process: pid_t)
        case timedOut(process: pid_t, ExitStatus)
        case display(Frame)
        case unexpected(String)
        case progress(String)
        case environment(String)
        case mark(line: Int, column: Int)
        case cannotLoad(String)
        case interrupted
    }

    private let listener: Channel
    private let socket: String
    private let host: HostProcess
    private(set) var streams: [TextStream: Channel] = [:]
    /// Snapshots, the newest last; each waits for the next as its child.
    private var snapshots: [Channel] = []
    private var running: (channel: Channel, process: pid_t)?
    /// Whether the running process has threads of its own, so that it cannot be forked.
    private var hasThreads = false
    var deadline: Date?

    init(host: HostProcess, name: String) throws {
        self.host = host
        socket = "\(host.folder)/\(name)"
        guard let listener = Channel.listen(at: socket) else {
            throw HostProcess.Failure(description: "no socket can be made at \(socket)")
        }
        self.listener = listener
    }

    deinit {
        for snapshot in snapshots.reversed() { snapshot.send(Frame(kind: .exit)) }
        if let running { kill(-running.process, SIGKILL) }
        unlink(socket)
    }

    /// Runs a unit from the newest snapshot on.
    func load(_ library: String, in folder: String, seeds: [UInt64]) throws {
        let frame = Frame(
            kind: .load, fields: [library, folder, socket] + seeds.map { String($0, radix: 16) })
        streams = [:]
        guard let snapshot = snapshots.last else { return try host.load(frame) }
        guard snapshot.send(frame) else { throw HostProcess.Failure(description: "a process of \(folder) has gone") }
    }

    /// The process that has run all cells so far, if a later run can go on from it.
    var snapshot: Channel? { hasThreads ? nil : running?.channel ?? snapshots.last }

    /// Ends all processes behind a snapshot, so that the next unit goes on from it; all of them if it is nil.
    func rewind(to snapshot: Channel?) {
        if let running, running.channel === snapshot {
            snapshots.append(running.channel)
        } else if let running {
            kill(running.process, SIGKILL)
        }
        running = nil
        hasThreads = false
        deadline = nil
        while let last = snapshots.last, last !== snapshot {
            last.send(Frame(kind: .exit))
            snapshots.removeLast()
        }
    }

    /// Waits for the next thing to happen. Call `answer` once a `began`, `display`, `unexpected` or `finished` is taken
    /// note of: until then the process waits.
    /// - Parameter control: may end the running process before its time.
    func next(draining collector: inout OutputCollector, control: RunControl? = nil) -> Event {
        while true {
            var waiting = [pollfd(fd: listener.descriptor, events: Int16(POLLIN), revents: 0)]
            waiting.append(pollfd(fd: running?.channel.descriptor ?? -1, events: Int16(POLLIN), revents: 0))
            for stream in [TextStream.stdout, .stderr] {
                waiting.append(pollfd(fd: streams[stream]?.descriptor ?? -1, events: Int16(POLLIN), revents: 0))
            }
            waiting.append(pollfd(fd: control?.descriptor ?? -1, events: Int16(POLLIN), revents: 0))
            let count = poll(&waiting, nfds_t(waiting.count), timeLeft())
            if count < 0 { continue }
            if count == 0 { return stopRunning() }
            if waiting[4].revents != 0 {
                interrupt()
                return .interrupted
            }
            // A cell floods its output, perhaps for ever: the clock decides then.
            if let deadline, deadline < Date() { return stopRunning() }
            collector.drain(streams)
            if waiting[0].revents != 0, let event = accept() { return event }
            if waiting[1].revents != 0, let event = receive(draining: &collector) { return event }
        }
    }

    /// Ends the running process, and goes back to the snapshot behind it.
    func interrupt() { if let running { _ = reap(running.process) } }

    func answer() { running?.channel.send(Frame(kind: .answer)) }

    private func timeLeft() -> Int32 {
        guard let deadline else { return -1 }
        return Int32(max(0, min(deadline.timeIntervalSinceNow * 1000 + 1, 1e9)))
    }

    private func accept() -> Event? {
        guard let channel = listener.accept(), let hello = channel.receive(), hello.kind == .hello,
            hello.fields.count == 3, let process = pid_t(hello.fields[1])
        else { return nil }
        switch hello.fields[0] {
        case "stdout": streams[.stdout] = channel
        case "stderr": streams[.stderr] = channel
        default:
            if let before = running?.channel { snapshots.append(before) }
            running = (channel, process)
            hasThreads = false
            if let index = Int(hello.fields[2]) { return .began(index: index) }
            answer()
        }
        return nil
    }

    private func receive(draining collector: inout OutputCollector) -> Event? {
        guard let (channel, process) = running else { return nil }
        guard let frame = channel.receive() else {
            let status = reap(process)
            collector.drain(streams)
            return .died(status, process: process)
        }
        // What was printed before the message has been written by now.
        collector.drain(streams)
        let fields = frame.fields
        switch frame.kind {
        case .display: return .display(frame)
        case .progress: return .progress(fields.first ?? "")
        case .unexpected: return .unexpected(fields.first ?? "")
        case .environment: return .environment(fields.first ?? "")
        case .mark: return fields.count == 2 ? .mark(line: Int(fields[0]) ?? 0, column: Int(fields[1]) ?? 0) : nil
        case .finished:
            hasThreads = fields.first == "threads"
            return .finished(files: Array(fields.dropFirst()))
        case .ended: return .ended
        case .loadFailed: return .cannotLoad(fields.first ?? "")
        case .hello:
            hasThreads = true
            return Int(fields.last ?? "").map { .began(index: $0) }
        default: return nil
        }
    }

    /// Ends the running process: first so that it says where it was, then for good.
    private func stopRunning() -> Event {
        guard let process = running?.process else { return .ended }
        kill(process, SIGQUIT)
        var waiting = [pollfd(fd: running?.channel.descriptor ?? -1, events: Int16(POLLHUP), revents: 0)]
        let patience = Date(timeIntervalSinceNow: 2)
        while patience > Date(), waiting[0].revents & Int16(POLLHUP) == 0 { _ = poll(&waiting, 1, 100) }
        return .timedOut(process: process, reap(process))
    }

    /// Learns from the snapshot behind it how the running process ended, and makes the snapshot the newest again.
    private func reap(_ process: pid_t) -> ExitStatus {
        // A process that only closed its connection still runs; one that ended is known by its snapshot.
        kill(process, SIGKILL)
        running = nil
        hasThreads = false
        deadline = nil
        guard let snapshot = snapshots.last else { return ExitStatus(status: SIGKILL) }
        snapshot.send(Frame(kind: .await))
        while let frame = snapshot.receive() {
            guard frame.kind == .status, frame.fields.count >= 2 else { continue }
            return ExitStatus(
                status: Int32(frame.fields[0]) ?? SIGKILL, peakMemory: (Int(frame.fields[1]) ?? 0) * 1024,
                files: Array(frame.fields.dropFirst(2)))
        }
        return ExitStatus(status: SIGKILL)
    }
}
