import Notebook

/// What other programs read of a site that has an address: a site map and a feed.
struct Syndication {
    var course: Course
    var base: String
    var pages: [Page]

    /// Every page's address, with the day of its last change where it is known.
    var siteMap: String {
        var xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        xml +=
            "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n<url><loc>\(base.htmlEscaped)</loc></url>\n"
        for page in pages {
            let day = page.lastChange.map { "<lastmod>\($0)</lastmod>" } ?? ""
            xml += "<url><loc>\(address(page))</loc>\(day)</url>\n"
        }
        return xml + "</urlset>\n"
    }

    /// An Atom feed (RFC 4287) of the lessons whose date is known, the newest first.
    var feed: String {
        let dated = pages.compactMap { page in page.lastChange.map { (page, $0) } }
            .sorted { ($1.1, $0.0.path) < ($0.1, $1.0.path) }
        var xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n"
        xml += "<title>\(course.title.htmlEscaped)</title>\n<id>\(base.htmlEscaped)</id>\n"
        xml += "<link href=\"\(base.htmlEscaped)\"/>\n<link rel=\"self\" href=\"\(base.htmlEscaped)feed.xml\"/>\n"
        xml += "<updated>\(dated.first?.1 ?? "1970-01-01")T00:00:00Z</updated>\n"
        for (page, day) in dated {
            xml += "<entry>\n<title>\(page.title.htmlEscaped)</title>\n<id>\(address(page))</id>\n"
            xml += "<link href=\"\(address(page))\"/>\n<updated>\(day)T00:00:00Z</updated>\n"
            let authors = page.authors.isEmpty ? [course.title] : page.authors
            for author in authors { xml += "<author><name>\(author.htmlEscaped)</name></author>\n" }
            if let summary = page.summary { xml += "<summary>\(summary.htmlEscaped)</summary>\n" }
            xml += "</entry>\n"
        }
        return xml + "</feed>\n"
    }

    private func address(_ page: Page) -> String {
        var text = HTMLText()
        text.writeAddress(base + page.path)
        return text.string
    }
}

extension Page {
    /// The day of the last commit, else the date that the author gave.
    var lastChange: String? { commit?.date ?? date }
}
