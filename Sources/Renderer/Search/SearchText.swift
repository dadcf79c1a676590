import Markdown

/// A section of a page as search sees it.
public struct SearchSection: Hashable, Sendable {
    /// Empty for what stands before the first heading.
    public var id: String
    public var heading: String
    public var text: String

    public init(id: String, heading: String, text: String) {
        self.id = id
        self.heading = heading
        self.text = text
    }
}

/// The words of a lesson that a reader would look for: prose, not code.
enum SearchText {
    /// - Parameter seen: what a reader sees of the nodes that the page sets otherwise than they are written.
    static func sections(of tree: Tree, seen: [Tree.ID: String] = [:]) -> [SearchSection] {
        var sections = [SearchSection(id: "", heading: "", text: "")]
        for block in tree[tree.root].children {
            if case .heading(let level) = tree[block].kind, level <= 3, let id = tree.attributes[block]?.id {
                sections.append(SearchSection(id: id, heading: text(of: block, in: tree, seen: seen), text: ""))
                continue
            }
            let text = text(of: block, in: tree, seen: seen)
            guard !text.isEmpty else { continue }
            let last = sections.count - 1
            sections[last].text += sections[last].text.isEmpty ? text : " " + text
        }
        return sections.filter { !$0.text.isEmpty || !$0.heading.isEmpty }
    }

    /// What stands between white space; by scalars, since finding the borders of characters takes ten times as long.
    private static func words(of text: String) -> [Substring] {
        text.unicodeScalars.split { $0.isASCII ? $0.value <= 0x20 : $0.properties.isWhitespace }.map(Substring.init)
    }

    /// What there is to read, code included.
    static func wordCount(of tree: Tree) -> Int {
        words(of: tree.plainText(of: tree.root)).count
    }

    /// The text of a node and all below it in one line.
    static func text(of block: Tree.ID, in tree: Tree, seen: [Tree.ID: String]) -> String {
        var text = ""
        var walk = tree.walk(from: block)
        while let event = walk.next() {
            guard case .enter(let id) = event else { continue }
            if let own = seen[id] {
                text += tree[id].kind.isInline ? own : " " + own
                walk.skip(id)
                continue
            }
            switch tree[id].kind {
            case .text(let string), .code(let string): text += string
            case .inlineHTML, .math, .emphasis, .strong, .link, .image, .highlight, .strikethrough, .footnoteReference:
                break
            default: text += " "
            }
        }
        return words(of: text).joined(separator: " ")
    }
}
