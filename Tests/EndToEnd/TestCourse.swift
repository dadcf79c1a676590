import Foundation

/// A course in a temporary folder, built by the program as a user runs it.
final class TestCourse {
    struct Result {
        var status: Int32
        var stdout: String
        var stderr: String
    }

    let root: URL

    init() throws {
        root = FileManager.default.temporaryDirectory.appendingPathComponent("lessons-test-\(UUID().uuidString)")
        let lessons = root.appendingPathComponent("lessons/data")
        try FileManager.default.createDirectory(at: lessons, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: root) }

    func write(_ path: String, _ text: String) throws {
        try text.write(to: root.appendingPathComponent(path), atomically: true, encoding: .utf8)
    }

    func lesson(_ name: String, _ text: String) throws { try write("lessons/\(name).md", text) }

    func page(_ name: String) throws -> String {
        try String(contentsOf: root.appendingPathComponent("output/\(name).html"), encoding: .utf8)
    }

    /// Starts a build and leaves it running.
    func start(_ arguments: String...) throws -> Process {
        let process = makeProcess(["build"] + arguments)
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }

    private func makeProcess(_ arguments: [String]) -> Process {
        let process = Process()
        process.executableURL = Self.program
        process.arguments = arguments
        process.currentDirectoryURL = root
        return process
    }

    func build(_ arguments: String...) throws -> Result { try run(["build"] + arguments) }

    func run(_ arguments: String...) throws -> Result { try run(arguments) }

    func run(_ arguments: [String], environment: [String: String] = [:]) throws -> Result {
        let process = makeProcess(arguments)
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let files = ["out", "err"].map { root.appendingPathComponent($0) }
        for file in files { _ = FileManager.default.createFile(atPath: file.path, contents: nil) }
        process.standardOutput = try FileHandle(forWritingTo: files[0])
        process.standardError = try FileHandle(forWritingTo: files[1])
        try process.run()
        process.waitUntilExit()
        let texts = try files.map { try String(contentsOf: $0, encoding: .utf8) }
        return Result(status: process.terminationStatus, stdout: texts[0], stderr: texts[1])
    }

    /// Runs another program in the course's folder: how it ended, and what it printed.
    func output(of program: String, _ arguments: [String]) throws -> (status: Int32, text: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.currentDirectoryURL = root
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardInput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, text)
    }

    /// What became of each cell, by name, in the order in which it was told.
    func states(_ arguments: String...) throws -> [(cell: String, state: String)] {
        try build("--json").stdout.split(separator: "\n").compactMap { line in
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            guard object?["event"] as? String == "cell", let cell = object?["cell"] as? String,
                let state = object?["state"] as? String
            else { return nil }
            return (cell, state)
        }
    }

    /// The cells that did not come from the store.
    func ran() throws -> Set<String> { Set(try states().filter { $0.state == "ran" }.map(\.cell)) }

    /// Built beside the tests.
    static let program: URL = {
        let tests = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundleURL
        let folder = tests?.deletingLastPathComponent() ?? Bundle.main.bundleURL
        return folder.appendingPathComponent("lessons")
    }()
}
