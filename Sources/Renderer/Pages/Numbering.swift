import Markdown
import Notebook

/// The numbers of a lesson's figures, tables and listings, in reading order.
public struct Numbering: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case figure = "fig"
        case table = "tbl"
        case listing = "lst"
        case equation = "eq"

        /// What stands before the number.
        public var word: String {
            switch self {
            case .figure: "Figure"
            case .table: "Table"
            case .listing: "Listing"
            case .equation: "Equation"
            }
        }

        /// The kind that a label's prefix names: `fig-loss` is a figure.
        public init?(label: String) {
            guard let dash = label.firstIndex(of: "-") else { return nil }
            self.init(rawValue: String(label[..<dash]))
        }
    }

    public struct Entry: Hashable, Sendable {
        public var kind: Kind
        /// From 1 within its kind and lesson.
        public var number: Int
        /// The id on the page: the label.
        public var anchor: String

        /// `Figure 3`.
        public var title: String { "\(kind.word)\u{A0}\(number)" }
    }

    private var entries: [String: Entry] = [:]

    /// Every label that has a number.
    public var labels: [String] { entries.keys.sorted() }

    /// Numbers the labelled code cells and formulas of a lesson.
    public init(_ lesson: Lesson) {
        var counts: [Kind: Int] = [:]
        for cell in lesson.cells where cell.kind == .code {
            if let label = cell.options.label { add(label, &counts) }
        }
        for id in lesson.tree.descendants() {
            if case .mathBlock(_, let label?) = lesson.tree[id].kind { add(label, &counts) }
        }
    }

    private mutating func add(_ label: String, _ counts: inout [Kind: Int]) {
        guard let kind = Kind(label: label), entries[label] == nil else { return }
        counts[kind, default: 0] += 1
        entries[label] = Entry(kind: kind, number: counts[kind, default: 0], anchor: label)
    }

    public subscript(label: String) -> Entry? { entries[label] }
}
