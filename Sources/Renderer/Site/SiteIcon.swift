import Notebook

/// The picture that a browser shows beside the title of a page: the first letter of the course in its colour.
struct SiteIcon {
    var course: Course

    var svg: String {
        let light = course.colors["accent"] ?? course.colors["accent-dark"] ?? "#0f5c86"
        let letter = course.title.first.map { String($0).uppercased() } ?? ""
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" \
            fill="\(light.htmlEscaped)"/><text x="16" y="23" text-anchor="middle" font-family="Georgia, serif" \
            font-size="21" font-weight="600" fill="#fff">\(letter.htmlEscaped)</text></svg>

            """
    }
}
