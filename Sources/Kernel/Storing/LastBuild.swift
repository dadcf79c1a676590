import Foundation
import Markdown
import Notebook

/// What the cells of a lesson were made of when they were last built, so that a build can say why a cell runs.
struct LastBuild: Codable {
    struct Cell: Codable {
        var source: String
        var library: String
        /// The contents of what it read, by path.
        var files: [String: String]
        /// The values of the variables of the environment that it read; nil where there was none.
        var environment: [String: String?]?
        /// The names of the cells that it needs.
        var needs: [String]
        /// Whether a time-out, or a signal from outside, ended it.
        var wasStopped: Bool?
        /// Where the store has what it left.
        var key: ContentHash?
        /// Where the store has what it left when it last came to its end.
        var good: ContentHash?
    }

    var cells: [String: Cell] = [:]
}

/// Why a cell is not kept.
struct RunReason {
    let before: LastBuild?
    let toolchain: Toolchain
    let folder: String

    /// - Parameter stale: the names of the needed cells that run as well.
    func describe(_ cell: Cell, stale: [String]) -> String {
        if !cell.options.cache { return "cache: false" }
        guard let old = before?.cells[cell.identity] else { return "new" }
        if old.library != toolchain.fingerprint.description { return "the library or the toolchain changed" }
        if old.source != cell.source { return "source changed" }
        let changed = old.files.filter { Keys.contentHash(of: $0.key, in: folder) != $0.value }
        if let file = changed.keys.sorted().first { return "\(file) changed" }
        let environment = ProcessInfo.processInfo.environment
        let variable = (old.environment ?? [:]).filter { environment[$0.key] != $0.value }.keys.min()
        if let variable { return "the variable \(variable) changed" }
        if old.wasStopped == true { return "it was stopped last time" }
        if let need = stale.first { return "needs \(need), which ran" }
        return "an option, or what it needs, changed"
    }
}

extension Cell {
    /// What a cell goes by between builds: its name, or, for a value, what it says.
    var identity: String { kind == .value ? "value " + source : name }

    /// The lines of the file that its source stands in.
    var lines: Range<Int> {
        position.line..<position.line + source.lines.count
    }
}
