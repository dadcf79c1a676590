import Notebook

/// The document around a page's content: head, course title, contents, neighbours and foot.
public struct PageShell: Sendable {
    public var course: Course
    /// The lessons in order.
    public var lessons: [Page]
    /// The compiler that ran the lessons: `Swift 6.3.1`.
    public var toolchain: String?
    /// Whether the site has a page of all references.
    public var hasReferences = false

    public init(course: Course, lessons: [Page]) {
        self.course = course
        self.lessons = lessons
    }

    /// The HTML document of the lesson at a place in `lessons`.
    public func lesson(at index: Int) -> String {
        let page = lessons[index]
        var html = PageHead(course: course, page: page, title: "\(page.title) · \(course.title)").html
        html += "<body class=\"lesson\" id=\"top\" data-root=\"\(page.root)\">\n"
        html += banner(root: page.root, hasContents: true)
        html += "<div class=\"layout\">\n" + ContentsView(lessons: lessons, current: index).html
        html += "<main id=\"main\" tabindex=\"-1\">\n<article>\n\(title(of: page, index))\(page.body)</article>\n"
        html += "\(neighbours(of: index))</main>\n</div>\n"
        return html + foot(LessonFoot(course: course, page: page, toolchain: toolchain).html, root: page.root)
    }

    private func title(of page: Page, _ index: Int) -> String {
        var html = "<header class=\"title\">\n<p class=\"eyebrow\">Lesson \(index + 1) of \(lessons.count)"
        html += "<span class=\"minutes\">\(page.minutes) min read</span></p>\n"
        html += "<h1>\(page.title.htmlEscaped)</h1>\n"
        if let subtitle = page.subtitle { html += "<p class=\"subtitle\">\(subtitle.htmlEscaped)</p>\n" }
        var line = page.authors.isEmpty ? [] : [page.authors.joined(separator: ", ").htmlEscaped]
        if let date = page.date { line.append("<time datetime=\"\(date)\">\(Day(date).written)</time>") }
        if !line.isEmpty { html += "<p class=\"byline\">\(line.joined(separator: " · "))</p>\n" }
        if !page.prerequisites.isEmpty {
            html += "<p class=\"byline\">Read first: \(links(page.prerequisites, root: page.root))</p>\n"
        }
        return html + "</header>\n"
    }

    private func links(_ links: [Page.Link], root: String) -> String {
        links.map { "<a href=\"\(root)\($0.path.htmlEscaped)\">\($0.title.htmlEscaped)</a>" }.joined(separator: ", ")
    }

    /// The HTML document of the index: the course at a glance.
    public var index: String {
        var page = Page(path: "index.html", title: course.title, summary: course.summary, body: "")
        page.card = lessons.lazy.compactMap(\.card).first
        let lead = course.summary.map { "<p class=\"subtitle\">\($0.htmlEscaped)</p>\n" } ?? ""
        let list = "<ol class=\"course\">\n" + lessons.map(entry).joined() + "</ol>\n"
        let count = lessons.count == 1 ? "One lesson." : "\(lessons.count) lessons."
        return document(page, title: course.title, lead: lead, content: list, count)
    }

    /// The HTML document of the page that a server shows for an address that is none.
    var missing: String {
        let page = Page(path: "404.html", title: "There is no such page", body: "")
        let home = "<p>The lesson may have been renamed. <a href=\"\(root(page))index.html\">All lessons</a></p>\n"
        return document(page, title: "\(page.title) · \(course.title)", lead: "", content: home, "")
    }

    /// The HTML document of all references.
    func references(_ list: String) -> String {
        let page = Page(path: "references.html", title: "References", body: "")
        return document(page, title: "References · \(course.title)", lead: "", content: list, "")
    }

    /// A page that is no lesson.
    private func document(_ page: Page, title: String, lead: String, content: String, _ text: String) -> String {
        var html = PageHead(course: course, page: page, title: title, root: root(page)).html
        let name = page.path == "index.html" ? "index" : "plain"
        html += "<body class=\"\(name)\" id=\"top\" data-root=\"\(root(page))\">\n"
        html += banner(root: root(page), hasContents: false)
        html += "<div class=\"layout\">\n<main id=\"main\" tabindex=\"-1\">\n<header class=\"title\">\n"
        html += "<h1>\(page.title.htmlEscaped)</h1>\n\(lead)</header>\n\(content)</main>\n</div>\n"
        return html + foot(text.isEmpty ? "" : "<p>\(text)</p>\n", root: root(page))
    }

    /// The page for what is missing is shown at any depth, so it needs the site's own address if there is one.
    private func root(_ page: Page) -> String {
        page.path == "404.html" ? (course.baseURL ?? "").htmlEscaped : page.root
    }

    private func entry(_ page: Page) -> String {
        var html = "<li>\n<h2><a href=\"\(page.path.htmlEscaped)\">\(page.title.htmlEscaped)</a></h2>\n"
        if let text = page.summary ?? page.subtitle { html += "<p>\(text.htmlEscaped)</p>\n" }
        var line = ["\(page.minutes) min read"]
        line += page.tags.map(\.htmlEscaped)
        if !page.prerequisites.isEmpty { line.append("after \(links(page.prerequisites, root: ""))") }
        return html + "<p class=\"minutes\">\(line.joined(separator: " · "))</p>\n</li>\n"
    }

    private func banner(root: String, hasContents: Bool) -> String {
        var html = "<a class=\"skip\" href=\"#main\">Skip to the text</a>\n<header class=\"banner\">\n"
        html += "<a class=\"course-title\" href=\"\(root)index.html\">\(course.title.htmlEscaped)</a>\n"
        html += "<div class=\"controls\">\n"
        if hasContents {
            html += "<button class=\"open-contents\" type=\"button\" popovertarget=\"contents\">Contents</button>\n"
        }
        // A script shows these buttons, since without one they could do nothing.
        html += "<button class=\"search\" type=\"button\" aria-keyshortcuts=\"/\" hidden>Search</button>\n"
        html += "<button class=\"theme\" type=\"button\" hidden>Theme</button>\n</div>\n</header>\n"
        return html
    }

    private func neighbours(of index: Int) -> String {
        var links = ""
        if index > 0 { links += link(to: index - 1, from: index, relation: "prev", word: "Previous") }
        if index + 1 < lessons.count { links += link(to: index + 1, from: index, relation: "next", word: "Next") }
        return links.isEmpty
            ? "" : "<nav class=\"neighbours\" aria-label=\"Previous and next lesson\">\n\(links)</nav>\n"
    }

    private func link(to target: Int, from index: Int, relation: String, word: String) -> String {
        let page = lessons[target]
        return "<a rel=\"\(relation)\" href=\"\(lessons[index].root)\(page.path.htmlEscaped)\">"
            + "<span class=\"word\">\(word)</span> <span class=\"name\">\(page.title.htmlEscaped)</span></a>\n"
    }

    private func foot(_ text: String, root: String) -> String {
        var parts = [course.title.htmlEscaped]
        if let licence = course.licence { parts.append(licence.htmlEscaped) }
        if hasReferences { parts.append("<a href=\"\(root)references.html\">All references</a>") }
        if let repository = course.repository { parts.append("<a href=\"\(repository.htmlEscaped)\">Source code</a>") }
        let line = parts.joined(separator: " · ")
        return "<footer class=\"foot\">\n\(text)<p>\(line)</p>\n</footer>\n</body>\n</html>\n"
    }
}
