/// A file of the site: where it stands below the site's root, and its bytes.
public struct SiteFile: Hashable, Sendable {
    /// Relative, with `/` between its parts: `assets/lessons.css`.
    public var path: String
    public var bytes: [UInt8]

    public init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }

    public init(path: String, text: String) {
        self.init(path: path, bytes: Array(text.utf8))
    }
}
