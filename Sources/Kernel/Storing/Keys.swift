import Foundation
import Notebook

/// The keys of a lesson's cells: what a key covers is all that can change what the cell does.
struct Keys {
    private let lesson: Lesson
    private let analyses: [CellAnalysis]
    private let graph: DependencyGraph
    private let toolchain: Toolchain
    private let folder: String
    /// By cell: its key with the contents of what it read when it last ran; nil when that is not known.
    private var full: [ContentHash?]

    init(
        _ lesson: Lesson, _ analyses: [CellAnalysis], _ graph: DependencyGraph, _ toolchain: Toolchain, folder: String
    ) {
        self.lesson = lesson
        self.analyses = analyses
        self.graph = graph
        self.toolchain = toolchain
        self.folder = folder
        full = lesson.cells.map { _ in nil }
    }

    /// By cell: what it does, whatever it reads from outside; known of every cell, before any has run.
    var recipes: [ContentHash] {
        lesson.cells.indices.reduce(into: []) { recipes, cell in
            let needs = graph.parents[cell].filter { $0 < cell }.map { recipes[$0].description }
            recipes.append(ContentHash(parts: own(cell) + imports(before: cell) + needs))
        }
    }

    /// The key of a cell without what it reads from outside; nil as long as a cell that it needs has none.
    func source(_ cell: Int) -> ContentHash? {
        let needs = graph.parents[cell].map { full[$0]?.description }
        guard !needs.contains(nil) else { return nil }
        return ContentHash(parts: own(cell) + imports(before: cell) + needs.compactMap { $0 })
    }

    /// Notes what a cell reads from outside, and so completes its key.
    mutating func complete(_ cell: Int, _ trace: Trace) -> ContentHash? {
        guard let source = source(cell) else { return nil }
        var parts = [source.description]
        for file in trace.files { parts += [file, Self.contentHash(of: file, in: folder)] }
        for name in trace.environment { parts += [name, ProcessInfo.processInfo.environment[name] ?? "-"] }
        full[cell] = ContentHash(parts: parts)
        return full[cell]
    }

    /// What of the cell's own counts: neither its label, its caption and its echo, nor where it stands.
    private func own(_ index: Int) -> [String] {
        let cell = lesson.cells[index]
        return [
            // Raised when units are compiled, linked or run in another way.
            "4", toolchain.fingerprint.description, cell.source, "\(cell.kind)", cell.value.format ?? "-",
            cell.value.expect ?? "-", cell.options.timeout.map { "\($0)" } ?? "-",
        ]
    }

    private func imports(before cell: Int) -> [String] { analyses[..<cell].flatMap(\.imports) }

    static func contentHash(of file: String, in folder: String) -> String {
        let path = file.hasPrefix("/") ? file : folder + "/" + file
        if let names = try? FileManager.default.contentsOfDirectory(atPath: path) {
            return ContentHash(parts: ["folder"] + names.sorted()).description
        }
        guard let data = try? Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped) else {
            return "absent"
        }
        return data.withUnsafeBytes { ContentHash($0).description }
    }
}

extension Trace {
    /// What counts of a run's readings: not the system's own files, and paths below the lesson's folder relative to it.
    init(_ run: CellRun, folder: String) {
        let system = ["/proc/", "/sys/", "/dev/", "/etc/", "/usr/lib/", "/lib/", TemporaryFolders.prefix]
        func names(_ paths: some Sequence<String>) -> Set<String> {
            var names: Set<String> = []
            for path in paths where !system.contains(where: path.hasPrefix) {
                let whole = URL(fileURLWithPath: path).standardized.path
                let isBelow = whole.hasPrefix(folder + "/")
                names.insert(isBelow ? String(whole.dropFirst(folder.count + 1)) : whole == folder ? "." : whole)
            }
            return names
        }
        files = names(run.files.filter { !$0.hasPrefix(">") }).sorted()
        environment = Set(run.environment).sorted()
        written = names(run.files.filter { $0.hasPrefix(">") }.map { String($0.dropFirst()) })
            .filter { !Self.isGone($0, in: folder) }.sorted()
    }

    static func isGone(_ file: String, in folder: String) -> Bool {
        access(file.hasPrefix("/") ? file : folder + "/" + file, F_OK) != 0
    }
}
