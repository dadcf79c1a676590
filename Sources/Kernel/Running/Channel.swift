import CHost
import Glibc

/// A message between the build and a process that runs cells.
struct Frame {
    enum Kind: UInt8 {
        // From a process that runs cells.
        /// fields: what the connection is for, process, cell.
        case hello
        /// fields: MIME type and content, in turn. Answered.
        case display
        /// fields: JSON.
        case progress
        /// fields: what a value is and what the text says. Answered.
        case unexpected
        /// fields: a name.
        case environment
        /// fields: line, column of the statement that comes next.
        case mark
        /// fields: whether threads are left, the paths that the cell read. Answered.
        case finished
        /// All cells of the unit have run.
        case ended
        /// fields: how the child ended, as `waitpid` tells it, the most memory it used in KiB, the paths that its cell read.
        case status
        /// fields: why a unit could not be loaded.
        case loadFailed

        // To a process that runs cells.
        case answer
        /// Asks for `status`.
        case await
        /// fields: library, folder to stand in, socket, then for each cell its seed.
        case load
        case exit
    }

    var kind: Kind
    var fields: [String] = []
}

/// One end of a connection; closed when let go.
final class Channel {
    let descriptor: Int32
    private var pending: [UInt8] = []

    init(_ descriptor: Int32) { self.descriptor = descriptor }
    deinit { close(descriptor) }

    static func connect(to path: String) -> Channel? {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        let channel = Channel(descriptor)
        return withAddress(path) { Glibc.connect(descriptor, $0, $1) } == 0 ? channel : nil
    }

    static func listen(at path: String) -> Channel? {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        let channel = Channel(descriptor)
        guard withAddress(path, { bind(descriptor, $0, $1) }) == 0, Glibc.listen(descriptor, 64) == 0 else {
            return nil
        }
        return channel
    }

    func accept() -> Channel? {
        let connection = host_accept(descriptor)
        return connection >= 0 ? Channel(connection) : nil
    }

    /// - Returns: false when the other end is gone.
    @discardableResult
    func send(_ frame: Frame) -> Bool {
        var bytes: [UInt8] = [frame.kind.rawValue]
        append(UInt32(frame.fields.count), to: &bytes)
        for field in frame.fields {
            append(UInt32(field.utf8.count), to: &bytes)
            bytes += field.utf8
        }
        var length: [UInt8] = []
        append(UInt32(bytes.count), to: &length)
        return write(length + bytes)
    }

    /// - Returns: nil when the other end is gone, or what it sent makes no sense.
    func receive() -> Frame? {
        guard let head = read(4) else { return nil }
        let length = number(head[...])
        guard length >= 5, length < 1 << 28, let body = read(length) else { return nil }
        guard let kind = Frame.Kind(rawValue: body[0]) else { return nil }
        var frame = Frame(kind: kind)
        var rest = body[5...]
        for _ in 0..<number(body[1..<5]) {
            guard rest.count >= 4 else { return nil }
            let size = number(rest.prefix(4))
            rest = rest.dropFirst(4)
            guard rest.count >= size else { return nil }
            frame.fields.append(String(decoding: rest.prefix(size), as: UTF8.self))
            rest = rest.dropFirst(size)
        }
        return frame
    }

    private func write(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    private func read(_ count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        var got = 0
        while got < count {
            let step = bytes.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress! + got, count - got, 0) }
            if step < 0, errno == EINTR { continue }
            guard step > 0 else { return nil }
            got += step
        }
        return bytes
    }

    private func append(_ value: UInt32, to bytes: inout [UInt8]) {
        for shift in stride(from: 0, to: 32, by: 8) { bytes.append(UInt8(truncatingIfNeeded: value >> UInt32(shift))) }
    }

    private func number(_ bytes: ArraySlice<UInt8>) -> Int {
        bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}

private func withAddress(_ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let room = MemoryLayout.size(ofValue: address.sun_path)
    guard path.utf8.count < room else { return -1 }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    return withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
    }
}
