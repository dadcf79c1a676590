import Foundation
import Renderer
import Synchronization

/// The files that the preview serves, and nothing else: they are looked up by name, never on the disk.
final class ServedSite: Sendable {
    struct File: Sendable {
        var type: String
        var bytes: Data
    }

    /// Where that stands which keeps a page up to date; no page of a site begins so.
    static let ownFolder = "/.lessons/"

    private static let own = ["morph.js", "live.js", "live.css"]

    private let files = Mutex<[String: File]>([:])
    private let token: String?

    /// - Parameter token: what pages need to know to have something done; nil when there is nothing to do.
    init(token: String? = nil) { self.token = token }

    /// Takes the place of what was served before.
    /// - Returns: the paths of the files that changed, or are gone.
    @discardableResult
    func replace(with new: [SiteFile]) -> [String] {
        var served = Dictionary(uniqueKeysWithValues: Self.own.map { (Self.ownFolder + $0, Self.asset($0)) })
        for file in new { served["/" + file.path] = prepared(file) }
        served["/"] = served["/index.html"]
        if served["/404.html"] == nil { served["/404.html"] = prepared(Self.waiting) }
        return files.withLock { files in
            let changed = served.filter { files[$0.key]?.bytes != $0.value.bytes }.map(\.key)
            let gone = files.keys.filter { served[$0] == nil }
            files = served
            return (changed + gone).sorted()
        }
    }

    /// Takes the place of some files.
    /// - Returns: the paths of those that changed.
    func update(_ new: [SiteFile]) -> [String] {
        var served: [String: File] = [:]
        for file in new { served["/" + file.path] = prepared(file) }
        served["/"] = served["/index.html"]
        return files.withLock { files in
            let changed = served.filter { files[$0.key]?.bytes != $0.value.bytes }
            files.merge(changed) { $1 }
            return changed.keys.sorted()
        }
    }

    func file(at path: String) -> File? { files.withLock { $0[path] } }

    /// A page as it stands in the site, with the scripts that keep it up to date.
    private func prepared(_ file: SiteFile) -> File {
        let type = Self.types[(file.path as NSString).pathExtension] ?? "application/octet-stream"
        guard type.hasPrefix("text/html") else { return File(type: type, bytes: Data(file.bytes)) }
        let page = String(decoding: file.bytes, as: UTF8.self)
        let key = token.map { " data-token=\"\($0)\"" } ?? ""
        let script = """
            <script src="\(Self.ownFolder)morph.js" defer></script>
            <script src="\(Self.ownFolder)live.js"\(key) defer></script>
            </body>
            """
        let style = "<link rel=\"stylesheet\" href=\"\(Self.ownFolder)live.css\">\n</head>"
        return File(
            type: type,
            bytes: Data(page.replacing("</body>", with: script).replacing("</head>", with: style).utf8))
    }

    /// What there is to see before there is a site; it is replaced as soon as there is one.
    private static let waiting = SiteFile(
        path: "404.html",
        text: """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <title>Lessons</title>
            </head>
            <body>
            <main><p>The course is being read …</p></main>
            </body>
            </html>

            """)

    private static func asset(_ name: String) -> File {
        let url = Bundle.module.resourceURL?.appendingPathComponent("Assets/" + name)
        let bytes = url.flatMap { try? Data(contentsOf: $0) } ?? Data()
        return File(type: types[(name as NSString).pathExtension, default: "text/plain"], bytes: bytes)
    }

    private static let types = [
        "html": "text/html; charset=utf-8", "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8",
        "json": "application/json", "svg": "image/svg+xml", "png": "image/png", "woff2": "font/woff2",
        "txt": "text/plain; charset=utf-8", "md": "text/plain; charset=utf-8", "xml": "application/xml",
        "ipynb": "application/x-ipynb+json",
    ]
}
