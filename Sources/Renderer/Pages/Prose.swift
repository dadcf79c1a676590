import Markdown
import Notebook

/// The Markdown of a lesson as HTML.
public struct Prose: Hashable, Sendable {
    public var html: String
    /// The headings below the title, in order.
    public var headings: [Heading]
    public var hasMath: Bool
    /// The fonts of its formulas: `KaTeX_Main-Regular`.
    public var mathFonts: Set<String> = []
    public var wordCount: Int
    public var sections: [SearchSection] = []
    /// The files beside the lessons that the text shows or leads to.
    public var files: Set<String> = []
    /// The keys of the works it cites, in order.
    public var cited: [String] = []
    /// The HTML of what other lessons lead to in it, by anchor.
    public var pieces: [String: String] = [:]

    public init(html: String, headings: [Heading] = [], hasMath: Bool = false, wordCount: Int = 0) {
        self.html = html
        self.headings = headings
        self.hasMath = hasMath
        self.wordCount = wordCount
    }
}

/// Something as a page has it: its HTML, and the text of it that a reader sees.
public struct Rendition: Hashable, Sendable {
    public var html: String
    public var text: String

    public init(html: String, text: String) {
        self.html = html
        self.text = text
    }
}

/// What turns Markdown into HTML for a page.
public protocol ProseWriter {
    /// Writes a lesson; where `replacement` has something for a node, that stands in the node's place.
    func prose(of lesson: Lesson, replacing replacement: [Tree.ID: Rendition]) -> Prose
    /// Writes one line of Markdown, such as a caption, without a paragraph around it; `place` is where it stands.
    func inline(_ markdown: String, at place: Position) -> Rendition
}
