import Foundation
import Kernel

/// The commit that a folder's repository stands at.
enum GitHead {
    /// Its hash; `-` when the folder is in no repository. Read from git's files, since starting git takes longer than
    /// all else in a build that has nothing to do.
    static func commit(of folder: String) -> String {
        guard let git = repository(of: folder) else { return "-" }
        guard let head = text(git + "/HEAD"), head.hasPrefix("ref: ") else {
            // A commit that stands alone, or a work tree that shares its repository.
            return Subprocess.output(of: "/usr/bin/env", ["git", "rev-parse", "HEAD"], in: folder)
        }
        let reference = head.dropFirst("ref: ".count)
        if let hash = text("\(git)/\(reference)") { return hash }
        let packed = text(git + "/packed-refs") ?? ""
        return packed.split(separator: "\n").first { $0.hasSuffix(" \(reference)") }.map(String.init) ?? "-"
    }

    private static func repository(of folder: String) -> String? {
        var place = URL(fileURLWithPath: folder).standardized.path
        while true {
            if FileManager.default.fileExists(atPath: place + "/.git") { return place + "/.git" }
            if place == "/" { return nil }
            place = (place as NSString).deletingLastPathComponent
        }
    }

    private static func text(_ path: String) -> String? {
        FileManager.default.contents(atPath: path).map {
            String(decoding: $0, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        }
    }
}
