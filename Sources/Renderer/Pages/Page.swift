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
    /// The fonts of its formulas: `KaTeX_Main-Regular`.
    public var mathFonts: Set<String> = []
    public var authors: [String] = []
    /// `2026-05-31`.
    public var date: String?
    public var tags: [String] = []
    /// Lessons to read before.
    public var prerequisites: [Link] = []
    /// What search finds of it.
    public var sections: [SearchSection] = []
    /// The files beside the lessons that it shows or leads to.
    public var files: Set<String> = []
    /// The keys of the works it cites, in order.
    public var cited: [String] = []
    /// The lesson's text in the repository; nil for pages that have none.
    public var source: String?
    /// The commit that changed its source last.
    public var commit: Commit?
    /// The first picture that it shows.
    public var leadPicture: LeadPicture?
    /// The picture on the cards that other sites make of links to it.
    public var card: Card?
    /// The HTML of what other lessons lead to in it, by anchor; nil when none does.
    public var pieces: [String: String]?
    /// What can be downloaded: the lesson as Markdown and as a Jupyter notebook.
    public var downloads: [SiteFile] = []
    /// The numbers behind its charts as CSV, which it links to.
    public var data: [SiteFile] = []

    public struct Link: Hashable, Sendable {
        public var title: String
        public var path: String

        public init(title: String, path: String) {
            self.title = title
            self.path = path
        }
    }

    public struct Commit: Hashable, Sendable {
        /// In short.
        public var hash: String
        /// `2026-05-31`.
        public var date: String

        public init(hash: String, date: String) {
            self.hash = hash
            self.date = date
        }
    }

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
