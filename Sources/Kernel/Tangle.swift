import Foundation
import Markdown
import Notebook

/// The cells of lessons as a Swift package, so that a language server completes, explains and finds names in them.
///
/// Each lesson is a program of its own in it, since that is what its cells are: they stand in one file in their order,
/// and what the compiler says of them is told at the lesson's own lines.
public struct Tangle: Sendable {
    private let toolchain: Toolchain
    /// The package's folder.
    private let folder: String

    public init(toolchain: Toolchain, folder: String) {
        self.toolchain = toolchain
        self.folder = folder
    }

    /// Writes the package; files that have not changed are left alone, so that nothing is compiled again for them.
    /// - Parameter root: the course's folder.
    public func write(_ lessons: [Lesson], in root: String) throws {
        let lessons = lessons.filter { $0.cells.contains { $0.options.eval } }
        try put(manifest(lessons.map(\.name)), at: "Package.swift")
        for lesson in lessons {
            try put(Self.source(of: lesson, in: root), at: "Sources/\(lesson.name)/main.swift")
        }
        let sources = folder + "/Sources"
        for name in (try? FileManager.default.contentsOfDirectory(atPath: sources)) ?? []
        where !lessons.contains(where: { $0.name == name }) {
            try FileManager.default.removeItem(atPath: sources + "/" + name)
        }
    }

    private func put(_ text: String, at path: String) throws {
        let path = folder + "/" + path
        guard FileManager.default.contents(atPath: path) != Data(text.utf8) else { return }
        try FileManager.default.createDirectory(
            atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    }

    /// The cells that run, as one program.
    static func source(of lesson: Lesson, in root: String) -> String {
        var text = "import Lab\n"
        for cell in lesson.cells where cell.options.eval {
            text +=
                "#sourceLocation(file: \(UnitSource.quoted(root + "/" + lesson.file)), line: \(cell.position.line))\n"
            // What must fail to compile would take the rest with it.
            text += cell.options.error ? "/*\n\(cell.source)\n*/" : shown(cell)
            text += "\n#sourceLocation()\n"
        }
        return text
    }

    /// A cell whose last expression is shown, as a program must say that it is.
    private static func shown(_ cell: Cell) -> String {
        guard cell.kind == .code else { return "Lab._display(\(cell.source))" }
        guard let last = CellAnalyzer.analyze(cell.source).lastExpression else { return cell.source }
        var lines = cell.source.lines.map(String.init)
        lines[last.end.line - 1].insert(")", atColumn: last.end.column)
        lines[last.start.line - 1].insert("Lab._display(", atColumn: last.start.column)
        return lines.joined(separator: "\n")
    }

    private func manifest(_ names: [String]) -> String {
        let quoted = UnitSource.quoted
        let flags = toolchain.importFlags.map(quoted).joined(separator: ", ")
        let objects = toolchain.libraryObjects.map(quoted).joined(separator: ",\n        ")
        let targets = names.map {
            "        .executableTarget(name: \(quoted($0)), swiftSettings: library, linkerSettings: objects),"
        }
        return """
            // swift-tools-version: 6.0
            // Written by ‘lessons tangle’ for language servers. Edit the lessons instead.
            import PackageDescription

            /// Where the modules are that cells import.
            let library: [SwiftSetting] = [.unsafeFlags([\(flags)])]
            let objects: [LinkerSetting] = [
                .unsafeFlags([
                    \(objects)
                ]),
                .linkedLibrary("openblas"), .linkedLibrary("z"),
            ]

            let package = Package(
                name: "tangled",
                targets: [
            \(targets.joined(separator: "\n"))
                ],
                swiftLanguageModes: [.v5]
            )

            """
    }
}
