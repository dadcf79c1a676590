import Foundation

/// The text of all pages as a script, so that search works from a folder too, where a page may not fetch files.
///
/// It is read only when a reader opens the search. A page is `[title, path, sections]`, a section
/// `[id, heading, text]`: search shows excerpts, so the text has to be there anyway, and going through it takes a
/// few milliseconds even in a long course.
enum SearchIndex {
    static func script(_ pages: [Page]) -> String {
        let entries = pages.map { page in
            let sections = page.sections.map { "[\(literal($0.id)),\(literal($0.heading)),\(literal($0.text))]" }
            return "[\(literal(page.title)),\(literal(page.path)),[\(sections.joined(separator: ","))]]"
        }
        return "lessonsIndex=[\(entries.joined(separator: ",\n"))];\n"
    }
}

/// A string of ECMAScript in which no end of a script can stand: JSON, with the two line ends that JSON allows and older
/// scripts do not as spaces.
func literal(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": result += "\\\""
        case "\\": result += "\\\\"
        case "<": result += "\\u003C"
        case "\n": result += "\\n"
        case "\t": result += "\\t"
        case "\u{2028}", "\u{2029}": result += " "
        case _ where scalar.value < 0x20: result += " "
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result + "\""
}
