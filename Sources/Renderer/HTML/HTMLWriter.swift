import Markdown

/// Writes a Markdown tree as HTML: for CommonMark, what its specification shows, byte for byte.
///
/// Raw HTML is shown as text and addresses that could run something are left out, unless `allowsRawHTML`. The walk is
/// a loop, so no depth of nesting is too deep.
public struct HTMLWriter {
    /// The HTML to put in a node's place, or nil to have it written as usual.
    public typealias Replacement = (Tree.ID, Tree.Node) -> String?

    let tree: Tree
    let allowsRawHTML: Bool
    let replacement: Replacement
    let words: Words
    var html = HTMLText()
    /// The nodes that are open, outermost first.
    var parents: [Tree.ID] = []
    /// The cells written of the row that is open.
    var column = 0
    /// A formula in a line of text, while it is not known what follows.
    private var formula: String?

    public init(
        _ tree: Tree, allowsRawHTML: Bool = false, words: Words = Words(),
        replacing replacement: @escaping Replacement = { _, _ in nil }
    ) {
        self.tree = tree
        self.allowsRawHTML = allowsRawHTML
        self.words = words
        self.replacement = replacement
    }

    /// The HTML of a node and all below it; of the document if none is named.
    public func html(of id: Tree.ID? = nil) -> String {
        var writer = self
        writer.write(from: id ?? tree.root)
        return writer.html.string
    }

    private mutating func write(from start: Tree.ID) {
        var walk = tree.walk(from: start)
        while let event = walk.next() {
            let node = tree[event.id]
            if let formula {
                self.formula = nil
                if case .enter(let id) = event, case .text(let text) = node.kind {
                    writeJoined(formula, replacement(id, node) ?? text.htmlEscaped)
                    parents.append(id)
                    continue
                }
                html.write(formula)
            }
            switch event {
            case .exit(let id):
                parents.removeLast()
                leave(id, node, isTight: isInTightList)
            case .enter(let id):
                if let own = replacement(id, node) {
                    if case .math(let tex, isDisplay: false) = node.kind, tex.utf8.count < 24 {
                        formula = own
                        walk.skip(id)
                        continue
                    }
                    if !node.kind.isInline { html.startLine() }
                    html.write(own)
                    if !node.kind.isInline { html.startLine() }
                    walk.skip(id)
                    continue
                }
                if case .image(let destination, let title) = node.kind {
                    writeImage(id, destination, title)
                    walk.skip(id)
                    continue
                }
                enter(id, node, isTight: isInTightList)
                parents.append(id)
            }
        }
        if let formula { html.write(formula) }
    }

    /// A line may end after a formula, since that is a box, so the comma after it must be held. A long formula may be
    /// broken, and is left as it is.
    private mutating func writeJoined(_ formula: String, _ next: String) {
        let mark = next.prefix { ",.;:?!)’”".contains($0) }
        html.write(mark.isEmpty ? formula : "<span class=\"joined\">\(formula)\(mark)</span>")
        html.write(String(next.dropFirst(mark.count)))
    }

    /// Paragraphs of a tight list's items are not set as paragraphs.
    private var isInTightList: Bool {
        guard parents.count >= 2, case .list(let list) = tree[parents[parents.count - 2]].kind else { return false }
        return list.isTight
    }

    private mutating func enter(_ id: Tree.ID, _ node: Tree.Node, isTight: Bool) {
        switch node.kind {
        case .document: break
        case .blockQuote: open("blockquote", id)
        case .list(let list): openList(list, id)
        case .item:
            html.startLine()
            openTag("li", id)
        case .codeBlock(let info, let text): writeCode(text, info: info, id)
        case .htmlBlock(let text): writeHTMLBlock(text)
        case .paragraph:
            guard !isTight else { break }
            html.startLine()
            if isCalloutTitle(id) { openCalloutTitle() } else { openTag("p", id) }
        case .heading(let level):
            html.startLine()
            openTag("h\(level)", id)
        case .thematicBreak:
            html.startLine()
            html.write("<hr />\n")
        case .text(let text): html.writeEscaped(text)
        case .softBreak: html.write("\n")
        case .lineBreak: html.write("<br />\n")
        case .code(let text):
            html.write("<code>")
            html.writeEscaped(text)
            html.write("</code>")
        case .inlineHTML(let text): writeInlineHTML(text)
        case .emphasis: html.write("<em>")
        case .strong: html.write("<strong>")
        case .link(let destination, let title): openLink(destination, title)
        case .image: break
        default: enterExtension(id, node)
        }
    }

    private mutating func leave(_ id: Tree.ID, _ node: Tree.Node, isTight: Bool) {
        switch node.kind {
        case .blockQuote: close("blockquote")
        case .list(let list): close(list.start == nil ? "ul" : "ol")
        case .item: html.write("</li>\n")
        case .paragraph:
            guard !isTight else { break }
            writeReturns(fromNoteEndingWith: id)
            html.write(isCalloutTitle(id) ? calloutTitleEnd : "</p>\n")
        case .heading(let level): html.write("</h\(level)>\n")
        case .emphasis: html.write("</em>")
        case .strong: html.write("</strong>")
        case .link: html.write("</a>")
        default: leaveExtension(id, node)
        }
    }
}

// MARK: Tags

extension HTMLWriter {
    /// A tag on a line of its own.
    mutating func open(_ name: String, _ id: Tree.ID) {
        html.startLine()
        openTag(name, id)
        html.write("\n")
    }

    mutating func close(_ name: String) {
        html.startLine()
        html.write("</\(name)>\n")
    }

    /// A tag with the id and the classes that the node has, and the classes it always has.
    mutating func openTag(_ name: String, _ id: Tree.ID, classes: [String] = [], _ more: String = "") {
        let attributes = tree.attributes[id] ?? Attributes()
        html.write("<" + name)
        if let own = attributes.id { writeAttribute("id", own) }
        let classes = classes + attributes.classes
        if !classes.isEmpty { writeAttribute("class", classes.joined(separator: " ")) }
        html.write(more + ">")
    }

    mutating func writeAttribute(_ name: String, _ value: String) {
        html.write(" \(name)=\"")
        html.writeEscaped(value)
        html.write("\"")
    }

    private mutating func writeAddress(_ name: String, _ address: String) {
        html.write(" \(name)=\"")
        if allowsRawHTML || !isUnsafe(address: address) { html.writeAddress(address) }
        html.write("\"")
    }

    private mutating func openList(_ list: List, _ id: Tree.ID) {
        guard let start = list.start else { return open("ul", id) }
        html.startLine()
        openTag("ol", id, start == 1 ? "" : " start=\"\(start)\"")
        html.write("\n")
    }

    private mutating func writeCode(_ text: String, info: String, _ id: Tree.ID) {
        html.startLine()
        openTag("pre", id)
        html.write("<code")
        if let language = info.split(whereSeparator: \.isWhitespace).first {
            writeAttribute("class", "language-" + language)
        }
        html.write(">")
        html.writeEscaped(text)
        html.write("</code></pre>\n")
    }

    private mutating func openLink(_ destination: String, _ title: String) {
        html.write("<a")
        writeAddress("href", destination)
        if !title.isEmpty { writeAttribute("title", title) }
        html.write(">")
    }

    private mutating func writeImage(_ id: Tree.ID, _ destination: String, _ title: String) {
        html.write("<img")
        writeAddress("src", destination)
        writeAttribute("alt", tree.plainText(of: id))
        writeSize(tree.attributes[id] ?? Attributes())
        if !title.isEmpty { writeAttribute("title", title) }
        html.write(" />")
    }

    /// The pixels tell browsers the ratio, so that text does not move when the picture comes.
    private mutating func writeSize(_ attributes: Attributes) {
        let given = attributes.width.flatMap { Int($0) }
        if let pixels = attributes.pixels {
            let width = given ?? pixels.width
            writeAttribute("width", "\(width)")
            writeAttribute("height", "\(max(1, (pixels.height * width + pixels.width / 2) / pixels.width))")
        } else if let given {
            writeAttribute("width", "\(given)")
        }
        if let width = attributes.width, given == nil { writeAttribute("style", "width: \(width)") }
    }

    /// Comments are for the author; other raw HTML is shown as it was written.
    private mutating func writeHTMLBlock(_ text: String) {
        html.startLine()
        if allowsRawHTML {
            html.write(text)
        } else if !isComment(text) {
            html.write("<p>")
            html.writeEscaped(text.last == "\n" ? String(text.dropLast()) : text)
            html.write("</p>")
        }
        html.startLine()
    }

    private mutating func writeInlineHTML(_ text: String) {
        if allowsRawHTML {
            html.write(text)
        } else if !isComment(text) {
            html.writeEscaped(text)
        }
    }

    private func isComment(_ text: String) -> Bool {
        guard text.hasPrefix("<!--"), let end = text.firstRange(of: "-->") else { return false }
        return text[end.upperBound...].allSatisfy(\.isWhitespace)
    }
}
