/// A heading of a page, for its contents.
public struct Heading: Hashable, Sendable {
    /// 1 for the page's own title; sections start at 2.
    public var level: Int
    /// The id that it has on the page.
    public var id: String
    /// Its text as inline HTML without links.
    public var html: String

    public init(level: Int, id: String, html: String) {
        self.level = level
        self.id = id
        self.html = html
    }
}

/// A page of the site before it is dressed: what it says, and what its head and the pages around it must know.
public struct Page: Hashable, Sendable {
    /// Relative to the site's root: `feature-scaling.html`.
    public var path: String
    /// Plain text.
    public var title: String
    public var subtitle: String?
    /// A sentence or two for the index and for search engines; plain text.
    public var summary: String?
    /// The content below the title.
    public var body: String
    /// The headings of the content, in order.
    public var headings: [Heading]
    /// Whether it has formulas, and so needs their style and fonts.
    public var hasMath: Bool
    /// How many words it has, for the time that reading takes.
    public var wordCount: Int

    public init(
        path: String, title: String, subtitle: String? = nil, summary: String? = nil, body: String,
        headings: [Heading] = [], hasMath: Bool = false, wordCount: Int = 0
    ) {
        self.path = path
        self.title = title
        self.subtitle = subtitle
        self.summary = summary
        self.body = body
        self.headings = headings
        self.hasMath = hasMath
        self.wordCount = wordCount
    }

    /// Minutes to read it, at 220 words a minute, at least one.
    public var minutes: Int { max(1, (wordCount + 110) / 220) }
}
