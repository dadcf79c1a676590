/// The contents column: the lessons around this one, and the sections of this one below its name.
struct ContentsView {
    var lessons: [Page]
    /// The place of the page in `lessons`; nil on the index.
    var current: Int?

    /// Lessons shown on each side of the current one. A column that listed the whole course would make the site
    /// grow with the square of the number of lessons.
    static let reach = 12

    var html: String {
        let around = current ?? 0
        let range = max(0, around - Self.reach)..<min(lessons.count, around + Self.reach + 1)
        var html = "<nav class=\"contents\" id=\"contents\" popover aria-label=\"Contents\">\n"
        html += "<ol class=\"lessons\" start=\"\(range.lowerBound + 1)\">\n"
        for index in range { html += item(index) }
        html += "</ol>\n"
        if range.count < lessons.count {
            html += "<p class=\"all\"><a href=\"\(root)index.html\">All \(lessons.count) lessons</a></p>\n"
        }
        return html + "</nav>\n"
    }

    private var root: String { current.map { lessons[$0].root } ?? "" }

    private func item(_ index: Int) -> String {
        let page = lessons[index]
        let title = page.title.htmlEscaped
        guard index == current else {
            return "<li><a href=\"\(root)\(page.path.htmlEscaped)\">\(title)</a></li>\n"
        }
        return "<li><a href=\"#top\" aria-current=\"page\">\(title)</a>\n\(sections(page))</li>\n"
    }

    /// Sections, with their subsections one step in; deeper headings are left to the page.
    private func sections(_ page: Page) -> String {
        let shown = page.headings.filter { $0.level == 2 || $0.level == 3 }
        guard !shown.isEmpty else { return "" }
        var html = "<ul class=\"sections\">\n"
        for heading in shown {
            html +=
                "<li class=\"level-\(heading.level)\"><a href=\"#\(heading.id.htmlEscaped)\">\(heading.html)</a></li>\n"
        }
        return html + "</ul>\n"
    }
}

extension Page {
    /// What leads from this page to the site's root: empty, or `../` for each folder it lies in.
    var root: String { String(repeating: "../", count: path.utf8.count { $0 == UInt8(ascii: "/") }) }
}
