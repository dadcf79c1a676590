/// Something that was read from a file, and where it stands there.
public struct Located<Value: Hashable & Sendable>: Hashable, Sendable {
    public var value: Value
    /// From 1.
    public var line: Int
    /// From 1, in UTF-8 bytes.
    public var column: Int

    public init(_ value: Value, line: Int, column: Int) {
        self.value = value
        self.line = line
        self.column = column
    }
}

/// What the head of a lesson says about it.
public struct FrontMatter: Hashable, Sendable {
    public var title: String?
    public var subtitle: String?
    public var summary: String?
    public var order: Int?
    public var authors: [String] = []
    /// `2026-05-31`.
    public var date: String?
    public var tags: [String] = []
    /// Whether it is left out of the site.
    public var isDraft = false
    /// The names of lessons to read before.
    public var prerequisites: [Located<String>] = []
    /// Whether straight quotes and dashes are set as a typesetter sets them.
    public var setsQuotesAndDashes = true

    public init(title: String? = nil, subtitle: String? = nil, summary: String? = nil, order: Int? = nil) {
        self.title = title
        self.subtitle = subtitle
        self.summary = summary
        self.order = order
    }
}

/// What `lessons/course.yml` says about the course.
public struct Course: Hashable, Sendable {
    public var title: String
    public var summary: String?
    public var language: String
    /// Seconds after which a cell is stopped, unless it says otherwise.
    public var timeout: Double
    /// The name of the licence, or a sentence about it.
    public var licence: String?
    /// Where the sources are to be seen, without a slash at its end; pages then lead to "Edit this page".
    public var repository: String?
    /// The branch of the repository that readers edit.
    public var branch = "main"
    /// Where the site is served from, with a slash at its end; nil when it may be anywhere.
    public var baseURL: String?
    /// Colours by name, `accent` for light and `accent-dark` for dark pages: `#0f5c86`.
    public var colors: [String: String] = [:]
    /// Whether HTML in lessons is written to pages as it is.
    public var allowsRawHTML = false
    /// TeX by the command that stands for it.
    public var macros: [String: String] = [:]
    /// The file of references, beside `course.yml`.
    public var bibliography: Located<String>?

    public init(title: String = "Lessons", summary: String? = nil, language: String = "en", timeout: Double = 120) {
        self.title = title
        self.summary = summary
        self.language = language
        self.timeout = timeout
    }
}
