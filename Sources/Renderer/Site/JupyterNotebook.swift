import Foundation
import Markdown
import Notebook

/// A lesson as a Jupyter notebook (nbformat 4.5), with what its cells left.
public struct JupyterNotebook {
    private var cells: [Entry] = []

    /// - Parameter outcomes: one for each cell; nil where a cell was not run.
    public init(_ lesson: Lesson, _ outcomes: [Outcome?]) {
        let lines = lesson.source.lines
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
        var block = lines[(first - 1)..<last].drop(while: \.isEmpty)
        while block.last?.isEmpty == true { block.removeLast() }
        guard !block.isEmpty else { return }
        cells.append(Entry(id: id, source: block.joined(separator: "\n")))
    }

    private mutating func addCode(_ cell: Cell, _ outcome: Outcome?) {
        let source = cell.source.hasSuffix("\n") ? String(cell.source.dropLast()) : cell.source
        cells.append(
            Entry(
                id: id, source: source,
                run: Run(count: outcome == nil ? nil : cell.number, outputs: outcome?.outputs ?? [])))
    }

    private var id: String { "cell-\(cells.count + 1)" }

    /// The same lesson and outcomes give the same bytes.
    public var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        let data = (try? encoder.encode(Document(cells: cells))) ?? Data()
        return String(decoding: data, as: UTF8.self) + "\n"
    }
}

extension JupyterNotebook {
    private struct Document: Encodable {
        struct Metadata: Encodable {
            let kernelspec = ["name": "swift", "display_name": "Swift", "language": "swift"]
            let language_info = ["name": "swift", "file_extension": ".swift"]
        }

        let nbformat = 4
        let nbformat_minor = 5
        let metadata = Metadata()
        let cells: [Entry]
    }

    /// What a cell left.
    private struct Run {
        /// Nil when it was not run.
        let count: Int?
        let outputs: [Output]
    }

    private struct Entry: Encodable {
        let id: String
        let source: String
        /// Nil for text.
        var run: Run?

        private enum Key: String, CodingKey {
            case id, source, outputs, metadata
            case type = "cell_type"
            case count = "execution_count"
        }

        func encode(to encoder: any Encoder) throws {
            var values = encoder.container(keyedBy: Key.self)
            try values.encode(id, forKey: .id)
            try values.encode(source, forKey: .source)
            try values.encode([String: String](), forKey: .metadata)
            try values.encode(run == nil ? "markdown" : "code", forKey: .type)
            guard let run else { return }
            // The format wants a null where nothing ran.
            try values.encode(run.count, forKey: .count)
            try values.encode(run.outputs.map(EncodedOutput.init), forKey: .outputs)
        }
    }

    private struct EncodedOutput: Encodable {
        let output: Output

        private enum Key: String, CodingKey {
            case name, text, metadata, data, ename, evalue, traceback
            case type = "output_type"
        }

        func encode(to encoder: any Encoder) throws {
            var values = encoder.container(keyedBy: Key.self)
            switch output {
            case .text(let stream, let text):
                try values.encode("stream", forKey: .type)
                try values.encode(stream.rawValue, forKey: .name)
                try values.encode(text, forKey: .text)
            case .display(let display):
                try values.encode("display_data", forKey: .type)
                try values.encode([String: String](), forKey: .metadata)
                try values.encode(display.data, forKey: .data)
            case .error(let diagnostic):
                try values.encode("error", forKey: .type)
                try values.encode(diagnostic.id, forKey: .ename)
                try values.encode(diagnostic.message, forKey: .evalue)
                try values.encode(diagnostic.description.split(separator: "\n").map(String.init), forKey: .traceback)
            }
        }
    }
}
