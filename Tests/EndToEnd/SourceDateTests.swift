import Foundation
import Testing

/// SOURCE_DATE_EPOCH, as reproducible-builds.org has it, stands for every date on a page.
@Suite struct SourceDateTests {
    private func git(_ course: TestCourse, _ arguments: String...) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org"] + arguments
        process.currentDirectoryURL = course.root
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }

    @Test func itTakesThePlaceOfTheDayOfTheCommit() throws {
        let course = try TestCourse()
        try course.lesson("a", "Text.")
        try course.write("lessons/course.yml", "title: C\nurl: https://x.org\n")
        try git(course, "init", "--quiet")
        try git(course, "add", "lessons")
        try git(course, "commit", "--quiet", "--message", "A", "--date", "2026-05-31T12:00:00Z")
        #expect(try course.run(["build"], environment: ["SOURCE_DATE_EPOCH": "86400"]).status == 0)
        #expect(try course.page("a").contains("<time datetime=\"1970-01-02\">"))
        let feed = try String(contentsOf: course.root.appendingPathComponent("output/feed.xml"), encoding: .utf8)
        #expect(feed.contains("<updated>1970-01-02T00:00:00Z</updated>"))
        // Another day is another site, though no file changed.
        #expect(try course.run(["build"], environment: ["SOURCE_DATE_EPOCH": "172800"]).status == 0)
        #expect(try course.page("a").contains("<time datetime=\"1970-01-03\">"))
    }
}
