import Markdown
import Notebook

/// The cells of a lesson as its page has them.
struct PlacedCells {
    private let lesson: Lesson
    private let lines: [Substring]
    /// What stands in the place of each cell's node.
    private(set) var replacement: [Tree.ID: Rendition] = [:]
    /// Those of the lesson, and of values, beside which the page has no room to say what is wrong.
    private(set) var diagnostics: [Diagnostic]
    /// The numbers behind charts.
    private(set) var data: [SiteFile] = []
    /// The first chart of each cell that shows one.
    private(set) var charts: [Tree.ID: LeadPicture] = [:]
    /// What the labels that others lead to stand for.
    private(set) var pieces: [String: String] = [:]

    /// - Parameters:
    ///   - outcomes: one for each cell; nil where a cell was not run.
    ///   - shown: the anchors to which other lessons lead.
    ///   - decorate: given the place of each cell and its HTML, which it may add to.
    init(
        _ lesson: Lesson, _ outcomes: [Outcome?], _ writer: some ProseWriter, shown: Set<String>?,
        decorate: (Int, String) -> String
    ) {
        self.lesson = lesson
        lines = lesson.source.lines
        diagnostics = lesson.diagnostics
        let numbering = Numbering(lesson)
        for (index, cell) in lesson.cells.enumerated() {
            let outcome = index < outcomes.count ? outcomes[index] : nil
            switch cell.kind {
            case .code:
                let caption = cell.options.caption.map { writer.inline($0, at: place(ofCaption: $0, of: cell)) }
                let view = CellView(
                    cell: cell, outcome: outcome, entry: cell.options.label.flatMap { numbering[$0] },
                    caption: caption?.html,
                    dataPath: "assets/data/\(lesson.name)/\(cell.options.label ?? "cell-\(index + 1)")")
                place(view, html: decorate(index, view.html), caption: caption?.text, shown: shown)
            case .value:
                let view = ValueView(outcome: outcome)
                replacement[cell.node] = Rendition(html: decorate(index, view.html), text: view.text)
                if let error = view.error { diagnostics.append(error) }
            }
        }
    }

    private mutating func place(_ view: CellView, html: String, caption: String?, shown: Set<String>?) {
        let words = [view.entry?.title, caption].compactMap { $0 }.joined(separator: ": ")
        replacement[view.cell.node] = Rendition(html: html, text: words)
        data += view.data
        if let chart = view.firstChart {
            let text = caption ?? chart.plainText.split(separator: "\n").first.map(String.init) ?? ""
            charts[view.cell.node] = .chart(svg: chart.data["image/svg+xml"] ?? "", text: text)
        }
        if let label = view.cell.options.label, shown?.contains(label) == true { pieces[label] = view.piece }
    }

    /// A caption stands in one of the comments above the cell's first line.
    private func place(ofCaption caption: String, of cell: Cell) -> Position {
        for line in stride(from: min(cell.position.line, lines.count) - 1, to: 0, by: -1) {
            let text = lines[line - 1]
            guard text.contains("//|") else { break }
            if text.contains("caption:"), let found = text.range(of: caption) {
                let column = text.utf8.distance(from: text.startIndex, to: found.lowerBound) + 1
                return Position(line: line, column: column)
            }
        }
        return cell.position
    }
}
