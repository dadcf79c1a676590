import Foundation
import Markdown
import Notebook

/// A lesson as a Jupyter notebook (nbformat 4.5), with what its cells left.
public struct JupyterNotebook {
    private var cells: [[String: Any]] = []

    /// - Parameter outcomes: one for each cell; nil where a cell was not run.
    public init(_ lesson: Lesson, _ outcomes: [Outcome?]) {
        let lines = lesson.source.split(separator: "\n", omittingEmptySubsequences: false)
        let tree = lesson.tree
        // Text after the front matter; a cell within a list or a quote stays part of that text.
        var line = Self.firstLine(of: lines)
        let blocks = Set(tree[tree.root].children)
        for (cell, outcome) in zip(lesson.cells, outcomes) where cell.kind == .code && blocks.contains(cell.node) {
            let range = tree[cell.node].range
            addText(lines, line, range.start.line - 1)
            addCode(cell, outcome)
            line = range.end.line + 1
        }
        addText(lines, line, lines.count)
    }

    private static func firstLine(of lines: [Substring]) -> Int {
        guard lines.first == "---", let end = lines.dropFirst().firstIndex(of: "---") else { return 1 }
        return end + 2
    }

    private mutating func addText(_ lines: [Substring], _ first: Int, _ last: Int) {
        guard first <= last, last <= lines.count else { return }
        let text = lines[(first - 1)..<last].joined(separator: "\n").trimmingCharacters(in: .newlines)
        guard !text.isEmpty else { return }
        add(["cell_type": "markdown", "metadata": [String: Any](), "source": text])
    }

    private mutating func addCode(_ cell: Cell, _ outcome: Outcome?) {
        let source = cell.source.hasSuffix("\n") ? String(cell.source.dropLast()) : cell.source
        add([
            "cell_type": "code", "metadata": [String: Any](), "source": source,
            "execution_count": outcome == nil ? NSNull() : cell.number as Any,
            "outputs": outcome?.outputs.map(Self.output) ?? [],
        ])
    }

    private mutating func add(_ cell: [String: Any]) {
        cells.append(cell.merging(["id": "cell-\(cells.count + 1)"]) { $1 })
    }

    private static func output(_ output: Output) -> [String: Any] {
        switch output {
        case .text(let stream, let text): ["output_type": "stream", "name": stream.rawValue, "text": text]
        case .display(let display): ["output_type": "display_data", "metadata": [String: Any](), "data": display.data]
        case .error(let diagnostic):
            [
                "output_type": "error", "ename": diagnostic.id, "evalue": diagnostic.message,
                "traceback": diagnostic.description.split(separator: "\n").map(String.init),
            ]
        }
    }

    /// The same lesson and outcomes give the same bytes.
    public var json: String {
        let kernel = ["name": "swift", "display_name": "Swift", "language": "swift"]
        let notebook: [String: Any] = [
            "nbformat": 4, "nbformat_minor": 5, "cells": cells,
            "metadata": ["kernelspec": kernel, "language_info": ["name": "swift", "file_extension": ".swift"]],
        ]
        let options: JSONSerialization.WritingOptions = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        let data = (try? JSONSerialization.data(withJSONObject: notebook, options: options)) ?? Data()
        return String(decoding: data, as: UTF8.self) + "\n"
    }
}
