import Foundation
import Testing

/// What the system does to a build: signals, a full disk, a folder that cannot be written to or is gone.
struct SystemFaultTests {
    /// One lesson a signal, all built at once: the cell after is never lost.
    @Test func aCellThatSendsItselfASignalCostsItself() throws {
        let course = try TestCourse()
        // Those that stop a process until it is continued would only wait for the time-out, which has its own test.
        let stopping = [SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU]
        let signals = (1...31).filter { !stopping.contains(Int32($0)) } + [34, 50, 64]
        for signal in signals {
            try course.lesson(
                "signal-\(signal)",
                "```swift\n//| label: cell\nprint(\"before\", \(signal))\nkill(getpid(), \(signal))\nusleep(1000)\n```\n\n"
                    + "```swift\nprint(\"after\", \(signal))\n```\n")
        }
        let result = try course.build()
        for signal in signals {
            let page = try course.page("signal-\(signal)")
            #expect(page.contains("before \(signal)") && page.contains("after \(signal)"), "signal \(signal)")
        }
        for signal in [SIGKILL, SIGTERM, SIGABRT, SIGILL, SIGUSR1, SIGALRM, SIGXCPU] {
            #expect(
                result.stderr.contains("lessons/signal-\(signal).md:"), "signal \(signal) is not told: \(result.stderr)"
            )
        }
    }

    /// A course on a disk of its own, if one can be had.
    private func withDisk(_ options: String, at path: String, _ body: () throws -> Void) throws -> Bool {
        func run(_ program: String, _ arguments: [String]) throws -> Bool {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = [program] + arguments
            process.standardError = FileHandle.nullDevice
            try process.run()
            process.waitUntilExit()
            return process.terminationStatus == 0
        }
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        guard try run("mount", ["-t", "tmpfs", "-o", options, "none", path]) else { return false }
        defer { _ = try? run("umount", ["-l", path]) }
        try body()
        return true
    }

    private static let mayMount = getuid() == 0

    private let text = "```swift\n//| label: cell\nprint((0..<10).reduce(0, +))\n```\n"

    @Test(.enabled(if: mayMount, "only root may mount a small disk"))
    func aFullDiskIsToldAndLosesNothing() throws {
        let course = try TestCourse()
        try course.lesson("one", text)
        #expect(try course.build().status == 0)
        let before = try course.page("one")
        // The site and the store on a disk that holds little more than the site.
        let disk = course.root.appendingPathComponent("disk").path
        let mounted = try withDisk("size=200k", at: disk) {
            let full = try course.build("--output", disk + "/site")
            #expect(full.status == 70, Comment(rawValue: full.stderr))
            #expect(full.stderr.lowercased().contains("no space left"), Comment(rawValue: full.stderr))
            #expect(!FileManager.default.fileExists(atPath: disk + "/site"))
            #expect(try FileManager.default.contentsOfDirectory(atPath: disk) == [])
        }
        try #require(mounted)
        #expect(try course.page("one") == before)
        #expect(try course.ran() == [])
    }

    @Test(.enabled(if: mayMount, "only root may mount a small disk"))
    func aFullStoreIsTold() throws {
        let course = try TestCourse()
        let text = "```swift\n//| label: big\nprint(String(repeating: \"many words \", count: 60_000))\n```\n"
        try course.lesson("one", text)
        let mounted = try withDisk("size=100k", at: course.root.appendingPathComponent(".lessons").path) {
            let full = try course.build()
            #expect(full.status == 70, Comment(rawValue: full.stderr))
            #expect(full.stderr.lowercased().contains("no space left"), Comment(rawValue: full.stderr))
            #expect(full.stderr.contains(".lessons"), Comment(rawValue: full.stderr))
        }
        try #require(mounted)
        #expect(try course.ran() == ["big"])
        #expect(try course.page("one").contains("many words"))
    }

    @Test(.enabled(if: mayMount, "only root may mount a small disk"))
    func anOutputThatCannotBeWrittenIsTold() throws {
        let course = try TestCourse()
        try course.lesson("one", text)
        let disk = course.root.appendingPathComponent("disk").path
        let mounted = try withDisk("size=4m,ro", at: disk) {
            let result = try course.build("--output", disk + "/site")
            #expect(result.status == 70 && result.stderr.contains(disk), Comment(rawValue: result.stderr))
            #expect(result.stderr.lowercased().contains("read-only"), Comment(rawValue: result.stderr))
        }
        try #require(mounted)
        // What ran is kept all the same.
        #expect(try course.ran() == [])
        #expect(try course.page("one").contains("45"))
    }

    @Test func aCellThatDeletesItsFolderCostsItself() throws {
        let course = try TestCourse()
        let keep = course.root.appendingPathComponent("keep").path
        try course.lesson(
            "one",
            """
            ```swift
            print("before")
            ```

            ```swift
            import Foundation
            try FileManager.default.moveItem(atPath: FileManager.default.currentDirectoryPath, toPath: "\(keep)")
            print("gone", FileManager.default.fileExists(atPath: "one.md"))
            ```

            ```swift
            print("after")
            ```
            """)
        let result = try course.build()
        #expect(result.status == 0, Comment(rawValue: result.stderr))
        let page = try course.page("one")
        #expect(page.contains("before") && page.contains("after"))
        #expect(try course.build().stderr.contains("no folder ‘lessons’"))
    }

    @Test func processesOfLessonsThatEndedAreNotKept() throws {
        let course = try TestCourse()
        let cells = "```swift\nlet a = 1\n```\n\n```swift\nlet b = a + 1\n```\n\n```swift\nprint(b)\n```\n"
        for number in 1...12 { try course.lesson("lesson-\(number)", "---\norder: \(number)\n---\n\n\(cells)") }
        // The process that all chains are forked from is the parent of a chain's first one, and that of a cell's.
        try course.lesson(
            "last",
            """
            ---
            order: 13
            ---

            ```swift
            import Foundation
            func status(_ process: String) -> [Substring] {
                let text = (try? String(contentsOfFile: "/proc/\\(process)/stat", encoding: .utf8)) ?? ""
                return text.split(separator: ")").last?.split(separator: " ") ?? []
            }
            let chain = "\\(getppid())"
            let first = String(status(chain)[1])
            let ended = try FileManager.default.contentsOfDirectory(atPath: "/proc")
                .map(status).filter { $0.count > 1 && $0[0] == "Z" && $0[1] == first }.count
            print("ended:", ended)
            ```
            """)
        let result = try course.build("--jobs", "1")
        #expect(result.status == 0, "\(result.stderr)")
        let ended = try #require(course.page("last").firstMatch(of: #/ended: (\d+)/#).flatMap { Int($0.1) })
        // Those of the lesson before may still be about to end.
        #expect(ended <= 4)
    }
}
