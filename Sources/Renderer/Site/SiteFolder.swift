import Foundation

/// The paths that a site may use.
enum SitePath {
    /// Throws if a path leaves the site, is empty or there twice, or if one is a folder of another.
    static func check(_ paths: [String]) throws {
        var folders: Set<String> = []
        var files: Set<String> = []
        for path in paths {
            let parts = path.split(separator: "/", omittingEmptySubsequences: false)
            let isSafe = parts.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." && !$0.contains("\0") }
            guard isSafe, !path.contains("\n"), path != Publisher.manifestName, files.insert(path).inserted else {
                throw PublishError.badPath(path)
            }
            for end in parts.indices.dropFirst() { folders.insert(parts[..<end].joined(separator: "/")) }
        }
        if let clash = files.intersection(folders).min() { throw PublishError.badPath(clash) }
    }
}

/// A folder in which a site may stand.
struct SiteFolder {
    var root: URL

    init(_ root: URL) { self.root = root }

    /// The site's files that are in the folder, its manifest among them.
    ///
    /// Throws `PublishError.foreignFiles` if it has any that the manifest does not name.
    func ownedFiles(manifest name: String) throws -> Set<String> {
        let present = try files()
        var owned: Set<String> = [name]
        if let data = try? Data(contentsOf: root.appendingPathComponent(name)) {
            owned.formUnion(String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init))
        }
        let foreign = present.filter { !owned.contains($0) }.sorted()
        guard foreign.isEmpty else {
            throw PublishError.foreignFiles(folder: root.path, some: Array(foreign.prefix(5)), count: foreign.count)
        }
        return Set(present)
    }

    /// Everything below the root that is not a folder with something in it. Links are not followed; an empty folder
    /// counts as foreign, with a `/` at its end, since a site makes none.
    private func files() throws -> [String] {
        var status = stat()
        guard lstat(root.path, &status) == 0 else { return [] }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            throw PublishError.foreignFiles(folder: root.path, some: [root.lastPathComponent], count: 1)
        }
        var found: [String] = []
        var waiting = [""]
        while let folder = waiting.popLast() {
            let names = try FileManager.default.contentsOfDirectory(atPath: root.path + "/" + folder)
            if names.isEmpty, !folder.isEmpty { found.append(folder) }
            for name in names {
                let path = folder + name
                guard lstat(root.path + "/" + path, &status) == 0 else { continue }
                if status.st_mode & S_IFMT == S_IFDIR { waiting.append(path + "/") } else { found.append(path) }
            }
        }
        return found
    }
}

/// Keeps a second build from publishing beside this one. The system lets go of it when the process ends, however.
struct FolderLock {
    private let descriptor: Int32
    /// Hundredths of a second.
    private static let patience = 3_000

    init(_ folder: URL) throws {
        descriptor = open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw PublishError.system(folder.path, errno) }
        // Publishing takes well under a second: whoever comes second waits for its turn.
        for _ in 0..<Self.patience where flock(descriptor, LOCK_EX | LOCK_NB) != 0 { usleep(10_000) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw PublishError.busy(folder.path)
        }
    }

    func release() { close(descriptor) }
}
