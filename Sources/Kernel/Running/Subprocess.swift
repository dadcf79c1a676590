import Foundation

/// A program run to its end, with everything it wrote.
struct Subprocess {
    var status: Int32
    var output: String

    /// Runs a program with its standard output and error taken together.
    /// - Throws: when it could not be started.
    static func run(_ program: String, _ arguments: [String], in folder: String) throws -> Subprocess {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        let pipe = Pipe()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Subprocess(status: process.terminationStatus, output: String(decoding: data, as: UTF8.self))
    }
}
