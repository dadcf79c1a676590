import Foundation
import Testing

@testable import Renderer

/// Hostile documents on their whole way to a page.
///
/// `LESSONS_HOSTILE_DOCUMENTS=10000` tries that many, holds each to a second of one processor, and names the slowest.
@Suite struct HostilePageTests {
    @Test func theCheckFindsWhatItIsFor() {
        let good = "<body id=\"a\">\n<p>a<br /><img src=\"b\" alt=\"c\"></p></body>"
        #expect(MarkupCheck.fault(in: Array(good.utf8)) == nil)
        for html in [
            "<body><p></body>", "<body><script></script></body>", "<body><SCRIPT></SCRIPT></body>", "<body></p></body>",
            "<body><p ONclick=\"a\"></p></body>", "<body><a href=\"JavaScript:a\"></a></body>",
            "<body><p a=b></p></body>", "<body><p/ onclick=\"a\"></p></body>",
            "<body><a title=\"b\"c\"></a></body>", "<body>a < b</body>", "<body></div></body>",
        ] {
            #expect(MarkupCheck.fault(in: Array(html.utf8)) != nil, "\(html)")
        }
    }

    @Test(arguments: HostilePages.deep.indices) func depthAndRepetitionEnd(number: Int) {
        let markdown = HostilePages.deep[number]
        let trial = PageTrial()
        let start = Self.clock()
        let files = trial.files(of: markdown)
        Self.check(Self.clock() - start, markdown)
        let fault = PageTrial.fault(in: files)
        #expect(fault == nil, "\(markdown.prefix(60).debugDescription)")
    }

    @Test func randomDocumentsMakeWellFormedPages() {
        let trial = PageTrial()
        var slowest = (seconds: 0.0, number: 0)
        let count = max(0, (HostilePages.wanted ?? 400) - HostilePages.deep.count)
        for number in 0..<count {
            let markdown = HostilePages.random(number)
            let start = Self.clock()
            let files = trial.files(of: markdown, course: HostilePages.random(number + 1_000_000))
            let seconds = Self.clock() - start
            let fault = PageTrial.fault(in: files)
            #expect(fault == nil, "document \(number): \(markdown.debugDescription)")
            Self.check(seconds, markdown)
            if seconds > slowest.seconds { slowest = (seconds, number) }
        }
        if HostilePages.wanted != nil {
            print("\(count) random documents; the slowest is \(slowest.number): \(slowest.seconds) s")
        }
    }

    private static func check(_ seconds: Double, _ markdown: String) {
        guard HostilePages.wanted != nil else { return }
        if seconds > 0.5 { print("\(seconds) s: \(markdown.prefix(40).debugDescription)") }
        #expect(seconds < 1, "\(markdown.prefix(60).debugDescription)")
    }

    /// Seconds of processor time that this thread has had, so that other processes do not count.
    private static func clock() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
