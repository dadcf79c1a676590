import Foundation
import Kernel
import Renderer

/// When the files of a course were last changed, as git knows it.
struct SourceHistory: Sendable {
    private var commits: [String: Page.Commit] = [:]

    /// Knows nothing when the course is in no repository, or there is no git.
    init(course: String) {
        // Paths are told from the course's folder; a commit is a line that begins with a character no path has.
        let log = Self.git(["log", "--relative", "--name-only", "--format=%x01%h %cs", "--", "lessons"], in: course)
        let day = Self.sourceDate
        var commit: Page.Commit?
        for line in log.split(separator: "\n") {
            if line.first == "\u{1}" {
                let parts = line.dropFirst().split(separator: " ").map(String.init)
                commit = parts.count == 2 ? Page.Commit(hash: parts[0], date: day ?? parts[1]) : nil
            } else if commits[String(line)] == nil {
                commits[String(line)] = commit
            }
        }
        // A file that differs from its last commit was not made from it.
        let status = Self.git(["diff", "--relative", "--name-only", "HEAD", "--", "lessons"], in: course)
        for line in status.split(separator: "\n") { commits[String(line)] = nil }
    }

    /// The last commit of a file, named relative to the course; nil when the file is changed or not in git.
    subscript(file: String) -> Page.Commit? { commits[file] }

    private static func git(_ arguments: [String], in folder: String) -> String {
        Subprocess.output(of: "/usr/bin/env", ["git", "-c", "core.quotePath=false"] + arguments, in: folder)
    }

    /// SOURCE_DATE_EPOCH, as reproducible-builds.org has it, stands for every date.
    private static var sourceDate: String? {
        guard let text = ProcessInfo.processInfo.environment["SOURCE_DATE_EPOCH"], let seconds = Double(text) else {
            return nil
        }
        return Date(timeIntervalSince1970: seconds).formatted(.iso8601.year().month().day())
    }
}
