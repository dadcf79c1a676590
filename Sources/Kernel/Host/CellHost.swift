import CHost
import Glibc

/// The process that runs cells, and each of its forks.
///
/// It begins without a cell, as the first snapshot. Told to load a unit, it forks; the child runs the unit's cells. At
/// each boundary the process that got there reports, forks, and stays behind as a snapshot of the notebook at that
/// point, while the child runs the next cell. Should that cell fail, the snapshot can be told to load a unit of what is
/// left, instead of the cell. All of it is single-threaded, as `fork` demands.
public enum CellHost {
    /// Connects to the build that listens at the socket, and serves it until it is gone.
    public static func run(socket: String) -> Never {
        guard let channel = Channel.connect(to: socket) else { exit(70) }
        state = HostState(channel: channel)
        signal(SIGPIPE, SIG_IGN)
        signal(SIGINT, SIG_IGN)
        signal(SIGTERM, SIG_DFL)
        var none = sigset_t()
        sigemptyset(&none)
        sigprocmask(SIG_SETMASK, &none, nil)
        installHandlers()
        host_sleep_for_locks()
        host_adopt_orphans()
        channel.send(Frame(kind: .hello, fields: ["snapshot", "\(getpid())", "-1"]))
        stayBehind(child: 0, isFirst: true)
    }

    private static func installHandlers() {
        guard let handlers = host_current_handlers() else { return }
        handlers.pointee.display = { forms, count in
            guard let forms, count > 0 else { return }
            var fields: [String] = []
            for form in UnsafeBufferPointer(start: forms, count: Int(count)) {
                fields.append(String(cString: form.type))
                let bytes = UnsafeRawBufferPointer(start: form.content, count: form.length)
                fields.append(String(decoding: bytes, as: UTF8.self))
            }
            CellHost.ask(Frame(kind: .display, fields: fields))
        }
        handlers.pointee.progress = { json in
            guard let json else { return }
            CellHost.state?.channel.send(Frame(kind: .progress, fields: [String(cString: json)]))
        }
        handlers.pointee.unexpected = { message in
            guard let message else { return }
            CellHost.ask(Frame(kind: .unexpected, fields: [String(cString: message)]))
        }
        handlers.pointee.environment = { name in
            guard let name else { return }
            CellHost.state?.channel.send(Frame(kind: .environment, fields: [String(cString: name)]))
        }
    }

    struct HostState {
        var channel: Channel
        var socket = ""
        var seeds: [UInt64] = []
        var hasCell = false
    }

    /// Bytes that a cell's process may map.
    static let memoryLimit = 4 << 30

    /// One thread runs here, and forks of it.
    nonisolated(unsafe) static var state: HostState?

    /// Sends what the build has to take note of before the cell goes on, so that what the cell printed before it, and
    /// after it, stay in order.
    static func ask(_ frame: Frame) {
        fflush(nil)
        guard let channel = state?.channel else { return }
        channel.send(frame)
        guard channel.receive() != nil else { _exit(70) }
    }

    /// At the boundary in front of cell `index` of the unit.
    static func boundary(_ index: Int) {
        guard let current = state else { return }
        if current.hasCell {
            host_stop_recording()
            fflush(nil)
            host_kill_children(0)
        }
        // Asked once: what the build is told and what is done must agree, though a thread may end in between.
        let hasThreads = !isSingleThreaded
        if current.hasCell { ask(Frame(kind: .finished, fields: [hasThreads ? "threads" : ""] + recordedFiles())) }
        if index >= current.seeds.count {
            current.channel.send(Frame(kind: .ended))
            stayBehind(child: 0)
        }
        if !hasThreads {
            guard host_share_recording() != 0 else { _exit(70) }
            let child = host_fork()
            if child > 0 { stayBehind(child: child) }
            begin(as: "\(index)")
        } else {
            // Threads do not survive a fork: the cell goes on in this process, with no snapshot behind it.
            ask(Frame(kind: .hello, fields: ["same", "\(getpid())", "\(index)"]))
        }
        state?.hasCell = true
        host_seed(current.seeds[index])
        host_start_recording()
    }

    /// In a fork: becomes a process of its own, known to the build.
    private static func begin(as cell: String) {
        host_die_with_parent()
        host_adopt_orphans()
        setpgid(0, 0)
        guard let socket = state?.socket, let channel = Channel.connect(to: socket) else { _exit(70) }
        state?.channel = channel
        // Not before the build knows which cell prints now may anything be printed.
        ask(Frame(kind: .hello, fields: ["cell", "\(getpid())", cell]))
    }

    private static var isSingleThreaded: Bool {
        guard let folder = opendir("/proc/self/task") else { return false }
        defer { closedir(folder) }
        var count = 0
        while let entry = readdir(folder) {
            if entry.pointee.d_name.0 != CChar(UInt8(ascii: ".")) { count += 1 }
        }
        return count == 1
    }

    private static func recordedFiles() -> [String] {
        var files: [String] = []
        guard var next = host_recorded_files() else { return [] }
        while next.pointee != 0 {
            files.append(String(cString: next))
            next += strlen(next) + 1
        }
        return files
    }

    /// Serves the build as a snapshot. A child, if there is one, runs what comes after this point.
    private static func stayBehind(child: pid_t, isFirst: Bool = false) -> Never {
        var child = child
        while let frame = state?.channel.receive() {
            switch frame.kind {
            case .await:
                var status: Int32 = 0
                var usage = rusage()
                while wait4(child, &status, 0, &usage) < 0, errno == EINTR {}
                child = 0
                host_kill_children(0)
                state?.channel.send(
                    Frame(kind: .status, fields: ["\(status)", "\(usage.ru_maxrss)"] + recordedFiles()))
            case .load:
                // An earlier child was told to end, or will be, by whoever loads anew.
                // The first process has the chains of all lessons as its children, and adopts what those leave.
                if isFirst { host_bury_children() } else { host_kill_children(0) }
                child = host_fork()
                if child == 0 { load(frame) }
            case .exit: end(isFirst)
            default: break
            }
        }
        end(isFirst)
    }

    /// Ends a snapshot. The first process leaves nothing behind: where the system's own first process does not care for
    /// orphans, as in containers, they would be kept for ever.
    private static func end(_ isFirst: Bool) -> Never {
        if isFirst { host_kill_children(0) }
        _exit(0)
    }

    /// In a fork of a snapshot: loads a unit and runs it.
    private static func load(_ frame: Frame) -> Never {
        guard frame.fields.count >= 3 else { _exit(70) }
        state?.socket = frame.fields[2]
        state?.seeds = frame.fields.dropFirst(3).compactMap { UInt64($0, radix: 16) }
        state?.hasCell = false
        begin(as: "load")
        redirectOutput(to: frame.fields[2])
        host_limit_memory(UInt64(memoryLimit))
        guard chdir(frame.fields[1]) == 0 else { fail("the folder \(frame.fields[1]) cannot be entered") }
        guard let library = dlopen(frame.fields[0], RTLD_NOW | RTLD_GLOBAL) else {
            fail(dlerror().map { String(cString: $0) } ?? "unknown reason")
        }
        guard let symbol = dlsym(library, "unit_main") else { fail("the unit has no entry") }
        typealias Entry = @convention(c) (Int32, UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> Int32
        let entry = unsafeBitCast(symbol, to: Entry.self)
        var arguments: [UnsafeMutablePointer<CChar>?] = [strdup("lesson"), nil]
        _ = entry(1, &arguments)
        _exit(0)
    }

    private static func fail(_ reason: String) -> Never {
        state?.channel.send(Frame(kind: .loadFailed, fields: [reason]))
        _exit(70)
    }

    private static func redirectOutput(to socket: String) {
        host_buffer_lines()
        for (descriptor, name) in [(1, "stdout"), (2, "stderr")] as [(Int32, String)] {
            guard let stream = Channel.connect(to: socket) else { _exit(70) }
            stream.send(Frame(kind: .hello, fields: [name, "\(getpid())", ""]))
            dup2(stream.descriptor, descriptor)
        }
        let empty = open("/dev/null", O_RDONLY)
        dup2(empty, 0)
        if empty > 2 { close(empty) }
    }
}

/// Called by a unit in front of each of its cells, and behind the last.
@_cdecl("lessons_boundary")
public func lessonsBoundary(_ index: Int32) { CellHost.boundary(Int(index)) }

/// Called by a unit in front of a statement that can throw: an error that nobody catches then has a place.
@_cdecl("lessons_mark")
public func lessonsMark(_ line: Int32, _ column: Int32) {
    CellHost.state?.channel.send(Frame(kind: .mark, fields: ["\(line)", "\(column)"]))
}
