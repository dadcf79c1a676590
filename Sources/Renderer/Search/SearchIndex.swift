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
    var bytes = [UInt8(ascii: "\"")]
    bytes.reserveCapacity(text.utf8.count + 2)
    for byte in text.utf8 {
        switch byte {
        case UInt8(ascii: "\""): bytes += "\\\"".utf8
        case UInt8(ascii: "\\"): bytes += "\\\\".utf8
        case UInt8(ascii: "<"): bytes += "\\u003C".utf8
        case UInt8(ascii: "\n"): bytes += "\\n".utf8
        case UInt8(ascii: "\t"): bytes += "\\t".utf8
        case 0..<0x20: bytes.append(UInt8(ascii: " "))
        case 0xA8, 0xA9:
            bytes.append(byte)
            // U+2028 and U+2029 in UTF-8.
            guard bytes.suffix(3).starts(with: [0xE2, 0x80]) else { break }
            bytes.replaceSubrange((bytes.count - 3)..., with: " ".utf8)
        default: bytes.append(byte)
        }
    }
    bytes.append(UInt8(ascii: "\""))
    return String(decoding: bytes, as: UTF8.self)
}
