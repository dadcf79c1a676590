import Glibc
import Notebook

/// Gathers what one cell prints and shows, in the order in which it does, up to a bound.
struct OutputCollector {
    static let textLimit = 1 << 20
    static let displayLimit = 8 << 20

    private(set) var outputs: [Output] = []
    private var textBytes = 0
    private var displayBytes = 0
    private var pending: [TextStream: [UInt8]] = [:]
    /// What the cell wrote to standard error last, where the runtime says why it stops.
    private(set) var lastErrorText = ""

    /// Reads what has been printed so far and nothing more, from both streams. Between two displays what was printed to
    /// standard output stands before what was printed to standard error, so that the order is the same on every run.
    mutating func drain(_ streams: [TextStream: Channel]) {
        for stream in [TextStream.stdout, .stderr] {
            guard let channel = streams[stream] else { continue }
            var buffer = [UInt8](repeating: 0, count: 65_536)
            while true {
                let count = recv(channel.descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { break }
                keep(buffer[..<count], of: stream)
            }
        }
    }

    private mutating func keep(_ bytes: ArraySlice<UInt8>, of stream: TextStream) {
        let room = Self.textLimit - textBytes
        textBytes += bytes.count
        guard room > 0 else { return }
        pending[stream, default: []] += bytes.prefix(room)
        if bytes.count >= room { pending[stream]! += "\n[output longer than 1 MiB was cut here]\n".utf8 }
    }

    private mutating func flush() {
        for stream in [TextStream.stdout, .stderr] {
            guard let bytes = pending.removeValue(forKey: stream), !bytes.isEmpty else { continue }
            let text = UnitSource.withoutModuleNames(String(decoding: bytes, as: UTF8.self))
            if stream == .stderr { lastErrorText += text }
            outputs.append(.text(stream, text))
        }
    }

    mutating func add(_ frame: Frame) {
        flush()
        var data: [String: String] = [:]
        for index in stride(from: 0, to: frame.fields.count - 1, by: 2) {
            data[frame.fields[index]] = UnitSource.withoutModuleNames(frame.fields[index + 1])
        }
        let size = data.values.reduce(0) { $0 + $1.utf8.count }
        displayBytes += size
        if displayBytes <= Self.displayLimit {
            outputs.append(.display(Display(data: data)))
        } else if displayBytes - size <= Self.displayLimit {
            outputs.append(.text(.stderr, "[displays larger than 8 MiB were cut here]\n"))
        }
    }

    mutating func add(_ error: Diagnostic) {
        flush()
        outputs.append(.error(error))
    }

    /// All outputs, when the cell is over.
    mutating func finish() -> [Output] {
        flush()
        return outputs
    }

    /// Takes back what the runtime itself said of a crash, once a diagnostic says it.
    mutating func removeRuntimeMessages() -> String? {
        flush()
        var message: String?
        outputs = outputs.compactMap { output in
            guard case .text(.stderr, let text) = output else { return output }
            var kept: [Substring] = []
            for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
                if line.hasPrefix("Simultaneous accesses to ") {
                    // The runtime goes on with addresses of its own.
                    message = "simultaneous accesses: a variable was changed while another change of it was going on"
                    break
                } else if let found = Self.fatalError(in: line) {
                    message = found
                } else if !line.hasPrefix("*** Signal"), !line.hasPrefix("*** Program crashed") {
                    kept.append(line)
                }
            }
            let rest = kept.joined(separator: "\n")
            return rest.allSatisfy(\.isWhitespace) ? nil : .text(.stderr, rest)
        }
        return message
    }

    private static func fatalError(in line: Substring) -> String? {
        for mark in [": Fatal error: ", ": Precondition failed: ", ": Assertion failed: "] {
            if let range = line.range(of: mark) { return String(line[range.upperBound...]) }
        }
        if line.hasPrefix("Fatal error: ") { return String(line.dropFirst(13)) }
        return line.hasSuffix(": Fatal error") ? "fatalError()" : nil
    }
}

extension Substring {
    fileprivate func range(of mark: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(mark) { return start..<index(start, offsetBy: mark.count) }
            start = index(after: start)
        }
        return nil
    }
}
