import Foundation
import Testing

/// What is executed, where, with what, and how much of it is kept.
struct RunningTests {
    private let course: TestCourse

    init() throws { course = try TestCourse() }

    /// A cell that leaves its name in a file each time it is executed, whatever is told of it.
    private func cell(_ name: String, _ source: String) -> String {
        let path = course.root.appendingPathComponent("executed").path
        return "```swift\n//| label: \(name)\nsystem(\"echo \(name) >> \(path)\")\n\(source)\n```\n\n"
    }

    /// The cells that were executed since the last call.
    private func executed() throws -> [String] {
        let file = course.root.appendingPathComponent("executed")
        defer { try? FileManager.default.removeItem(at: file) }
        return (try? String(contentsOf: file, encoding: .utf8))?.split(separator: "\n").map(String.init) ?? []
    }

    @Test func anEditExecutesOnlyWhatItsCellNeeds() throws {
        func write(_ last: String, train: String = "1") throws {
            try course.lesson(
                "one",
                cell("data", "let data = [1, 2, 3]") + cell("train", "let model = data.count + \(train)")
                    + cell("other", "let other = data.count * 2") + cell("plot", "print(other)")
                    + cell("test", "print(model, \(last))"))
        }
        try write("0")
        #expect(try course.build().status == 0)
        #expect(try executed() == ["data", "train", "other", "plot", "test"])
        #expect(try course.build().status == 0)
        #expect(try executed() == [])
        try write("1")
        #expect(try course.ran() == ["test"])
        #expect(try executed() == ["data", "train", "test"])
        try write("1", train: "2")
        #expect(try course.ran() == ["train", "test"])
        #expect(try executed() == ["data", "train", "test"])
    }

    @Test func cellsThatNeedNothingOfOneAnotherChangePlacesForNothing() throws {
        let (a, b) = (cell("a", "let a = 1"), cell("b", "let b = 2"))
        let last = cell("last", "print(a, b)")
        try course.lesson("one", a + b + last)
        #expect(try course.build().status == 0)
        _ = try executed()
        try course.lesson("one", b + a + last)
        #expect(try course.ran().isSubset(of: ["last"]))
    }

    @Test func aFileThatIsGoneIsWrittenAnew() throws {
        try course.lesson(
            "one",
            cell("folder", "mkdir(\"made\", 0o700)")
                + cell(
                    "write",
                    "import Foundation\ntry \"kiwi\".write(toFile: \"made/a\", atomically: true, encoding: .utf8)")
                + cell("other", "print(1 + 1)")
                + cell("read", "import Foundation\nprint(try String(contentsOfFile: \"made/a\", encoding: .utf8))"))
        #expect(try course.build().status == 0)
        #expect(try executed().count == 4)
        #expect(try course.build().status == 0)
        #expect(try executed() == [])
        let made = course.root.appendingPathComponent("lessons/made")
        try FileManager.default.removeItem(at: made.appendingPathComponent("a"))
        let result = try course.build("--explain")
        #expect(result.status == 0 && result.stderr.contains("cell write") && result.stderr.contains("made/a is gone"))
        #expect(try executed() == ["write", "read"])
        #expect(try course.page("one").contains("kiwi"))
        try FileManager.default.removeItem(at: made)
        #expect(try course.build().status == 0)
        #expect(try executed() == ["folder", "write", "read"])
        #expect(try course.build().status == 0)
        #expect(try executed() == [])
    }

    @Test func aFileThatIsOpenedToBeReadOrMadeIsRead() throws {
        try course.write("lessons/data/a.txt", "one")
        try course.lesson(
            "one",
            cell(
                "read",
                """
                let file = open("data/a.txt", O_RDONLY | O_CREAT, 0o600)
                var bytes = [UInt8](repeating: 0, count: 3)
                read(file, &bytes, 3)
                print(String(decoding: bytes, as: UTF8.self))
                """))
        #expect(try course.build().status == 0)
        try course.write("lessons/data/a.txt", "two")
        #expect(try course.ran() == ["read"])
        #expect(try course.page("one").contains("two"))
    }

    @Test func anObjectsHistoryIsRunInOrder() throws {
        func write(_ step: Int) throws {
            try course.lesson(
                "one",
                "```swift\n//| label: make\nimport Foundation\nlet list = NSMutableArray()\n```\n"
                    + "```swift\n//| label: add\nlist.add(\(step))\n```\n```swift\n//| label: show\nprint(\"list\", list[0])\n```\n"
                    + "```swift\n//| label: other\nprint(1 + 1)\n```\n")
        }
        try write(1)
        #expect(try course.build().status == 0)
        #expect(try course.page("one").contains("list 1"))
        try write(2)
        #expect(try course.ran() == ["add", "show"])
        #expect(try course.page("one").contains("list 2"))
    }

    /// Each lesson waits a while for the other to begin: side by side both find the other, one after the other does not.
    @Test(arguments: [(1, "alone"), (2, "together")])
    func jobs(count: Int, word: String) throws {
        for (name, other) in [("a", "b"), ("b", "a")] {
            try course.lesson(
                name,
                """
                ```swift
                //| echo: false
                mkdir("\(course.root.path)/began-\(name)", 0o700)
                var waited = 0
                while access("\(course.root.path)/began-\(other)", F_OK) != 0, waited < 300 { usleep(10_000); waited += 1 }
                print(waited < 300 ? "found together" : "was alone")
                ```
                """)
        }
        #expect(try course.build("--jobs", "\(count)").status == 0)
        #expect(try [course.page("a"), course.page("b")].contains { $0.contains(word) })
        if count == 2 { #expect(try !course.page("a").contains("was alone")) }
    }

    @Test(arguments: [
        "import Dispatch\nDispatchQueue.global().async { sleep(60) }\nusleep(50_000)",
        "Task.detached { sleep(60) }\nusleep(50_000)",
        "import Foundation\nThread { sleep(60) }.start()",
    ])
    func aThreadLeftBehindDoesNoHarm(source: String) throws {
        try course.lesson(
            "one",
            "```swift\nlet a = 20\n```\n```swift\n\(source)\nlet b = a + 1\n```\n```swift\nprint(\"sum\", a + b)\nprint([1][b])\n```\n"
                + "```swift\nprint(\"still\", a, b)\n```\n")
        let result = try course.build()
        #expect(result.status == 1)
        #expect(result.stderr.contains("Index out of range"), Comment(rawValue: result.stderr))
        let page = try course.page("one")
        #expect(page.contains("sum 41") && page.contains("still 20 21"))
    }

    @Test func awaitInATaskWorks() throws {
        try course.lesson(
            "one",
            """
            ```swift
            import Dispatch
            func slow() async -> Int { await Task.yield(); return 42 }
            let done = DispatchSemaphore(value: 0)
            nonisolated(unsafe) var answer = 0
            Task.detached { answer = await slow(); done.signal() }
            done.wait()
            print("the answer is", answer)
            ```
            """)
        #expect(try course.build().status == 0)
        #expect(try course.page("one").contains("the answer is 42"))
    }

    @Test func whatIsTooMuchIsCutWithANote() throws {
        try course.lesson(
            "one",
            """
            ```swift
            for _ in 0..<3000 { print(String(repeating: "x", count: 1000)) }
            ```

            ```swift
            struct Big: Displayable {
                var forms: [String: String] { ["text/plain": String(repeating: "y", count: 3 << 20)] }
            }
            for _ in 0..<5 { display(Big()) }
            print("after the displays")
            ```
            """)
        #expect(try course.build().status == 0)
        let page = try course.page("one")
        #expect(page.contains("[output longer than 1 MiB was cut here]"))
        #expect(page.contains("[displays larger than 8 MiB were cut here]"))
        #expect(page.contains("after the displays"))
        #expect(page.utf8.count < 10 << 20)
    }

    @Test func aCellReadsNothingAndStandsWhereItsLessonDoes() throws {
        try course.write("lessons/data/a.txt", "beside the lesson")
        try course.lesson(
            "one",
            """
            ```swift
            print("line:", readLine() ?? "none")
            ```
            ```swift
            import Foundation
            print(FileManager.default.currentDirectoryPath.hasSuffix("/lessons"))
            print(try String(contentsOfFile: "data/a.txt", encoding: .utf8))
            ```
            """)
        #expect(try course.build().status == 0)
        let page = try course.page("one")
        #expect(page.contains("line: none") && page.contains("true\nbeside the lesson"))
    }

    /// The runtime's locks go by numbers of threads, and a forked thread keeps the number that it had before.
    @Test func threadsOfAForkedProcessShareTheLocksOfTheRuntime() throws {
        let course = try TestCourse()
        try course.lesson(
            "one",
            """
            ```swift
            import Foundation
            import Synchronization
            enum Slow { static let value: Int = { usleep(200_000); return 7 }() }
            let lock = Mutex(0)
            ```
            ```swift
            //| timeout: 10
            let done = DispatchSemaphore(value: 0)
            Thread.detachNewThread {
                usleep(50_000)
                lock.withLock { $0 += Slow.value }
                done.signal()
            }
            lock.withLock { $0 += Slow.value }
            done.wait()
            print("both", lock.withLock { $0 })
            ```
            ```swift
            //| timeout: 10
            let again = DispatchSemaphore(value: 0)
            Thread.detachNewThread {
                usleep(50_000)
                lock.withLock { $0 += 1 }
                again.signal()
            }
            lock.withLock {
                usleep(200_000)
                $0 += 1
            }
            again.wait()
            print("mutex", lock.withLock { $0 })
            ```
            """)
        #expect(try course.build().status == 0)
        #expect(try course.page("one").contains("both 14"))
        #expect(try course.page("one").contains("mutex 16"))
    }

    @Test func whatTheToolchainHasCanBeImported() throws {
        func write(_ digits: String) throws {
            let imports = ["RegexBuilder", "Synchronization", "Observation", "FoundationXML", "struct Foundation.URL"]
            try course.lesson(
                "one",
                "```swift\n\(imports.map { "import \($0)\n" }.joined())let counter = Atomic<Int>(3)\n```\n\n"
                    + "```swift\nlet number = Regex { OneOrMore(.digit) }\n"
                    + "print(\"\(digits) of\", \"abc \(digits)\".firstMatch(of: number)?.output ?? \"nothing\")\n```\n\n"
                    + "```swift\n@Observable class Model { var width = 8 }\nprint(\"width\", Model().width)\n```\n\n"
                    + "```swift\nprint(XMLElement(name: \"p\").xmlString, counter.load(ordering: .relaxed))\n```\n")
        }
        try write("12")
        #expect(try course.build().status == 0)
        var page = try course.page("one")
        for text in ["12 of 12", "width 8", "&lt;p&gt;&lt;/p&gt; 3"] { #expect(page.contains(text)) }
        try write("34")
        #expect(try course.build().status == 0)
        page = try course.page("one")
        #expect(page.contains("34 of 34"))
    }
}
