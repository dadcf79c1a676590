import Foundation
import Markdown

/// Reads a lesson's text: the front matter, the Markdown, and the cells in it.
public struct LessonReader {
    let file: String
    private let lines: [Substring]
    private var cells: [Cell] = []
    private var diagnostics: [Diagnostic] = []

    /// Reads the lesson in `source`, whose place relative to the course is `file`: `lessons/dropout.md`.
    public static func read(_ source: String, file: String) -> Lesson {
        var front = FrontMatterReader(file: file)
        let (frontMatter, body, firstLine) = front.read(source)
        let extensions: Extensions = frontMatter.setsQuotesAndDashes ? .all : .all.subtracting(.smart)
        let tree = Tree(markdown: body, startingAt: firstLine, extensions: extensions)
        var reader = LessonReader(file: file, source: source)
        reader.readCells(of: tree)
        reader.report(tree.problems)
        let name = file.split(separator: "/").last.map { String($0.dropLast($0.hasSuffix(".md") ? 3 : 0)) } ?? file
        return Lesson(
            name: name, file: file, source: source, frontMatter: frontMatter, tree: tree, cells: reader.cells,
            diagnostics: reader.withExcerpts(front.diagnostics + reader.diagnostics))
    }

    private init(file: String, source: String) {
        self.file = file
        lines = source.lines
    }

    private mutating func readCells(of tree: Tree) {
        var number = 0
        var stack = [tree.root]
        while let id = stack.popLast() {
            let node = tree[id]
            switch node.kind {
            case .codeBlock(let info, let text) where info.split(whereSeparator: \.isWhitespace).first == "swift":
                number += 1
                readCode(text, at: id, node.range, number: number)
            case .code(let code):
                readValue(code, at: id, node.range, after: number)
            default: stack.append(contentsOf: node.children.reversed())
            }
        }
        checkLabels()
    }

    private mutating func report(_ problems: [Tree.Problem]) {
        for problem in problems {
            var severity = Diagnostic.Severity.error
            let (id, message): (String, String)
            switch problem.kind {
            case .undefinedFootnote(let label, let known):
                id = "unknown-footnote"
                message = "no footnote is defined as ‘[^\(label)]: …’" + suggestion(for: label, among: known)
            case .unusedFootnote(let label):
                (id, severity) = ("unused-footnote", .warning)
                message = "nothing refers to the footnote ‘\(label)’, so it is left out"
            case .repeatedFootnote(let label):
                (id, message) = ("duplicate-footnote", "the footnote ‘\(label)’ is defined twice; the first one holds")
            case .openFormula:
                id = "formula"
                message = "this ‘$$’ has no partner: a formula ends in ‘$$’ and has no blank line in it"
            }
            diagnostics.append(
                Diagnostic(
                    id: id, severity: severity, file: file, line: problem.position.line,
                    column: problem.position.column, message: message))
        }
    }

    private mutating func readCode(_ text: String, at id: Tree.ID, _ range: SourceRange, number: Int) {
        var options = OptionReader(file: file)
        let content = text.lines
        let first = range.start.line + 1
        var head = 0
        while head < content.count, OptionReader.isOption(content[head]) {
            options.read(content[head], at: position(of: content[head], line: first + head))
            head += 1
        }
        diagnostics += options.diagnostics
        let source = content[head...].joined(separator: "\n")
        let start = position(of: head < content.count ? content[head] : "", line: first + head)
        cells.append(
            Cell(kind: .code, node: id, number: number, source: source, position: start, options: options.options))
    }

    private mutating func readValue(_ code: String, at id: Tree.ID, _ range: SourceRange, after number: Int) {
        guard let value = ValueReader.read(code) else { return }
        let start = range.start
        let raw = start.line <= lines.count ? lines[start.line - 1].utf8.dropFirst(start.column - 1) : ""[...].utf8
        let ticks = raw.prefix { $0 == UInt8(ascii: "`") || $0 == UInt8(ascii: " ") }.count
        let position = Position(line: start.line, column: start.column + ticks + value.offset)
        if let problem = value.problem {
            diagnostics.append(
                Diagnostic(
                    id: "value-option", file: file, line: start.line, column: start.column + ticks, message: problem))
        }
        cells.append(
            Cell(
                kind: .value, node: id, number: number, source: value.expression, position: position,
                value: value.options))
    }

    /// Where a line of a block begins in the file: blocks in lists and quotations have something before them.
    private func position(of content: Substring, line: Int) -> Position {
        guard line <= lines.count else { return Position(line: line, column: 1) }
        let raw = lines[line - 1]
        guard raw.hasSuffix(content) else { return Position(line: line, column: 1) }
        return Position(line: line, column: raw.utf8.count - content.utf8.count + 1)
    }

    private mutating func checkLabels() {
        var seen: [String: Cell] = [:]
        for cell in cells {
            guard let label = cell.options.label else { continue }
            if let first = seen[label] {
                diagnostics.append(
                    Diagnostic(
                        id: "duplicate-label", file: file, line: cell.position.line,
                        message:
                            "the label ‘\(label)’ is taken by the cell at line \(first.position.line); choose another"))
            } else {
                seen[label] = cell
            }
        }
    }

    private func withExcerpts(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
        diagnostics.map { $0.withExcerpt(from: lines) }
    }
}

extension Diagnostic {
    /// A line that nobody reads to its end is not shown: thousands of errors may stand in it.
    private static let longestExcerpt = 4_000

    /// The same with the line of the file that it speaks of.
    public func withExcerpt(from lines: [Substring]) -> Diagnostic {
        guard line >= 1, line <= lines.count, lines[line - 1].utf8.count <= Self.longestExcerpt else { return self }
        var copy = self
        copy.excerpt = String(lines[line - 1])
        return copy
    }
}
