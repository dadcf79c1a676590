import Markdown

// Figures, tabs, columns, notes in the margin and the answers of a quiz. All of them work without a script: tabs are
// radio buttons, answers are disclosures.

extension HTMLWriter {
    mutating func enterLayout(_ id: Tree.ID, _ node: Tree.Node) {
        switch node.kind {
        case .figure(let isTable):
            html.startLine()
            openTag("figure", id, classes: [isTable ? "table" : "picture"])
            html.write("\n")
        case .caption:
            html.startLine()
            html.write("<figcaption>")
        case .tabs:
            html.startLine()
            openTag("div", id, classes: ["tabs"], " role=\"group\"")
            html.write("\n")
        case .tab: break
        case .tabTitle: openTabTitle()
        case .columns: openDivision(id, "columns")
        case .column: openDivision(id, "column")
        case .marginNote:
            html.startLine()
            openTag("aside", id, classes: ["margin"])
            html.write("\n")
        case .choices:
            html.startLine()
            openTag("ul", id, classes: ["choices"])
            html.write("\n")
        case .choice:
            html.startLine()
            openTag("li", id)
            html.write("<details>\n")
        case .answer: html.write("<summary>")
        default: break
        }
    }

    mutating func leaveLayout(_ id: Tree.ID, _ node: Tree.Node) {
        switch node.kind {
        case .figure: close("figure")
        case .caption: html.write("</figcaption>\n")
        case .tabs, .columns, .column: close("div")
        case .tab: close("div")
        case .tabTitle: html.write("</label>\n<div class=\"tab\">\n")
        case .marginNote: close("aside")
        case .choices: close("ul")
        case .choice: html.write("</details></li>\n")
        case .answer:
            html.write("</summary>\n")
            if let parent = parents.last, case .choice(let isRight) = tree[parent].kind {
                html.write("<p class=\"verdict \(isRight ? "right" : "wrong")\">")
                html.writeEscaped(isRight ? words.right : words.wrong)
                html.write("</p>\n")
            }
        default: break
        }
    }

    private mutating func openDivision(_ id: Tree.ID, _ name: String) {
        html.startLine()
        openTag("div", id, classes: [name])
        html.write("\n")
    }

    /// A radio button and the label that is left open for the title.
    private mutating func openTabTitle() {
        guard parents.count >= 2, let tab = parents.last else { return }
        let tabs = parents[parents.count - 2]
        let isFirst = tree[tabs].children.first { tree[$0].kind == .tab } == tab
        html.write("<input type=\"radio\" name=\"tabs-\(tabs.index)\" id=\"tab-\(tab.index)\"")
        html.write(isFirst ? " checked>" : ">")
        html.write("<label for=\"tab-\(tab.index)\">")
    }
}
