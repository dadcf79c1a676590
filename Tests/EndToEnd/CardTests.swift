import Foundation
import Testing

/// The pictures on the cards that other sites make of links.
@Suite struct CardTests {
    private let course: TestCourse

    init() throws {
        course = try TestCourse()
        try course.write("lessons/course.yml", "title: C\nurl: https://x.org/c\n")
        try course.lesson(
            "a",
            "```swift\n//| caption: A line\nChart([1, 2]) { LineMark(x: .value(\"n\", $0), y: .value(\"n\", $0)) }\n```\n"
        )
    }

    private func build(path: String) throws -> TestCourse.Result {
        try course.run(["build"], environment: ["PATH": path])
    }

    @Test func aChartIsDrawnOnceForWhatItShows() throws {
        // Stands for librsvg, so that the test needs none: it notes that it was called, and copies what it is to draw.
        let program = "#!/bin/sh\necho drawn >> \(course.root.path)/calls\ncp \"$5\" \"$4\"\n"
        try FileManager.default.createDirectory(
            at: course.root.appendingPathComponent("bin"), withIntermediateDirectories: true)
        try course.write("bin/rsvg-convert", program)
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755], ofItemAtPath: course.root.appendingPathComponent("bin/rsvg-convert").path)
        let path = "\(course.root.path)/bin:/usr/bin:/bin"
        #expect(try build(path: path).status == 0)
        let card = course.root.appendingPathComponent("output/assets/cards/a.png")
        let drawn = try String(contentsOf: card, encoding: .utf8)
        #expect(drawn.hasPrefix("<svg") && drawn.contains("width=\"1200\"") && !drawn.contains("var("))
        #expect(try course.page("a").contains("content=\"https://x.org/c/assets/cards/a.png\""))
        try course.write("lessons/b.md", "Another lesson.")
        #expect(try build(path: path).status == 0)
        #expect(try String(contentsOf: course.root.appendingPathComponent("calls"), encoding: .utf8) == "drawn\n")
    }

    @Test func withoutTheProgramAWarningSaysWhatToInstall() throws {
        let result = try build(path: "\(course.root.path)/bin")
        #expect(result.status == 0)
        #expect(result.stderr.contains("rsvg-convert is not installed") && result.stderr.contains("librsvg2-bin"))
        #expect(try !course.page("a").contains("og:image"))
    }
}
