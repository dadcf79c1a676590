import Foundation
import Notebook

/// What is known of a run besides its outcome, so that it is known whether it still holds.
struct StoredRun: Codable, Equatable {
    var lesson: String
    var cell: String
    var outcome: Outcome
    /// The files that the cell read, relative to the lesson's folder where they are below it.
    var files: [String]
    var environment: [String]
    var seconds: Double
}

/// What a cell read from outside when it last ran, by which a change there is noticed.
struct Trace: Codable {
    var files: [String]
    var environment: [String]
    /// What it wrote and left there; nil in entries of before this was noted.
    var written: [String]?
}

/// The outcomes of cells by content, in files that a person can read: a line with a checksum, then JSON.
///
/// An entry is written beside its place and moved there, so that it is whole or not there; several builds may write at
/// once, for equal keys mean equal contents. What does not match its checksum counts as not there.
public struct Store: Sendable {
    let folder: String

    /// - Parameter folder: `.lessons` beside the lessons; made when something is first stored.
    public init(folder: String) { self.folder = folder }

    func run(for key: ContentHash) -> StoredRun? {
        markUsed(path("outcomes", key))
        return read(path("outcomes", key))
    }
    func trace(for key: ContentHash) -> Trace? { read(path("traces", key)) }

    /// What a lesson's cells were made of when they were last built.
    func lastBuild(ofLesson name: String) -> LastBuild? { read("\(folder)/lessons/\(name).json") }
    func put(_ build: LastBuild, forLesson name: String) throws {
        try write(build, to: "\(folder)/lessons/\(name).json")
    }

    func put(_ run: StoredRun, for key: ContentHash) throws { try write(run, to: path("outcomes", key)) }
    func put(_ trace: Trace, for key: ContentHash) throws { try write(trace, to: path("traces", key)) }

    /// What the texts of a lesson's cells tell, in the order of the cells.
    func analyses(for key: ContentHash) -> [CellAnalysis]? { read(path("analyses", key)) }
    func put(_ analyses: [CellAnalysis], for key: ContentHash) throws { try write(analyses, to: path("analyses", key)) }

    /// A text that was made from other texts, such as a formula that was set.
    public func text(for key: ContentHash) -> String? {
        let texts: [String]? = read(path("texts", key))
        return texts?.first
    }
    public func put(_ text: String, for key: ContentHash) throws { try write([text], to: path("texts", key)) }

    /// What is known of the last build that made a site, by a key of the caller's.
    public func build<Value: Decodable>(for key: ContentHash) -> Value? { read(path("builds", key)) }
    public func put(build: some Encodable, for key: ContentHash) throws { try write(build, to: path("builds", key)) }

    /// The folders of its entries. What else stands beside them, such as the package that editors read, is not its own.
    static let kinds = ["outcomes", "traces", "analyses", "texts", "builds", "lessons"]

    private func path(_ kind: String, _ key: ContentHash) -> String {
        let name = key.description
        return "\(folder)/\(kind)/\(name.prefix(2))/\(name).json"
    }

    private func read<Value: Decodable>(_ path: String) -> Value? {
        guard let data = FileManager.default.contents(atPath: path),
            let end = data.firstIndex(of: UInt8(ascii: "\n"))
        else { return nil }
        let content = data[data.index(after: end)...]
        guard data[..<end].elementsEqual(checksum(content).utf8) else { return nil }
        return try? JSONDecoder().decode(Value.self, from: content)
    }

    private func write(_ value: some Encodable, to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let content = try encoder.encode(value)
        let folder = (path as NSString).deletingLastPathComponent
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        // Written beside its place and renamed. It need not reach the disk at once: what a power cut leaves of an entry
        // does not match its checksum, and to wait for the disk can take longer than the cell did.
        let new = "\(folder)/.\(UUID().uuidString).new"
        do {
            try (Data("\(checksum(content))\n".utf8) + content).write(to: URL(fileURLWithPath: new))
            guard rename(new, path) == 0 else { throw POSIXError(POSIXError.Code(rawValue: errno) ?? .EIO) }
        } catch {
            unlink(new)
            throw error
        }
    }

    private func checksum(_ content: Data) -> String {
        content.withUnsafeBytes { "xxh128 \(ContentHash($0))" }
    }
}
