import Foundation
import Kernel
import Notebook
import Renderer

/// A lesson in another form, to be used without this project.
public struct CourseExport {
    public enum Form: String, CaseIterable, Sendable {
        /// A Jupyter notebook, with what is stored of the cells' outputs.
        case ipynb
        /// A Swift script, with the text as comments.
        case swift
    }

    private let course: String

    /// - Parameter course: the folder in which `lessons/` is.
    public init(course: String) { self.course = course }

    /// The lesson's text in another form.
    public func text(of name: String, as form: Form) throws -> String {
        let folder = try CourseFolder(course, includesDrafts: true)
        guard let lesson = folder.lessons.first(where: { $0.name == name }) else {
            throw UnknownLesson(name: name, known: folder.lessons.map(\.name))
        }
        switch form {
        case .swift: return SwiftScript(lesson).text
        case .ipynb:
            let run = try CourseRun(
                toolchain: try Toolchain(), store: Store(folder: course + "/.lessons"),
                options: CourseRun.Options(jobs: 1, timeout: folder.course.timeout)
            ) { _ in }
            return JupyterNotebook(lesson, run.plan(lesson, in: course).outcomes).json
        }
    }
}

/// A lesson's cells as one Swift file, with the text between them as comments.
struct SwiftScript {
    let text: String

    init(_ lesson: Lesson) {
        let lines = lesson.source.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        var parts = ["import Lab"]
        var next = 0
        for cell in lesson.cells where cell.kind == .code {
            let range = lesson.tree[cell.node].range
            parts.append(Self.comment(lines[next..<max(next, range.start.line - 1)]))
            let source = cell.source.trimmingCharacters(in: .newlines)
            parts.append(
                cell.options.eval && !cell.options.error
                    ? source
                    : Self.comment(
                        source.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)[...]))
            next = min(lines.count, range.end.line)
        }
        parts.append(Self.comment(lines[next...]))
        text = parts.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
    }

    private static func comment(_ lines: ArraySlice<String>) -> String {
        var lines = lines
        while lines.first?.isEmpty == true { lines.removeFirst() }
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines.map { $0.isEmpty ? "//" : "// " + $0 }.joined(separator: "\n")
    }
}
