import Markdown

extension HTMLWriter {
    /// What the writer itself says, in the language of the course.
    public struct Words: Sendable {
        public var callouts: [Callout: String]
        public var backToText: String
        public var right: String
        public var wrong: String
        public var done: String
        public var open: String

        public init(
            callouts: [Callout: String] = [
                .note: "Note", .tip: "Tip", .warning: "Warning", .important: "Important", .caution: "Caution",
                .exercise: "Exercise", .hint: "Hint", .solution: "Solution", .quiz: "Quiz",
            ],
            backToText: String = "Back to the text", right: String = "Right.", wrong: String = "Not quite.",
            done: String = "Done", open: String = "To do"
        ) {
            self.callouts = callouts
            self.backToText = backToText
            self.right = right
            self.wrong = wrong
            self.done = done
            self.open = open
        }
    }

    mutating func enterExtension(_ id: Tree.ID, _ node: Tree.Node) {
        switch node.kind {
        case .table: open("table", id)
        case .tableRow: openRow(id)
        case .tableCell: openCell(id)
        case .callout(let callout, let hasTitle): openCallout(callout, hasTitle: hasTitle, id)
        case .mathBlock(let tex, let label): writeMathBlock(tex, label: label)
        case .math(let tex, let isDisplay): writeMath(tex, isDisplay: isDisplay)
        case .task(let isDone):
            html.startLine()
            openTag("li", id, classes: ["task"])
            html.write("<input type=\"checkbox\"")
            writeAttribute("aria-label", isDone ? words.done : words.open)
            html.write(" disabled=\"\"\(isDone ? " checked=\"\"" : "") /> ")
        case .strikethrough: html.write("<del>")
        case .highlight: html.write("<mark>")
        case .definitionList: open("dl", id)
        case .term:
            html.startLine()
            openTag("dt", id)
        case .definition:
            html.startLine()
            openTag("dd", id)
        case .footnotes:
            html.startLine()
            html.write("<section class=\"footnotes\" role=\"doc-endnotes\">\n<ol>\n")
        case .footnote(_, let number, _): html.write("<li id=\"fn-\(number)\">")
        case .footnoteReference(_, let number, let occurrence):
            html.write("<sup><a href=\"#fn-\(number)\" id=\"\(reference(number, occurrence))\" role=\"doc-noteref\">")
            html.write("\(number)</a></sup>")
        default: enterLayout(id, node)
        }
    }

    mutating func leaveExtension(_ id: Tree.ID, _ node: Tree.Node) {
        switch node.kind {
        case .table:
            html.write(tree[id].children.count > 1 ? "</tbody>\n" : "")
            close("table")
        case .tableRow:
            html.write("</tr>\n")
            if isHead(id) { html.write("</thead>\n") }
        case .tableCell: html.write(parents.last.map(isHead) == true ? "</th>\n" : "</td>\n")
        case .callout(let callout, _): close(callout.startsClosed ? "details" : "div")
        case .task: html.write("</li>\n")
        case .strikethrough: html.write("</del>")
        case .highlight: html.write("</mark>")
        case .definitionList: close("dl")
        case .term: html.write("</dt>\n")
        case .definition: html.write("</dd>\n")
        case .footnotes: html.write("</ol>\n</section>\n")
        case .footnote(_, let number, let references): closeFootnote(id, number, references)
        default: leaveLayout(id, node)
        }
    }
}

// MARK: Tables

extension HTMLWriter {
    /// Whether a row is the first of its table.
    private func isHead(_ row: Tree.ID) -> Bool {
        guard let table = parents.last(where: { if case .table = tree[$0].kind { true } else { false } }) else {
            return false
        }
        return tree[table].children.first == row
    }

    private mutating func openRow(_ id: Tree.ID) {
        column = 0
        html.startLine()
        if isHead(id) {
            html.write("<thead>\n")
        } else if let table = parents.last, tree[table].children.dropFirst().first == id {
            html.write("<tbody>\n")
        }
        html.write("<tr>\n")
    }

    private mutating func openCell(_ id: Tree.ID) {
        let isHead = parents.last.map(isHead) == true
        var style = ""
        if parents.count >= 2, case .table(let alignments) = tree[parents[parents.count - 2]].kind,
            alignments.indices.contains(column), alignments[column] != .none
        {
            style = " style=\"text-align: \(alignments[column].rawValue)\""
        }
        column += 1
        openTag(isHead ? "th" : "td", id, isHead ? " scope=\"col\"\(style)" : style)
    }
}

// MARK: Callouts

extension HTMLWriter {
    private mutating func openCallout(_ callout: Callout, hasTitle: Bool, _ id: Tree.ID) {
        html.startLine()
        let classes = ["callout", "callout-\(callout.rawValue)"]
        openTag(
            callout.startsClosed ? "details" : "div", id, classes: classes, callout.startsClosed ? "" : " role=\"note\""
        )
        html.write("\n")
        guard !hasTitle else { return }
        parents.append(id)
        openCalloutTitle()
        html.writeEscaped(words.callouts[callout] ?? callout.rawValue)
        html.write(calloutTitleEnd)
        parents.removeLast()
    }

    /// Whether a paragraph is the title that the author gave the callout that is open.
    func isCalloutTitle(_ id: Tree.ID) -> Bool {
        guard let parent = parents.last, case .callout(_, hasTitle: true) = tree[parent].kind else { return false }
        return tree[parent].children.first == id
    }

    private var isInClosedCallout: Bool {
        guard let parent = parents.last, case .callout(let callout, _) = tree[parent].kind else { return false }
        return callout.startsClosed
    }

    mutating func openCalloutTitle() {
        html.write(isInClosedCallout ? "<summary class=\"callout-title\">" : "<p class=\"callout-title\">")
    }

    var calloutTitleEnd: String { isInClosedCallout ? "</summary>\n" : "</p>\n" }
}

// MARK: Math and footnotes

extension HTMLWriter {
    private mutating func writeMathBlock(_ tex: String, label: String?) {
        html.startLine()
        html.write("<div class=\"math\"")
        if let label { writeAttribute("id", label) }
        html.write(">")
        html.writeEscaped(tex)
        html.write("</div>\n")
    }

    private mutating func writeMath(_ tex: String, isDisplay: Bool) {
        html.write(isDisplay ? "<span class=\"math math-display\">" : "<span class=\"math\">")
        html.writeEscaped(tex)
        html.write("</span>")
    }

    private func reference(_ number: Int, _ occurrence: Int) -> String {
        occurrence == 1 ? "fnref-\(number)" : "fnref-\(number)-\(occurrence)"
    }

    /// The ways back from a footnote, one for each reference to it, at its end.
    mutating func writeReturns(fromNoteEndingWith paragraph: Tree.ID) {
        guard let note = parents.last, case .footnote(_, let number, let references) = tree[note].kind,
            tree[note].children.last == paragraph
        else { return }
        writeReturns(number, references)
    }

    /// A footnote that ends in a list or the like has its ways back in a line of their own.
    private mutating func closeFootnote(_ id: Tree.ID, _ number: Int, _ references: Int) {
        if let last = tree[id].children.last, tree[last].kind != .paragraph {
            html.startLine()
            html.write("<p>")
            writeReturns(number, references)
            html.write("</p>\n")
        }
        html.write("</li>\n")
    }

    private mutating func writeReturns(_ number: Int, _ references: Int) {
        guard references > 0 else { return }
        for occurrence in 1...references {
            html.write(" <a href=\"#\(reference(number, occurrence))\" role=\"doc-backlink\"")
            writeAttribute("aria-label", words.backToText)
            html.write(">↩</a>")
        }
    }
}
