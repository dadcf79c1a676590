import Foundation
import Renderer
import Synchronization

/// The files that the preview serves, and nothing else: they are looked up by name, never on the disk.
final class ServedSite: Sendable {
    struct File: Sendable {
        var type: String
        var bytes: Data
    }

    /// The address of the script that keeps a page up to date; no page of a site begins so.
    static let livePath = "/.lessons/live.js"

    private let files = Mutex<[String: File]>([:])

    /// Takes the place of what was served before.
    /// - Returns: the paths of the pages that changed.
    @discardableResult
    func replace(with new: [SiteFile]) -> [String] {
        var served: [String: File] = [Self.livePath: Self.liveScript]
        for file in new { served["/" + file.path] = Self.prepared(file) }
        served["/"] = served["/index.html"]
        return files.withLock { files in
            let changed = served.filter { files[$0.key]?.bytes != $0.value.bytes }.map(\.key)
            files = served
            return changed.sorted()
        }
    }

    func file(at path: String) -> File? { files.withLock { $0[path] } }

    /// A page as it stands in the site, with the script that keeps it up to date.
    private static func prepared(_ file: SiteFile) -> File {
        let type = types[(file.path as NSString).pathExtension] ?? "application/octet-stream"
        guard type.hasPrefix("text/html") else { return File(type: type, bytes: Data(file.bytes)) }
        let page = String(decoding: file.bytes, as: UTF8.self)
        let script = "<script src=\"\(livePath)\" defer></script>\n</body>"
        return File(type: type, bytes: Data(page.replacing("</body>", with: script).utf8))
    }

    private static let liveScript: File = {
        let url = Bundle.module.resourceURL?.appendingPathComponent("Assets/live.js")
        let script = url.flatMap { try? Data(contentsOf: $0) } ?? Data()
        return File(type: "text/javascript; charset=utf-8", bytes: script)
    }()

    private static let types = [
        "html": "text/html; charset=utf-8", "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8",
        "json": "application/json", "svg": "image/svg+xml", "png": "image/png", "woff2": "font/woff2",
        "txt": "text/plain; charset=utf-8", "md": "text/plain; charset=utf-8", "xml": "application/xml",
        "ipynb": "application/x-ipynb+json",
    ]
}
