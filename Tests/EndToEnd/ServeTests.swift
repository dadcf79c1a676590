import Foundation
import Testing

/// The preview server, asked over a raw socket.
@Suite(.serialized) struct ServeTests {
    /// A running `lessons serve`.
    private final class Server {
        let process: Process
        let port: UInt16

        init(_ course: TestCourse, _ arguments: String...) throws {
            process = Process()
            process.executableURL = TestCourse.program
            process.arguments = ["serve", "--port", "18450"] + arguments
            process.currentDirectoryURL = course.root
            let pipe = Pipe()
            process.standardError = pipe
            try process.run()
            var said = ""
            while !said.contains("Serving http://localhost:"), case let data = pipe.fileHandleForReading.availableData,
                !data.isEmpty
            {
                said += String(decoding: data, as: UTF8.self)
            }
            let digits = said.split(separator: "localhost:").last?.prefix { $0.isNumber } ?? ""
            port = UInt16(digits) ?? 0
            // The rest is read and thrown away, so that the server never waits for a reader.
            pipe.fileHandleForReading.readabilityHandler = { _ = $0.availableData }
        }

        deinit {
            process.interrupt()
            process.waitUntilExit()
        }

        /// What it answers to a request, all of it.
        func answer(_ request: String) throws -> String {
            let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            defer { close(descriptor) }
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = port.bigEndian
            address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
            let result = withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
            guard result == 0 else { throw POSIXError(.ECONNREFUSED) }
            let bytes = Array(request.utf8)
            _ = bytes.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, 0) }
            var text: [UInt8] = []
            var buffer = [UInt8](repeating: 0, count: 65_536)
            while case let count = recv(descriptor, &buffer, buffer.count, 0), count > 0 { text += buffer[..<count] }
            return String(decoding: text, as: UTF8.self)
        }

        func get(_ path: String, headers: String = "", host: String? = nil) throws -> String {
            try answer(
                "GET \(path) HTTP/1.1\r\nHost: \(host ?? "localhost:\(port)")\r\nConnection: close\r\n\(headers)\r\n")
        }

        /// Asks until the answer has a text in it.
        func wait(for text: String, at path: String) throws -> Bool {
            for _ in 0..<400 {
                if let answer = try? get(path), answer.contains(text) { return true }
                usleep(50_000)
            }
            return false
        }
    }

    @Test func aPageFollowsItsLesson() throws {
        let course = try TestCourse()
        try course.lesson("one", "```swift\nprint(\"value\", 1 + 1)\n```\n")
        let server = try Server(course)
        #expect(try server.wait(for: "value 2", at: "/one.html"))
        #expect(try server.get("/one.html").contains("/.lessons/live.js"))
        try course.lesson("one", "```swift\nprint(\"value\", 2 + 1)\n```\n")
        #expect(try server.wait(for: "value 3", at: "/one.html"))
        try course.lesson("two", "More.\n")
        #expect(try server.wait(for: "More.", at: "/two.html"))
        try FileManager.default.removeItem(at: course.root.appendingPathComponent("lessons/two.md"))
        #expect(try server.wait(for: "404", at: "/two.html"))
        // What stands in output/ is the site itself, without the preview's script; it follows when all has run.
        for _ in 0..<400 where (try? course.page("one").contains("value 3")) != true { usleep(50_000) }
        #expect(!(try course.page("one").contains("live.js")))
    }

    @Test func nothingElseIsServedAndNobodyElse() throws {
        let course = try TestCourse()
        try course.lesson("one", "Text.\n")
        try course.write("output-secret.txt", "secret")
        let server = try Server(course)
        #expect(try server.wait(for: "Text.", at: "/one.html"))
        for path in [
            "/../output-secret.txt", "/%2e%2e/output-secret.txt", "/assets/%2e%2e/%2e%2e/output-secret.txt",
            "/..%5coutput-secret.txt", "/%252e%252e/output-secret.txt", "/one.html\u{0}", "/.lessons/../one.md%00",
            "http://evil.example/output-secret.txt", "/lessons/course.yml", "/.lessons/", "/.lessons-manifest",
            "/%2e%2e/output-secret.txt", "/..%2foutput-secret.txt", "/assets/../../out",
            "/.lessons/outcomes", "/one.html%00.txt", "//etc/passwd", "/etc/passwd",
        ] {
            let answer = try server.get(path)
            #expect(!answer.hasPrefix("HTTP/1.1 200"), Comment(rawValue: path))
            #expect(!answer.contains("secret") && !answer.contains("root:"))
        }
        #expect(try server.get("/one.html", host: "evil.example").hasPrefix("HTTP/1.1 403"))
        #expect(try server.get("/one.html", headers: "Origin: http://evil.example\r\n").hasPrefix("HTTP/1.1 403"))
        let post =
            "POST /one.html HTTP/1.1\r\nHost: localhost:\(server.port)\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        #expect(try server.answer(post).hasPrefix("HTTP/1.1 403"))
        let handshake =
            "Origin: http://evil.example\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        #expect(try server.get("/.lessons/socket", headers: handshake).hasPrefix("HTTP/1.1 403"))
    }

    @Test func symbolicLinksLeadNowhere() throws {
        let course = try TestCourse()
        try course.write("secret.txt", "secret")
        try FileManager.default.createSymbolicLink(
            atPath: course.root.path + "/lessons/data/link.txt", withDestinationPath: course.root.path + "/secret.txt")
        try course.lesson("one", "Text, [a link](data/link.txt).\n")
        // A site that somebody has put a link into, named in its list.
        _ = try course.build()
        try FileManager.default.createSymbolicLink(
            atPath: course.root.path + "/output/link.txt", withDestinationPath: course.root.path + "/secret.txt")
        try course.write("output/.lessons-manifest", "one.html\nlink.txt\n../secret.txt\n")
        let server = try Server(course)
        for path in ["/link.txt", "/data/link.txt", "/secret.txt", "/../secret.txt"] {
            #expect(!(try server.get(path).contains("secret\n")), Comment(rawValue: path))
            #expect(try server.get(path).hasPrefix("HTTP/1.1 404"), Comment(rawValue: path))
        }
    }

    /// What a page elsewhere can make a browser send starts nothing: neither a run nor an editor.
    @Test func onlyAnOwnPageOpensTheEditor() throws {
        let course = try TestCourse()
        try course.lesson("one", "Text.\n")
        try course.write("editor", "#!/bin/sh\necho \"$@\" > \(course.root.path)/opened\n")
        chmod(course.root.path + "/editor", 0o755)
        let server = try Server(course, "--editor", course.root.path + "/editor")
        #expect(try server.wait(for: "Text.", at: "/one.html"))
        let page = try server.get("/one.html")
        let token = page.split(separator: "data-token=\"").last?.prefix { $0 != "\"" } ?? ""
        let own = "http://localhost:\(server.port)"
        func open(_ place: String, host: String? = nil, _ headers: String) throws -> String {
            let answer = try server.answer(
                "POST /.lessons/open HTTP/1.1\r\nHost: \(host ?? "localhost:\(server.port)")\r\nConnection: close\r\n"
                    + "Content-Length: \(place.utf8.count)\r\n\(headers)\r\n\(place)")
            return String(answer.prefix(12))
        }
        let place = "lessons/one.md:1:1"
        let key = "X-Lessons-Token: \(token)\r\n"
        #expect(try open(place, "Origin: http://evil.example\r\n\(key)") == "HTTP/1.1 403")
        #expect(try open(place, key) == "HTTP/1.1 403")
        #expect(try open(place, "Origin: \(own)\r\n") == "HTTP/1.1 403")
        #expect(try open(place, "Origin: \(own)\r\nX-Lessons-Token: guess\r\n") == "HTTP/1.1 403")
        #expect(try open(place, host: "evil.example", "Origin: \(own)\r\n\(key)") == "HTTP/1.1 403")
        #expect(try server.get("/.lessons/open", headers: key).hasPrefix("HTTP/1.1 4"))
        #expect(try open("../editor:1:1", "Origin: \(own)\r\n\(key)") == "HTTP/1.1 404")
        #expect(!FileManager.default.fileExists(atPath: course.root.path + "/opened"))
        #expect(try open(place, "Origin: \(own)\r\n\(key)") == "HTTP/1.1 204")
        for _ in 0..<400 where !FileManager.default.fileExists(atPath: course.root.path + "/opened") { usleep(10_000) }
        #expect(FileManager.default.fileExists(atPath: course.root.path + "/opened"))
    }

    /// Pages are there at once, and what is out of date is told apart until it has run.
    @Test func whatIsOutOfDateIsMarkedUntilItHasRun() throws {
        let course = try TestCourse()
        func lesson(_ word: String) throws {
            try course.lesson(
                "one",
                """
                The word is \(word).

                ```swift
                import Foundation
                while access("\(course.root.path)/wait", F_OK) == 0 { usleep(1000) }
                print("said", "\(word)")
                ```
                """)
        }
        try lesson("first")
        let server = try Server(course)
        #expect(try server.wait(for: "said first", at: "/one.html"))
        try course.write("wait", "")
        try lesson("second")
        // The prose is new, and the output is the old one, marked.
        #expect(try server.wait(for: "The word is second.", at: "/one.html"))
        let page = try server.get("/one.html")
        #expect(page.contains("data-cell=\"0\" data-state=\"stale\"") && page.contains("said first"))
        // A newer edit ends the run of the older one, which would wait for ever.
        try lesson("third")
        #expect(try server.wait(for: "The word is third.", at: "/one.html"))
        try FileManager.default.removeItem(atPath: course.root.path + "/wait")
        #expect(try server.wait(for: "said third", at: "/one.html"))
        #expect(!(try server.get("/one.html").contains("data-state")))
        // A cell that fails shows what it left before, below what is wrong.
        try course.lesson("one", "```swift\nprint(\"said\", missing)\n```\n")
        #expect(try server.wait(for: "cannot find", at: "/one.html"))
        #expect(try server.get("/one.html").contains("said third"))
    }
}
