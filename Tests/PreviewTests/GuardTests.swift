import Foundation
import Renderer
import Testing

@testable import Preview

/// Who may ask the preview for what.
struct GuardTests {
    @Test(
        arguments: [
            ("GET", "localhost:8000", nil, true),
            ("HEAD", "127.0.0.1:8000", nil, true),
            ("GET", "LOCALHOST:8000", "http://localhost:8000", true),
            ("GET", "127.0.0.1:8000", "http://localhost:8000", true),
            ("POST", "localhost:8000", nil, false),
            ("PUT", "localhost:8000", nil, false),
            ("OPTIONS", "localhost:8000", nil, false),
            ("GET", nil, nil, false),
            ("GET", "localhost", nil, false),
            ("GET", "localhost:8001", nil, false),
            ("GET", "evil.example:8000", nil, false),
            ("GET", "localhost.evil.example:8000", nil, false),
            ("GET", "localhost:8000", "http://evil.example", false),
            ("GET", "localhost:8000", "https://localhost:8000", false),
            ("GET", "localhost:8000", "null", false),
        ] as [(String, String?, String?, Bool)])
    func allows(_ method: String, host: String?, origin: String?, isAllowed: Bool) {
        #expect(Guard(port: 8000).allows(method: method, host: host, origin: origin) == isAllowed)
    }

    @Test func onlyFilesOfTheSiteAreServed() {
        let site = ServedSite()
        site.replace(with: [
            SiteFile(path: "index.html", text: "<body>a</body>"), SiteFile(path: "assets/a.css", text: "b"),
        ])
        #expect(site.file(at: "/")?.bytes == site.file(at: "/index.html")?.bytes)
        #expect(site.file(at: "/assets/a.css")?.type == "text/css; charset=utf-8")
        for path in [
            "/../Package.swift", "/assets", "/assets/", "/%2e%2e/a", "/index.html\u{0}", "//index.html", "index.html",
        ] {
            #expect(site.file(at: path) == nil, Comment(rawValue: path))
        }
    }

    @Test func theScriptsThatFollowEditsAreServed() {
        let site = ServedSite()
        site.replace(with: [SiteFile(path: "one.html", text: "<html><head></head><body></body></html>")])
        let page = site.file(at: "/one.html").map { String(decoding: $0.bytes, as: UTF8.self) } ?? ""
        for (name, word) in [("morph.js", "lessonsMorph ="), ("live.js", "WebSocket"), ("live.css", "#lessons-live")] {
            let path = ServedSite.ownFolder + name
            #expect(page.contains("\"\(path)\""))
            #expect(site.file(at: path).map { String(decoding: $0.bytes, as: UTF8.self).contains(word) } == true)
        }
    }

    @Test func changedPagesAreNamed() {
        let site = ServedSite()
        site.replace(with: [SiteFile(path: "a.html", text: "1"), SiteFile(path: "b.html", text: "2")])
        #expect(
            site.replace(with: [SiteFile(path: "a.html", text: "1"), SiteFile(path: "b.html", text: "3")]) == [
                "/b.html"
            ])
    }

    @Test(
        arguments: [
            ("POST", "http://localhost:8000", "secret", true),
            ("GET", "http://localhost:8000", "secret", false),
            ("POST", nil, "secret", false),
            ("POST", "http://evil.example", "secret", false),
            ("POST", "http://localhost:8000", nil, false),
            ("POST", "http://localhost:8000", "", false),
            ("POST", "http://localhost:8000", "secreT", false),
        ] as [(String, String?, String?, Bool)])
    func onlyOwnPagesMayAct(_ method: String, origin: String?, token: String?, isAllowed: Bool) {
        #expect(
            Guard(port: 8000).allowsAction(
                method: method, host: "localhost:8000", origin: origin, token: token, expected: "secret") == isAllowed)
    }

    @Test func filesThatAreGoneAreNamed() {
        let site = ServedSite()
        site.replace(with: [SiteFile(path: "a.html", text: "1"), SiteFile(path: "b.html", text: "2")])
        #expect(site.replace(with: [SiteFile(path: "a.html", text: "1")]) == ["/b.html"])
        #expect(site.update([SiteFile(path: "c.html", text: "3")]) == ["/c.html"])
        #expect(site.file(at: "/a.html") != nil && site.file(at: "/b.html") == nil && site.file(at: "/c.html") != nil)
    }

    @Test func theTokenStandsInPagesOnly() {
        let site = ServedSite(token: "secret")
        site.replace(with: [SiteFile(path: "a.html", text: "<head></head><body></body>")])
        let page = site.file(at: "/a.html").map { String(decoding: $0.bytes, as: UTF8.self) }
        let script = site.file(at: ServedSite.ownFolder + "live.js").map { String(decoding: $0.bytes, as: UTF8.self) }
        #expect(page?.contains("data-token=\"secret\"") == true)
        #expect(script?.contains("secret") == false)
    }

    @Test func aPageThatSleepsTooLongIsCutOff() async {
        let broadcast = Broadcast()
        let messages = broadcast.listen()
        for number in 0..<1000 { broadcast.send("\(number)", kind: nil) }
        var count = 0
        for await _ in messages { count += 1 }
        #expect(count < 1000)
    }
}
