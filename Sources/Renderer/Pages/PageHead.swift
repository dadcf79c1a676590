import Foundation
import Notebook

/// The head of a page's document: title, style, and what search engines and other sites read.
struct PageHead {
    var course: Course
    var page: Page
    var title: String
    /// What leads to the site's root.
    var root: String

    init(course: Course, page: Page, title: String, root: String? = nil) {
        self.course = course
        self.page = page
        self.title = title
        self.root = root ?? page.root
    }

    var html: String {
        var html = "<!DOCTYPE html>\n<html lang=\"\(course.language.htmlEscaped)\">\n<head>\n<meta charset=\"utf-8\">\n"
        html += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        html += "<meta name=\"color-scheme\" content=\"light dark\">\n<title>\(title.htmlEscaped)</title>\n"
        if let summary = page.summary ?? page.subtitle {
            html += "<meta name=\"description\" content=\"\(summary.htmlEscaped)\">\n"
        }
        for author in page.authors { html += "<meta name=\"author\" content=\"\(author.htmlEscaped)\">\n" }
        if page.hasMath { html += "<link rel=\"stylesheet\" href=\"\(root)assets/katex/katex.min.css\">\n" }
        html += "<link rel=\"stylesheet\" href=\"\(root)assets/lessons.css\">\n" + icon + fonts
        html += theme + card
        // Before the first paint, so that a theme that was chosen does not flash.
        html += "<script>try{var t=localStorage.getItem(\"theme\");if(t)document.documentElement.dataset.theme=t}"
        html += "catch(e){}</script>\n<script src=\"\(root)assets/lessons.js\" defer></script>\n</head>\n"
        return html
    }

    private var icon: String { "<link rel=\"icon\" type=\"image/svg+xml\" href=\"\(root)assets/icon.svg\">\n" }

    private var fonts: String {
        let paths = ["assets/fonts.js"] + page.mathFonts.sorted().map(Assets.path(ofFont:))
        return "<noscript><link rel=\"stylesheet\" href=\"\(root)assets/fonts.css\"></noscript>\n"
            + paths.map { "<script src=\"\(root)\($0)\"></script>\n" }.joined()
    }

    /// The course's own colours; one that is given for light or dark pages alone serves both.
    private var theme: String {
        let rules = CourseReader.themeColors.compactMap { name -> String? in
            let light = course.colors[name]
            guard let any = light ?? course.colors[name + "-dark"] else { return nil }
            return "--\(name):light-dark(\(light ?? any),\(course.colors[name + "-dark"] ?? any))"
        }
        return rules.isEmpty ? "" : "<style>:root{\(rules.joined(separator: ";"))}</style>\n"
    }

    /// What a link to the page looks like elsewhere, when the site has an address.
    private var card: String {
        guard let base = course.baseURL, page.path != "404.html" else { return "" }
        var address = HTMLText()
        address.writeAddress(base + (page.path == "index.html" ? "" : page.path))
        var html = "<link rel=\"canonical\" href=\"\(address.string)\">\n"
        html += "<link rel=\"alternate\" type=\"application/atom+xml\" href=\"\(root)feed.xml\""
        html += " title=\"\(course.title.htmlEscaped)\">\n"
        let isLesson = page.source != nil
        var properties = [
            ("type", isLesson ? "article" : "website"), ("title", page.title), ("url", base + page.path),
            ("site_name", course.title),
        ]
        if let summary = page.summary ?? page.subtitle { properties.append(("description", summary)) }
        if let card = page.card { properties += picture(card, base) }
        for (name, value) in properties {
            html += "<meta property=\"og:\(name)\" content=\"\(value.htmlEscaped)\">\n"
        }
        return html + "<meta name=\"twitter:card\" content=\"summary\(page.card == nil ? "" : "_large_image")\">\n"
    }

    private func picture(_ card: Card, _ base: String) -> [(String, String)] {
        let path = card.path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? card.path
        var properties = [("image", base + path)]
        if card.png != nil {
            properties += [("image:width", "\(Card.size.width)"), ("image:height", "\(Card.size.height)")]
        }
        return properties + (card.text.isEmpty ? [] : [("image:alt", card.text)])
    }
}
