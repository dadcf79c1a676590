import Markdown

extension HTMLWriter {
    mutating func enterExtension(_ id: Tree.ID, _ node: Tree.Node) {
        switch node.kind {
        case .table: open("table", id)
        case .tableRow, .tableCell: break
        case .callout(let callout, let hasTitle): openCallout(callout, hasTitle: hasTitle, id)
        case .mathBlock(let tex, let label): writeMathBlock(tex, label: label)
        case .math(let tex, let isDisplay): writeMath(tex, isDisplay: isDisplay)
        case .task(let isDone):
            html.startLine()
            openTag("li", id, classes: ["task"])
            html.write("<input type=\"checkbox\" disabled=\"\"\(isDone ? " checked=\"\"" : "") /> ")
        case .strikethrough: html.write("<del>")
        case .highlight: html.write("<mark>")
        case .definitionList: open("dl", id)
        case .term:
            html.startLine()
            openTag("dt", id)
        case .definition: open("dd", id)
        default: break
        }
    }

    mutating func leaveExtension(_ id: Tree.ID, _ node: Tree.Node) {
        switch node.kind {
        case .table: close("table")
        case .callout(let callout, _): closeCallout(callout)
        case .task: html.write("</li>\n")
        case .strikethrough: html.write("</del>")
        case .highlight: html.write("</mark>")
        case .definitionList: close("dl")
        case .term: html.write("</dt>\n")
        case .definition: close("dd")
        default: break
        }
    }

    mutating func openCallout(_ callout: Callout, hasTitle: Bool, _ id: Tree.ID) {}
    mutating func closeCallout(_ callout: Callout) {}
    mutating func writeMathBlock(_ tex: String, label: String?) {}
    mutating func writeMath(_ tex: String, isDisplay: Bool) {}
}
