import Foundation
import Notebook
import Testing

/// A cell that misbehaves costs itself, and nothing else.
struct FaultTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var source: String
        /// What the terminal says; nil when the cell does no harm.
        var message: String?
        var testDescription: String { name }
    }

    static let cases = [
        Case(name: "sleeps", source: "//| timeout: 0.5\nsleep(60)", message: "the cell ran longer than its 0.5 s"),
        Case(
            name: "ignores signals",
            source: "//| timeout: 0.5\nfor s in 1..<31 { signal(Int32(s), SIG_IGN) }\nwhile true { pause() }",
            message: "the cell ran longer than its 0.5 s"),
        Case(
            name: "forks children",
            source: """
                import Foundation
                for _ in 0..<1000 {
                    let child = Process()
                    child.executableURL = URL(fileURLWithPath: "/bin/sleep")
                    child.arguments = ["47111"]
                    try child.run()
                }
                """),
        Case(
            name: "allocates without end",
            source: "var all: [[UInt8]] = []\nwhile true { all.append([UInt8](repeating: 1, count: 1 << 26)) }",
            message: "the cell wanted more memory than its 4 GiB"),
        Case(
            name: "floods its output",
            source: "let line = String(repeating: \"x\", count: 1 << 20)\nfor _ in 0..<1024 { print(line) }"),
        Case(
            name: "prints binary",
            source: "for byte in 0..<256 { putchar(Int32(byte)) }\nfflush(stdout)"),
        Case(
            name: "closes its descriptors", source: "for d in 0..<1024 { close(Int32(d)) }",
            message: "error: the cell"),
        Case(name: "exits in good order", source: "exit(0)", message: "the cell ended its process with exit code 0"),
        Case(
            name: "aborts", source: "print(1)\nabort()",
            message: "lessons/one.md:6:1: error: the cell stopped: it aborted (SIGABRT)"),
        Case(
            name: "segfaults", source: "UnsafeMutablePointer<Int>(bitPattern: 64)?.pointee = 1",
            message: "memory that is not its own (SIGSEGV)"),
        Case(
            name: "stops itself", source: "//| timeout: 0.5\nraise(SIGSTOP)",
            message: "the cell ran longer than its 0.5 s"),
        Case(name: "is terminated", source: "raise(SIGTERM)", message: "Terminated"),
        Case(
            name: "leaves its folder",
            source: "let gone = \"/tmp/gone-\\(getpid())\"\nmkdir(gone, 0o700)\nchdir(gone)\nrmdir(gone)"),
        Case(
            name: "leaves a thread",
            source: """
                import Foundation
                let thread = Thread { sleep(60) }
                thread.start()
                """),
        Case(
            name: "overlapping access",
            source: """
                var shared = [1, 2]
                func grow(_ numbers: inout [Int]) { shared.append(3); numbers.append(4) }
                grow(&shared)
                """, message: "lessons/one.md:7:1: error: simultaneous accesses"),
    ]

    @Test(arguments: cases)
    func costsItself(_ row: Case) throws {
        let course = try TestCourse()
        try course.lesson(
            "one",
            "```swift\nprint(\"before\", 1 + 1)\n```\n```swift\n\(row.source)\n```\n```swift\nprint(\"after\", 2 + 2)\n```\n"
        )
        let result = try course.build()
        #expect(result.status == (row.message == nil ? 0 : 1), Comment(rawValue: result.stderr))
        if let message = row.message { #expect(result.stderr.contains(message), Comment(rawValue: result.stderr)) }
        let page = try course.page("one")
        #expect(page.contains("before 2"))
        #expect(page.contains("after 4"))
        if row.source.contains("47111") { #expect(!processes(containing: "47111")) }
        #expect(page.utf8.count < 3 << 20)
    }

    /// Whether a process runs whose command line has a word in it.
    private func processes(containing word: String) -> Bool {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.contains { name in
            guard name.first?.isNumber == true, let data = FileManager.default.contents(atPath: "/proc/\(name)/cmdline")
            else { return false }
            return String(decoding: data, as: UTF8.self).contains("sleep\u{0}\(word)")
        }
    }

    @Test func aBuildThatIsInterruptedKeepsWhatWasFinished() throws {
        let course = try TestCourse()
        try course.lesson(
            "one", "```swift\n//| label: quick\nprint(1)\n```\n```swift\n//| label: slow\nsleep(3)\nprint(2)\n```\n")
        let process = try course.start()
        // The first cell is done when its outcome is in the store.
        let store = course.root.appendingPathComponent(".lessons/outcomes")
        for _ in 0..<200 where !FileManager.default.fileExists(atPath: store.path) { usleep(50_000) }
        process.interrupt()
        process.waitUntilExit()
        #expect(process.terminationStatus == 130)
        #expect(!FileManager.default.fileExists(atPath: course.root.path + "/output"))
        #expect(try course.ran() == ["slow"])
    }

    @Test func aBuildThatIsKilledLeavesStoreAndSiteWhole() throws {
        let course = try TestCourse()
        try course.lesson("one", "```swift\nprint(\"first\")\n```\n")
        _ = try course.build()
        let before = try course.page("one")
        // The moments are spread over the length of a build by a fixed sequence; `LESSONS_KILLS` asks for more of them.
        var moment: UInt32 = 7
        for _ in 0..<(ProcessInfo.processInfo.environment["LESSONS_KILLS"].flatMap(Int.init) ?? 8) {
            moment = (moment &* 1_103_515_245 &+ 12_345) % 900
            try course.lesson("one", "```swift\nprint(\"changed \(moment)\")\n```\n")
            let process = try course.start()
            usleep(moment * 1000)
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            let page = try course.page("one")
            #expect(page == before || page.contains("changed"))
            #expect(page.hasSuffix("</html>\n"))
            #expect(try damagedEntries(of: course) == [])
        }
        try course.lesson("one", "```swift\nprint(\"last\")\n```\n")
        #expect(try course.build().status == 0)
        #expect(try course.page("one").contains("last"))
    }

    /// The entries of the store whose content does not match their checksum's line.
    private func damagedEntries(of course: TestCourse) throws -> [String] {
        let folder = course.root.appendingPathComponent(".lessons")
        guard let files = FileManager.default.enumerator(atPath: folder.path) else { return [] }
        return files.compactMap { $0 as? String }.filter { path in
            // An entry is written beside its place first: what is named otherwise is no entry.
            guard path.hasSuffix(".json"),
                let data = FileManager.default.contents(atPath: folder.path + "/" + path)
            else { return false }
            let parts = data.split(separator: UInt8(ascii: "\n"), maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { return true }
            let sum = parts[1].withUnsafeBytes { ContentHash($0).description }
            return String(decoding: parts[0], as: UTF8.self) != "xxh128 \(sum)"
        }
    }

    @Test func twoBuildsAtOnceBothEndWell() throws {
        let course = try TestCourse()
        try course.lesson("one", "```swift\nprint((0..<10).reduce(0, +))\n```\n")
        let other = try course.start()
        let result = try course.build()
        other.waitUntilExit()
        #expect(result.status == 0, Comment(rawValue: result.stderr))
        #expect(other.terminationStatus == 0)
        #expect(try course.page("one").contains("45"))
    }
}
