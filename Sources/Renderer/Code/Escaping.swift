extension String {
    /// The text fit for HTML's content and for its attributes in double quotes.
    var htmlEscaped: String { HTMLText.escape(self) }
}
