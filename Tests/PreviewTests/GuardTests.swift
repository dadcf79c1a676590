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

    @Test func theScriptThatFollowsEditsIsServed() {
        let site = ServedSite()
        site.replace(with: [])
        #expect(
            site.file(at: ServedSite.livePath).map { String(decoding: $0.bytes, as: UTF8.self).contains("WebSocket") }
                == true)
    }

    @Test func changedPagesAreNamed() {
        let site = ServedSite()
        site.replace(with: [SiteFile(path: "a.html", text: "1"), SiteFile(path: "b.html", text: "2")])
        #expect(
            site.replace(with: [SiteFile(path: "a.html", text: "1"), SiteFile(path: "b.html", text: "3")]) == [
                "/b.html"
            ])
    }
}
