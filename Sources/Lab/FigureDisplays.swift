import Figures

extension Chart: Displayable {
    /// The picture, the chart in words, and the numbers behind it, unless there are too many to be read.
    public var forms: [String: String] {
        let table = dataTable()
        var forms = ["image/svg+xml": svg(), "text/plain": plainText]
        if table.rowCount > 0 { forms["text/csv"] = table.csv }
        if table.rowCount > 0, table.rowCount <= 500 { forms["text/html"] = table.html() }
        return forms
    }
}

extension Table: Displayable {
    public var forms: [String: String] { ["text/html": html(), "text/plain": plainText, "text/csv": csv] }
}
