import Foundation
import Notebook

/// The living notebook of a lesson: the processes in which its cells ran, a snapshot after each, and the modules in
/// which their declarations are. A later run goes on from the newest snapshot that an edit left true, so that what
/// stands before the edit is not run again.
///
/// One thread at a time works with it: the one that builds its lesson.
final class LessonSession: @unchecked Sendable {
    /// A cell that ran, and the process that waits behind it.
    private struct Step {
        var key: ContentHash?
        /// Nil when threads are left in the process, so that it cannot be forked.
        var snapshot: Channel?
        var unit: Int
        /// Its place in the unit.
        var position: Int
    }

    /// A unit that was loaded.
    private struct Unit {
        var module: String
        /// The modules that it imports.
        var modules: [String]
        /// The unit cut off behind its first cells, as it was when it was loaded.
        var prefix: (Int) -> UnitSource
    }

    let chain: Chain
    let compiler: UnitCompiler
    private var steps: [Step] = []
    private var units: [Unit] = []
    private var unitCount = 0
    /// The place behind which the module of a unit ends that was left last.
    private var emitted: (unit: Int, position: Int)?
    /// The modules that the next unit imports.
    private(set) var modules: [String] = []

    init(toolchain: Toolchain, host: HostProcess) throws {
        // Not called after the lesson, which may be gone and back while its first session still ends.
        let name = host.nextSessionName()
        let folder = host.folder + "/" + name
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        compiler = UnitCompiler(toolchain: toolchain, folder: folder)
        chain = try Chain(host: host, name: name + ".socket")
    }

    deinit { try? FileManager.default.removeItem(atPath: compiler.folder) }

    func nextModuleName() -> String {
        unitCount += 1
        return UnitSource.moduleName(unitCount)
    }

    /// Notes that a unit was loaded; its prefixes are made when a run goes on from within it.
    func loaded(_ unit: UnitSource, prefix: @escaping (Int) -> UnitSource) {
        units.append(Unit(module: unit.module, modules: modules, prefix: prefix))
    }

    /// Notes that a cell of the unit loaded last ran to its end.
    func ran(position: Int, key: ContentHash?) {
        steps.append(Step(key: key, snapshot: chain.snapshot, unit: units.count - 1, position: position))
    }

    /// Goes back to the newest snapshot before the first cell that is not kept.
    /// - Returns: the keys of the cells that have run at that point.
    func rewind(where isKept: (ContentHash) -> Bool) throws -> Set<ContentHash> {
        let kept = steps.prefix { $0.key.map(isKept) == true }
        try cut(to: kept.lastIndex { $0.snapshot != nil }.map { $0 + 1 } ?? 0)
        return Set(steps.compactMap(\.key))
    }

    /// Goes back to the newest snapshot, after a process ended before its time.
    /// - Returns: how many cells of the unit loaded last have run at that point.
    func rewindAfterFailure() throws -> Int {
        let unit = units.count - 1
        try cut(to: steps.lastIndex { $0.snapshot != nil }.map { $0 + 1 } ?? 0)
        return steps.count { $0.unit == unit }
    }

    private func cut(to count: Int) throws {
        steps.removeSubrange(count...)
        chain.rewind(to: steps.last?.snapshot)
        forgetUnits()
        guard let last = steps.last else {
            modules = []
            return
        }
        let unit = units[last.unit]
        if emitted?.unit != last.unit || emitted?.position != last.position {
            // The unit is made again as it was, with the modules that were there then.
            modules = unit.modules
            try compiler.emitModule(unit.prefix(last.position + 1))
            emitted = (last.unit, last.position)
        }
        modules = unit.modules + [unit.module]
    }

    /// Units of which no cell's run is left are of no use to anyone; in a day of edits there are thousands.
    private func forgetUnits() {
        let count = (steps.last?.unit ?? -1) + 1
        for unit in units[count...] { compiler.remove(unit.module) }
        units.removeSubrange(count...)
        if let emitted, emitted.unit >= count { self.emitted = nil }
    }
}
