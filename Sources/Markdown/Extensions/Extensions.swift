/// What Markdown can hold beyond CommonMark.
public struct Extensions: OptionSet, Hashable, Sendable {
    public let rawValue: Int

    public init(rawValue: Int) { self.rawValue = rawValue }

    /// `## Title {#id .class}`, and an id made of its words for every other heading.
    public static let headings = Extensions(rawValue: 1 << 0)
    /// Pipe tables as on GitHub.
    public static let tables = Extensions(rawValue: 1 << 1)
    /// `$…$` and `$$…$$`.
    public static let math = Extensions(rawValue: 1 << 2)
    /// `> [!NOTE]` and the like.
    public static let callouts = Extensions(rawValue: 1 << 3)
    /// Quotes, dashes and ellipses as a typesetter sets them.
    public static let smart = Extensions(rawValue: 1 << 4)
    /// `[^label]` and `[^label]: text`.
    public static let footnotes = Extensions(rawValue: 1 << 5)
    /// `~~text~~`.
    public static let strikethrough = Extensions(rawValue: 1 << 6)
    /// `- [ ]` and `- [x]`.
    public static let tasks = Extensions(rawValue: 1 << 7)
    /// A term, and below it lines that start with `: `.
    public static let definitions = Extensions(rawValue: 1 << 8)
    /// `==text==`.
    public static let highlight = Extensions(rawValue: 1 << 9)

    /// `![text](picture.png "Caption"){#fig-net width=60%}` in a paragraph of its own, and `: Caption {#tbl-x}` below
    /// a table.
    public static let figures = Extensions(rawValue: 1 << 10)
    /// Addresses in the text that begin with `http://` or `https://` are links.
    public static let autolinks = Extensions(rawValue: 1 << 11)

    public static let all: Extensions = [
        .headings, .tables, .math, .callouts, .smart, .footnotes, .strikethrough, .tasks, .definitions, .highlight,
        .figures, .autolinks,
    ]
}

/// A tree in the course of being extended, with what the passes need to know besides.
struct ExtendedTree {
    var tree: Tree
    /// The text that the tree was read from, in which what CommonMark must not see is masked.
    let source: SourceLines
    /// The text as the author wrote it.
    let original: SourceLines
    /// Text that was escaped in the source, and so stands for itself.
    private(set) var escaped: Set<Tree.ID> = []
    let extensions: Extensions

    init(_ bytes: [UInt8], _ extensions: Extensions) {
        self.extensions = extensions
        original = SourceLines(bytes)
        var masked = original
        if extensions.contains(.footnotes) { masked.maskFootnoteDefinitions() }
        let formulas = extensions.contains(.math) ? masked.maskFormulas() : []
        source = masked
        tree = Tree(commonMark: masked.bytes)
        tree.locate(in: masked)
        if masked.bytes != bytes { unmaskBlocks() }
        if extensions.contains(.tables), original.has("|") { readTables() }
        separateEscapes()
        placeFormulas(formulas)
        if extensions.contains(.math), original.has("$$") { findOpenFormulas() }
        if extensions.contains(.figures) { readFigures() }
        if extensions.contains(.callouts), original.has("[!") { readCallouts() }
        if extensions.contains(.definitions) { readDefinitionLists() }
        if extensions.contains(.tasks) { readTasks() }
        if extensions.contains([.tasks, .callouts]), original.has("[!") { readChoices() }
        if extensions.contains(.autolinks), original.has("://") { linkAddresses() }
        if extensions.contains(.strikethrough), original.has("~~") { wrap(between: "~~", in: .strikethrough) }
        if extensions.contains(.highlight), original.has("==") { wrap(between: "==", in: .highlight) }
        if extensions.contains(.footnotes), original.has("[^") { readFootnotes() }
        if masked.bytes != bytes { unmaskText() }
        if extensions.contains(.headings) { nameHeadings() }
        if extensions.contains(.smart) { setQuotesAndDashes() }
    }

    /// Code and raw HTML are as the author wrote them.
    private mutating func unmaskBlocks() {
        for id in tree.descendants() {
            let range = tree[id].range
            switch tree[id].kind {
            case .codeBlock(let info, let text):
                tree[id].kind = .codeBlock(info: info, text: unmask(text, at: tree.lineStarts[id] ?? []))
            case .htmlBlock(let text):
                let lines = range.start.line..<range.start.line + text.utf8.count(where: { $0 == .newline })
                let starts = source.starts(ofLines: text, from: lines.lowerBound)
                tree[id].kind = .htmlBlock(unmask(text, at: starts))
            case .code(let text): tree[id].kind = .code(unmaskSpan(text, at: range))
            default: break
            }
        }
    }

    /// A mask that no formula or footnote took away is the author's text again.
    private mutating func unmaskText() {
        for id in tree.descendants() {
            guard let text = markableText(id) else { continue }
            tree[id].kind = .text(unmask(text, at: [tree[id].range.start]))
        }
    }

    /// The original of a code span, in which a line end is a space and containers take the heads of later lines.
    private func unmaskSpan(_ text: String, at range: SourceRange) -> String {
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        for line in range.start.line...max(range.start.line, range.end.line) {
            let masked = Array(source[line])
            let isLast = line >= range.end.line
            let stop = isLast ? min(range.end.column - 1, masked.count) : masked.count
            var start = line == range.start.line ? range.start.column - 1 : 0
            guard start <= stop, result.count <= bytes.count else { return text }
            while !bytes[result.count...].starts(with: masked[start..<stop]) {
                guard line > range.start.line, start < stop, masked[start].isBlank || masked[start] == UInt8(ascii: ">")
                else { return text }
                start += 1
            }
            result += original[line].dropFirst(start).prefix(stop - start)
            if !isLast { result.append(.space) }
        }
        return result.count == bytes.count ? String(decoding: result, as: UTF8.self) : text
    }

    /// The original of a text that was read from the masked source at the places where its lines start.
    private func unmask(_ text: String, at starts: [Position]) -> String {
        var bytes = Array(text.utf8)
        var line = 0
        var at = 0
        while at < bytes.count, line < starts.count {
            let end = bytes[at...].firstIndex(of: .newline) ?? bytes.count
            let start = starts[line]
            let masked = source[start.line].dropFirst(start.column - 1).prefix(end - at)
            // What differs from the source, such as a tab in part taken by a list, was not masked either.
            if masked.elementsEqual(bytes[at..<end]) {
                bytes.replaceSubrange(at..<end, with: original[start.line].dropFirst(start.column - 1).prefix(end - at))
            }
            at = end + 1
            line += 1
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

// MARK: Text

extension ExtendedTree {
    /// Sets escapes and character references apart, so that every other text stands in the source as it is.
    private mutating func separateEscapes() {
        for parent in tree.descendants() where !tree[parent].children.isEmpty {
            tree[parent].children = tree[parent].children.flatMap { id -> [Tree.ID] in
                guard case .text(let text) = tree[id].kind else { return [id] }
                let range = tree[id].range
                let raw = source[range.start.line].dropFirst(range.start.column - 1)
                    .prefix(max(0, range.end.column - range.start.column))
                return raw.elementsEqual(text.utf8) ? [id] : separated(id, raw)
            }
        }
    }

    private mutating func separated(_ id: Tree.ID, _ raw: ArraySlice<UInt8>) -> [Tree.ID] {
        let start = tree[id].range.start
        var text = InlineText()
        text.append(raw, at: start)
        return InlineScanner.units(of: text).map { unit in
            let range = SourceRange(text.position(at: unit.range.lowerBound), text.position(at: unit.range.upperBound))
            let piece = tree.add(Tree.Node(.text(unit.text), range))
            if unit.isEscaped { escaped.insert(piece) }
            return piece
        }
    }

    /// The text of a node that can hold marks; nil for other nodes and for what was escaped.
    func markableText(_ id: Tree.ID) -> String? {
        guard case .text(let text) = tree[id].kind, !escaped.contains(id) else { return nil }
        return text
    }

    /// Part of a text node, by offsets in UTF-8, as a node of its own; nil when it would be empty.
    mutating func part(of id: Tree.ID, _ offsets: Range<Int>) -> Tree.ID? {
        guard !offsets.isEmpty, case .text(let text) = tree[id].kind else { return nil }
        let start = tree[id].range.start
        let range = SourceRange(
            Position(line: start.line, column: start.column + offsets.lowerBound),
            Position(line: start.line, column: start.column + offsets.upperBound))
        let part = String(decoding: Array(text.utf8)[offsets], as: UTF8.self)
        return tree.add(Tree.Node(.text(part), range))
    }

    /// Adds a copy of a node of another tree, and all below it, with the places of both told by `place`.
    mutating func graft(_ id: Tree.ID, from other: ExtendedTree, at place: (Position) -> Position) -> Tree.ID {
        var copies: [Tree.ID] = []
        var copy = id
        for event in other.tree.walk(from: id) {
            switch event {
            case .enter(let id):
                let node = other.tree[id]
                let range = SourceRange(place(node.range.start), place(node.range.end))
                let new = tree.add(Tree.Node(node.kind, range))
                tree.attributes[new] = other.tree.attributes[id]
                tree.lineStarts[new] = other.tree.lineStarts[id]?.map(place)
                if other.escaped.contains(id) { escaped.insert(new) }
                copies.append(new)
            case .exit:
                copy = copies.removeLast()
                if let parent = copies.last { tree.append(copy, to: parent) }
            }
        }
        return copy
    }

    /// Leaves out the first bytes of a text node.
    mutating func dropFirst(_ count: Int, of id: Tree.ID) {
        guard case .text(let text) = tree[id].kind else { return }
        tree[id].kind = .text(String(decoding: text.utf8.dropFirst(count), as: UTF8.self))
        tree[id].range.start.column += count
    }

    /// Nodes below the root that hold others, as they are when the pass starts.
    var parents: [Tree.ID] { tree.descendants().filter { !tree[$0].children.isEmpty } }
}
