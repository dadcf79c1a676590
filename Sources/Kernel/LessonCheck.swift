import Foundation
import Markdown
import Notebook

/// Finds what is wrong with the cells of lessons without running any: the compiler reads each lesson as one unit, and
/// makes no code of it.
public final class LessonCheck: Sendable {
    private let toolchain: Toolchain
    private let store: Store
    private let folder: String

    public init(toolchain: Toolchain, store: Store) throws {
        self.toolchain = toolchain
        self.store = store
        folder =
            FileManager.default.temporaryDirectory.path + "/lessons-check-\(getpid())-\(UInt32.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// What is wrong with the cells of a lesson.
    /// - Parameter root: the course's folder.
    public func diagnostics(of lesson: Lesson, in root: String) throws -> [Diagnostic] {
        let build = LessonBuild(lesson, in: root, toolchain: toolchain, store: store) { _ in }
        let known = build.planOnly()
        var found: [Diagnostic] = []
        // What a build left says what the compiler found; only of other cells it has to be asked.
        for (cell, outcome) in known.outcomes.enumerated() {
            guard let outcome else { continue }
            found += outcome.warnings + outcome.errors.filter { build.isFaulty(cell) || $0.id == "compile-error" }
        }
        if !known.stale.isEmpty {
            let cells = build.graph.closure(of: known.stale).filter { lesson.cells[$0].options.eval }
            found += try typeCheck(lesson, build.analyses, cells).filter { !found.contains($0) }
        }
        return found.filter { !isMeant($0, lesson) }
    }

    /// Whether a lesson says of an error that it is there on purpose.
    private func isMeant(_ diagnostic: Diagnostic, _ lesson: Lesson) -> Bool {
        lesson.cells.contains { $0.options.error && $0.lines.contains(diagnostic.line) }
    }

    private func typeCheck(_ lesson: Lesson, _ analyses: [CellAnalysis], _ cells: [Int]) throws -> [Diagnostic] {
        let unit = UnitSource(
            lesson, analyses, cells: cells, module: UnitSource.moduleName(0), modules: [], imports: [])
        // The unit's text says where its cells stand, so it stands for all that is found.
        let key = ContentHash(parts: ["check", toolchain.fingerprint.description, lesson.file, unit.text])
        if let text = store.text(for: key),
            let known = try? JSONDecoder().decode([Diagnostic].self, from: Data(text.utf8))
        {
            return known
        }
        let source = "\(folder)/\(lesson.name).swift"
        try Data(unit.text.utf8).write(to: URL(fileURLWithPath: source))
        let checked = try Subprocess.run(
            toolchain.compiler,
            toolchain.compilerFlags + ["-typecheck", "-module-name", unit.module, "-primary-file", source], in: folder)
        let lines = lesson.source.lines
        var found = DiagnosticParser.parse(checked.output, of: unit).map { $0.withExcerpt(from: lines) }
        if checked.status != 0, !found.contains(where: { $0.severity == .error }) {
            found.append(
                Diagnostic(
                    id: "compiler", file: lesson.file,
                    message: "the compiler stopped without naming a place:\n" + checked.output))
        }
        // A store that cannot be written to costs time the next time.
        if let data = try? JSONEncoder().encode(found) {
            try? store.put(String(decoding: data, as: UTF8.self), for: key)
        }
        return found
    }
}
