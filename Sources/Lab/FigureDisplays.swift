import Figures

extension Chart: Displayable {
    /// The picture, and the chart in words.
    public var forms: [String: String] { ["image/svg+xml": svg(), "text/plain": plainText, "text/csv": csv] }
}

extension Table: Displayable {
    public var forms: [String: String] { ["text/html": html(), "text/plain": plainText, "text/csv": csv] }
}
