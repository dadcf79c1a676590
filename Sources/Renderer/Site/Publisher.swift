import Foundation

/// Puts a site into a folder, all or nothing.
///
/// The new site is built beside the old one and takes its place by one exchange of names, so that whoever looks,
/// and whatever stops the program, finds the old site whole or the new one. Pages that are no longer in the site go;
/// a file with the same bytes as before stays the same file, with its time stamp; a file that is not the site's is
/// never touched: the publisher refuses to work in a folder that has one.
public struct Publisher: Sendable {
    /// Lists the site's files, one path a line, at the root of the site.
    public static let manifestName = ".lessons-manifest"

    public struct Summary: Hashable, Sendable {
        /// New files and files with new bytes.
        public var written = 0
        public var kept = 0
        /// Files of the site before that are not in this one.
        public var removed = 0
    }

    public init() {}

    /// Publishes files to a folder, which is made if it is not there.
    @discardableResult
    public func publish(_ files: [SiteFile], to output: URL) throws -> Summary {
        var files = files
        try SitePath.check(files.map(\.path))
        files.append(SiteFile(path: Self.manifestName, text: files.map { $0.path + "\n" }.sorted().joined()))

        let output = output.resolvingSymlinksInPath().standardizedFileURL
        let parent = output.deletingLastPathComponent()
        try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
        let lock = try FolderLock(parent)
        defer { lock.release() }

        let present = try SiteFolder(output).ownedFiles(manifest: Self.manifestName)
        var summary = Summary()
        summary.removed = present.subtracting(files.map(\.path)).count
        let same = files.map { present.contains($0.path) && Self.has(output, $0) }
        summary.kept = same.count { $0 }
        summary.written = files.count - summary.kept
        guard summary.written + summary.removed > 0 else { return summary }

        let staging = parent.appendingPathComponent(".\(output.lastPathComponent).lessons-new")
        try Self.remove(staging)
        do {
            try Self.build(files, same: same, from: output, in: staging)
            try Self.swap(staging, output)
        } catch {
            try? Self.remove(staging)
            throw error
        }
        // The new site stands; what is left of the old one is cleared now, or by the next build.
        try? Self.remove(staging)
        return summary
    }

    /// Removes a site, and its folder; refuses when the folder holds anything else.
    /// - Returns: whether there was one.
    public func remove(_ output: URL) throws -> Bool {
        let output = output.resolvingSymlinksInPath().standardizedFileURL
        guard FileManager.default.fileExists(atPath: output.path) else { return false }
        let lock = try FolderLock(output.deletingLastPathComponent())
        defer { lock.release() }
        _ = try SiteFolder(output).ownedFiles(manifest: Self.manifestName)
        try Self.remove(output)
        return true
    }

    private static func has(_ folder: URL, _ file: SiteFile) -> Bool {
        guard let data = try? Data(contentsOf: folder.appendingPathComponent(file.path)) else { return false }
        return data.elementsEqual(file.bytes)
    }

    private static func build(_ files: [SiteFile], same: [Bool], from old: URL, in staging: URL) throws {
        var folders: Set<String> = []
        for (file, isSame) in zip(files, same) {
            let target = staging.appendingPathComponent(file.path)
            let folder = target.deletingLastPathComponent()
            if folders.insert(folder.path).inserted {
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            }
            // A second name for the same file keeps its time stamp and costs no bytes.
            if isSame, link(old.appendingPathComponent(file.path).path, target.path) == 0 { continue }
            try Data(file.bytes).write(to: target)
        }
        FileSystem.sync(staging.path)
    }

    private static func swap(_ staging: URL, _ output: URL) throws {
        if !FileManager.default.fileExists(atPath: output.path) {
            guard rename(staging.path, output.path) == 0 else { throw PublishError.system(output.path, errno) }
        } else if !FileSystem.exchange(staging.path, output.path) {
            throw PublishError.system(output.path, errno)
        }
    }

    private static func remove(_ folder: URL) throws {
        var status = stat()
        guard lstat(folder.path, &status) == 0 else { return }
        try FileManager.default.removeItem(at: folder)
    }
}

/// Why a site could not be published.
public enum PublishError: Error, Hashable, CustomStringConvertible {
    /// The folder holds files that are not the site's; some of them, and how many there are.
    case foreignFiles(folder: String, some: [String], count: Int)
    /// A path that leaves the site, is empty, is there twice, or is both a file and a folder.
    case badPath(String)
    /// Another build is publishing beside this one.
    case busy(String)
    /// A system call failed on a path, with its `errno`.
    case system(String, Int32)

    public var description: String {
        switch self {
        case .foreignFiles(let folder, let some, let count):
            let more = count > some.count ? " and \(count - some.count) more" : ""
            return "\(folder) has files that are not part of the site: \(some.joined(separator: ", "))\(more). "
                + "Nothing was changed. Move them elsewhere, or name another folder for the site."
        case .badPath(let path): return "“\(path)” cannot be the path of a page or asset."
        case .busy(let folder): return "Another build is writing to \(folder)."
        case .system(let path, let code): return "\(path): \(String(cString: strerror(code)))"
        }
    }
}
