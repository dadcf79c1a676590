import Foundation
import Testing

/// Compares text with a file of Fixtures. A missing file is written and fails; for a different one the new text is
/// laid beside it as `.new` and fails; `UPDATE_GOLDENS=1` writes the files.
enum Golden {
    static let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
        "Fixtures")

    static func expect(_ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let file = directory.appendingPathComponent(name)
        let new = file.appendingPathExtension("new")
        if ProcessInfo.processInfo.environment["UPDATE_GOLDENS"] != nil {
            try text.write(to: file, atomically: true, encoding: .utf8)
            try? FileManager.default.removeItem(at: new)
            return
        }
        guard let old = try? String(contentsOf: file, encoding: .utf8) else {
            try text.write(to: file, atomically: true, encoding: .utf8)
            Issue.record("\(name) was missing and has been written: look at it", sourceLocation: sourceLocation)
            return
        }
        if old == text {
            try? FileManager.default.removeItem(at: new)
        } else {
            try text.write(to: new, atomically: true, encoding: .utf8)
            Issue.record("\(name) differs; the new one is \(name).new", sourceLocation: sourceLocation)
        }
    }

    static func names() throws -> Set<String> {
        Set(try FileManager.default.contentsOfDirectory(atPath: directory.path).filter { !$0.hasSuffix(".new") })
    }
}
