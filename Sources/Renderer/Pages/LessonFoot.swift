import Notebook

/// How a lesson's page was made, and where its source is.
struct LessonFoot {
    var course: Course
    var page: Page
    var toolchain: String?

    var html: String {
        "<p>\(making)</p>\n" + (links.isEmpty ? "" : "<p class=\"links\">\(links.joined(separator: " · "))</p>\n")
    }

    /// No clock is asked: the same source gives the same sentence.
    private var making: String {
        var text = "The code on this page was run when the page was built, and its results are what you see."
        let compiler = toolchain.map { "Made with \($0.htmlEscaped)" }
        guard let commit = page.commit else { return text + (compiler.map { " \($0)." } ?? "") }
        text += " \(compiler ?? "Made") from a text last changed on "
        text += "<time datetime=\"\(commit.date)\">\(Day(commit.date).written)</time>"
        return text + " (\(reference(to: commit)))."
    }

    private func reference(to commit: Page.Commit) -> String {
        let hash = commit.hash.htmlEscaped
        guard let repository = course.repository else { return "commit \(hash)" }
        return "<a href=\"\(repository.htmlEscaped)/commit/\(hash)\">commit \(hash)</a>"
    }

    private var links: [String] {
        var links = page.downloads.map { file in
            let isNotebook = file.path.hasSuffix(".ipynb")
            let words = isNotebook ? "Download as a Jupyter notebook" : "Download this lesson as Markdown"
            return "<a href=\"\(page.root)\(file.path.htmlEscaped)\" download>\(words)</a>"
        }
        guard let repository = course.repository, let source = page.source else { return links }
        // GitLab has a dash before the name of what is to be done.
        let dash = repository.contains("gitlab") ? "/-" : ""
        var place = HTMLText()
        place.writeAddress("\(course.branch)/\(source)")
        let root = repository.htmlEscaped + dash
        links.append("<a href=\"\(root)/blob/\(place.string)\">Source of this lesson</a>")
        links.append("<a href=\"\(root)/edit/\(place.string)\">Edit this page</a>")
        return links
    }
}

/// A day in a text: `2026-05-31` as `31 May 2026`.
struct Day {
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    let date: String

    init(_ date: String) { self.date = date }

    var written: String {
        let parts = date.split(separator: "-").compactMap { Int($0) }
        guard parts.count == 3, Self.months.indices.contains(parts[1] - 1) else { return date.htmlEscaped }
        return "\(parts[2])\u{A0}\(Self.months[parts[1] - 1])\u{A0}\(parts[0])"
    }
}
