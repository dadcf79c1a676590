import CHost
import Foundation
import Glibc

/// A program run to its end, with what it wrote.
public struct Subprocess {
    public var status: Int32
    public var output: String

    /// What a program printed; nothing when it could not be run or failed.
    public static func output(of program: String, _ arguments: [String], in folder: String) -> String {
        guard let ended = try? run(program, arguments, in: folder, keepsErrors: false), ended.status == 0 else {
            return ""
        }
        return ended.output
    }

    /// Runs a program with nothing to read.
    /// - Parameters:
    ///   - keepsErrors: whether what it writes to its standard error is taken together with its output, or dropped.
    ///   - control: may stop it.
    /// - Throws: when it could not be started.
    static func run(
        _ program: String, _ arguments: [String], in folder: String, keepsErrors: Bool = true,
        control: RunControl? = nil
    ) throws -> Subprocess {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw CannotStart(program: program, code: errno) }
        let reading = FileHandle(fileDescriptor: ends[0], closeOnDealloc: true)
        let process: pid_t
        do {
            defer { close(ends[1]) }
            process = try start(
                program, [program] + arguments, in: folder, output: ends[1], keepsErrors: keepsErrors)
        }
        control?.waits { kill(process, SIGTERM) }
        let data = (try? reading.readToEnd()) ?? Data()
        // Its number may be another's as soon as it has been waited for.
        control?.waits(stop: nil)
        return Subprocess(status: end(of: process), output: String(decoding: data, as: UTF8.self))
    }

    /// Starts a program.
    /// - Parameters:
    ///   - arguments: the first of them is what it is called.
    ///   - environment: `NAME=value`; this process's own unless given.
    ///   - output: the descriptor for what it writes; this process's own if it is -1.
    static func start(
        _ program: String, _ arguments: [String], environment: [String]? = nil, in folder: String? = nil,
        output: Int32 = -1, keepsErrors: Bool = true
    ) throws -> pid_t {
        var words = arguments.map { strdup($0) } + [nil]
        var variables = (environment ?? []).map { strdup($0) } + [nil]
        defer { (words + variables).forEach { free($0) } }
        var process: pid_t = 0
        let result = variables.withUnsafeMutableBufferPointer {
            host_spawn(
                &process, program, &words, environment == nil ? environ : $0.baseAddress, folder, output,
                keepsErrors ? 1 : 0)
        }
        guard result == 0 else { throw CannotStart(program: program, code: result) }
        return process
    }

    /// Waits for a process: the status that it exits with, or 128 and the number of the signal that ended it.
    private static func end(of process: pid_t) -> Int32 {
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        return status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + status & 0x7f
    }

    /// A program that could not be started.
    struct CannotStart: Error, CustomStringConvertible {
        var program: String
        var code: Int32

        var description: String { "\(program) cannot be started: \(String(cString: strerror(code)))" }
    }
}
