import Notebook

/// The document around a page's content: head, course title, contents, neighbours and foot.
public struct PageShell: Sendable {
    public var course: Course
    /// The lessons in order.
    public var lessons: [Page]

    public init(course: Course, lessons: [Page]) {
        self.course = course
        self.lessons = lessons
    }

    /// The HTML document of the lesson at a place in `lessons`.
    public func lesson(at index: Int) -> String {
        let page = lessons[index]
        var html = head(title: "\(page.title) · \(course.title)", page: page)
        html += "<body class=\"lesson\" id=\"top\">\n" + banner(root: page.root, hasContents: true)
        html += "<div class=\"layout\">\n" + ContentsView(lessons: lessons, current: index).html
        html += "<main id=\"main\" tabindex=\"-1\">\n<article>\n<header class=\"title\">\n"
        html += "<p class=\"eyebrow\">Lesson \(index + 1) of \(lessons.count)"
        html += "<span class=\"minutes\">\(page.minutes) min read</span></p>\n"
        html += "<h1>\(page.title.htmlEscaped)</h1>\n"
        if let subtitle = page.subtitle { html += "<p class=\"subtitle\">\(subtitle.htmlEscaped)</p>\n" }
        html += "</header>\n\(page.body)</article>\n\(neighbours(of: index))</main>\n</div>\n"
        return html + foot("The code on this page was run when the page was built, and its results are what you see.")
    }

    /// The HTML document of the index: the course at a glance.
    public var index: String {
        let page = Page(path: "index.html", title: course.title, summary: course.summary, body: "")
        var html = head(title: course.title, page: page)
        html += "<body class=\"index\" id=\"top\">\n" + banner(root: "", hasContents: false)
        html += "<div class=\"layout\">\n<main id=\"main\" tabindex=\"-1\">\n<header class=\"title\">\n"
        html += "<h1>\(course.title.htmlEscaped)</h1>\n"
        if let summary = course.summary { html += "<p class=\"subtitle\">\(summary.htmlEscaped)</p>\n" }
        html += "</header>\n<ol class=\"course\">\n" + lessons.map(entry).joined() + "</ol>\n</main>\n</div>\n"
        return html + foot(lessons.count == 1 ? "One lesson." : "\(lessons.count) lessons.")
    }

    private func entry(_ page: Page) -> String {
        var html = "<li>\n<h2><a href=\"\(page.path.htmlEscaped)\">\(page.title.htmlEscaped)</a></h2>\n"
        if let text = page.summary ?? page.subtitle { html += "<p>\(text.htmlEscaped)</p>\n" }
        return html + "<p class=\"minutes\">\(page.minutes) min read</p>\n</li>\n"
    }

    private func head(title: String, page: Page) -> String {
        let root = page.root
        var html = "<!DOCTYPE html>\n<html lang=\"\(course.language.htmlEscaped)\">\n<head>\n<meta charset=\"utf-8\">\n"
        html += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        html += "<meta name=\"color-scheme\" content=\"light dark\">\n<title>\(title.htmlEscaped)</title>\n"
        if let summary = page.summary ?? page.subtitle {
            html += "<meta name=\"description\" content=\"\(summary.htmlEscaped)\">\n"
        }
        if page.hasMath { html += "<link rel=\"stylesheet\" href=\"\(root)assets/katex/katex.min.css\">\n" }
        for sheet in ["fonts.css", "lessons.css"] {
            html += "<link rel=\"stylesheet\" href=\"\(root)assets/\(sheet)\">\n"
        }
        // Before the first paint, so that a theme that was chosen does not flash.
        html += "<script>try{var t=localStorage.getItem(\"theme\");if(t)document.documentElement.dataset.theme=t}"
        html += "catch(e){}</script>\n<script src=\"\(root)assets/lessons.js\" defer></script>\n</head>\n"
        return html
    }

    private func banner(root: String, hasContents: Bool) -> String {
        var html = "<a class=\"skip\" href=\"#main\">Skip to the text</a>\n<header class=\"banner\">\n"
        html += "<a class=\"course-title\" href=\"\(root)index.html\">\(course.title.htmlEscaped)</a>\n"
        html += "<div class=\"controls\">\n"
        if hasContents {
            html += "<button class=\"open-contents\" type=\"button\" popovertarget=\"contents\">Contents</button>\n"
        }
        // A script shows the button, since without one it could do nothing.
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

    private func foot(_ text: String) -> String {
        "<footer class=\"foot\">\n<p>\(course.title.htmlEscaped). \(text)</p>\n</footer>\n</body>\n</html>\n"
    }
}
