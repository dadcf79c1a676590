import Markdown
import Notebook

/// The numbers of a lesson's figures, tables, listings and equations, in reading order, and the names of its sections.
public struct Numbering: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case figure = "fig"
        case table = "tbl"
        case listing = "lst"
        case equation = "eq"
        case section = "sec"

        /// What stands before the number.
        public var word: String {
            switch self {
            case .figure: "Figure"
            case .table: "Table"
            case .listing: "Listing"
            case .equation: "Equation"
            case .section: "Section"
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
        /// The id on the page.
        public var anchor: String
        /// Its caption, or the title of the section, without markup.
        public var caption: String

        /// `Figure 3`; for a section, which has no number, its title.
        public var title: String { kind == .section ? "“\(caption)”" : "\(kind.word)\u{A0}\(number)" }
    }

    private var entries: [String: Entry] = [:]

    /// Every label that has a number or names a section.
    public var labels: [String] { entries.keys.sorted() }

    /// Numbers what is labelled in a lesson.
    public init(_ lesson: Lesson) {
        let tree = lesson.tree
        let cells = Dictionary(grouping: lesson.cells.filter { $0.kind == .code }, by: \.node)
        var counts: [Kind: Int] = [:]
        var seen: Set<Tree.ID> = []
        for id in tree.descendants() {
            switch tree[id].kind {
            case .mathBlock(_, let label?): add(label, "", &counts)
            case .caption(let label?): add(label, tree.plainText(of: id), &counts)
            case .heading: addSection(tree.attributes[id]?.id, tree.plainText(of: id))
            default:
                guard let here = cells[id] else { continue }
                seen.insert(id)
                for cell in here { add(cell, &counts) }
            }
        }
        for cell in lesson.cells where cell.kind == .code && !seen.contains(cell.node) { add(cell, &counts) }
    }

    private mutating func add(_ cell: Cell, _ counts: inout [Kind: Int]) {
        if let label = cell.options.label { add(label, cell.options.caption ?? "", &counts) }
    }

    private mutating func add(_ label: String, _ caption: String, _ counts: inout [Kind: Int]) {
        guard let kind = Kind(label: label), kind != .section, entries[label] == nil else { return }
        counts[kind, default: 0] += 1
        entries[label] = Entry(kind: kind, number: counts[kind, default: 0], anchor: label, caption: caption)
    }

    /// `@sec-data` leads to the heading with the id `sec-data`, else to the one with the id `data`.
    private mutating func addSection(_ id: String?, _ title: String) {
        guard let id else { return }
        let label = id.hasPrefix("sec-") ? id : "sec-" + id
        if entries[label] == nil || id == label {
            entries[label] = Entry(kind: .section, number: 0, anchor: id, caption: title)
        }
    }

    public subscript(label: String) -> Entry? { entries[label] }
}
