import Foundation
import Notebook

/// Reckons the keys of a lesson's cells: what a key covers is all that can change what the cell does.
struct Keys {
    /// By cell: everything but what it reads from outside.
    private(set) var source: [ContentHash] = []
    /// By cell: that, and the contents of what it read when it last ran; nil when that is not known.
    private(set) var full: [ContentHash?] = []
    private(set) var traces: [Trace?] = []

    init(
        _ lesson: Lesson, _ analyses: [CellAnalysis], _ graph: DependencyGraph, _ toolchain: Toolchain, _ store: Store,
        folder: String
    ) {
        var imports: [String] = []
        for index in lesson.cells.indices {
            let needs = graph.parents[index].map { full[$0]?.description ?? source[$0].description }
            let key = ContentHash(parts: Self.parts(lesson.cells[index], toolchain) + imports + needs)
            source.append(key)
            let trace = store.trace(for: key)
            traces.append(trace)
            imports += analyses[index].imports
            full.append(trace.map { Self.full(key, $0, folder: folder) })
        }
    }

    private static func parts(_ cell: Cell, _ toolchain: Toolchain) -> [String] {
        [
            "1", toolchain.fingerprint.description, cell.source, "\(cell.kind)", cell.value.format ?? "-",
            cell.value.expect ?? "-", cell.options.timeout.map { "\($0)" } ?? "-",
        ]
    }

    /// A key with the contents of what was read.
    static func full(_ key: ContentHash, _ trace: Trace, folder: String) -> ContentHash {
        var parts = [key.description]
        for file in trace.files { parts += [file, contentHash(of: file, in: folder)] }
        for name in trace.environment { parts += [name, ProcessInfo.processInfo.environment[name] ?? "-"] }
        return ContentHash(parts: parts)
    }

    private static func contentHash(of file: String, in folder: String) -> String {
        let path = file.hasPrefix("/") ? file : folder + "/" + file
        guard let data = try? Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped) else {
            return "absent"
        }
        return data.withUnsafeBytes { ContentHash($0).description }
    }
}

extension Trace {
    /// What counts of a run's readings: not the system's own files, and paths below the lesson's folder relative to it.
    init(_ run: CellRun, folder: String) {
        let system = ["/proc/", "/sys/", "/dev/", "/etc/", "/usr/lib/", "/lib/", "/tmp/lessons-host-"]
        var files: Set<String> = []
        for path in run.files where !system.contains(where: path.hasPrefix) {
            let whole = URL(fileURLWithPath: path).standardized.path
            files.insert(whole.hasPrefix(folder + "/") ? String(whole.dropFirst(folder.count + 1)) : whole)
        }
        self.files = files.sorted()
        environment = Set(run.environment).sorted()
    }
}
