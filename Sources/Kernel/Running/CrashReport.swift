import Foundation
import Notebook

/// What the Swift runtime wrote about a crash, and what it means to the author of a lesson.
struct CrashReport {
    private struct Report: Decodable {
        struct Thread: Decodable {
            var crashed: Bool?
            var frames: [Frame]
            var registers: [String: String]?
        }
        struct Frame: Decodable {
            struct Location: Decodable {
                var file: String
                var line: Int
                var column: Int
            }
            var description: String?
            var sourceLocation: Location?
        }
        var description: String
        var faultAddress: String?
        var threads: [Thread]
    }

    /// What happened, in words, such as "arithmetic overflow"; nil when the report only knows the signal.
    private(set) var reason: String?
    /// The places in the lesson that led there, innermost first.
    private(set) var frames: [(function: String, line: Int, column: Int)] = []

    /// Finds and reads the report about a process among those in a folder.
    init?(process: pid_t, in folder: String, lesson: String, columns: ColumnMap) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        guard let name = names.first(where: { $0.contains("-\(process)-") || $0.contains("-\(process).") }),
            let data = FileManager.default.contents(atPath: folder + "/" + name),
            let report = try? JSONDecoder().decode(Report.self, from: data)
        else { return nil }
        let thread = report.threads.first { $0.crashed == true }
        for frame in thread?.frames ?? [] {
            let description = frame.description ?? ""
            if let failure = description.split(separator: "Swift runtime failure: ").dropFirst(0).last,
                description.hasPrefix("Swift runtime failure: ")
            {
                reason = String(failure)
            }
            if let place = frame.sourceLocation, place.file == lesson, place.line > 0 {
                let column = columns.column(place.column, inLine: place.line)
                frames.append((Self.function(description), place.line, column))
            }
        }
        if reason == nil, Self.isStackOverflow(report.faultAddress, thread?.registers) {
            reason = "the stack overflowed: a function calls itself without end"
        }
    }

    private static func function(_ description: String) -> String {
        let name = description.split(separator: " + ").first.map(String.init) ?? description
        return name == "unit_main" ? "the cell" : name
    }

    private static func isStackOverflow(_ address: String?, _ registers: [String: String]?) -> Bool {
        guard let address = address.flatMap(number), let stack = registers?["rsp"].flatMap(number) else { return false }
        return address > stack - min(stack, 65_536) && address < stack + 65_536
    }

    private static func number(_ text: String) -> UInt64? { UInt64(text.dropFirst(2), radix: 16) }
}

/// How a process ended, in words.
struct ExitStatus {
    let status: Int32
    /// The most memory it used, in bytes.
    var peakMemory = 0
    /// The files that its cell had read.
    var files: [String] = []

    /// Whether it ended because it could not have more memory.
    var isOutOfMemory: Bool { signal != nil && peakMemory > CellHost.memoryLimit / 4 * 3 }

    /// Whether it ended by a signal that a program hardly gives itself by accident.
    var isFromOutside: Bool {
        guard let signal, !isOutOfMemory else { return false }
        return [SIGKILL, SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGPWR].contains(signal)
    }

    var signal: Int32? { status & 0x7f == 0 ? nil : status & 0x7f }
    var code: Int32 { (status >> 8) & 0xff }

    var description: String {
        if isOutOfMemory { return "the cell wanted more memory than its \(CellHost.memoryLimit >> 30) GiB" }
        guard let signal else { return "the cell ended its process with exit code \(code)" }
        let name =
            switch signal {
            case SIGSEGV: "it used memory that is not its own (SIGSEGV)"
            case SIGBUS: "it used memory that is not its own (SIGBUS)"
            case SIGFPE: "it did impossible arithmetic (SIGFPE)"
            case SIGABRT: "it aborted (SIGABRT)"
            case SIGKILL: "it was killed (SIGKILL)"
            case SIGILL, SIGTRAP: "it stopped at a failed check"
            default: "it was ended by \(String(cString: strsignal(signal)))"
            }
        return "the cell stopped: " + name
    }
}
