import Markdown
import Notebook

/// Sets references in a piece of prose: `@fig-loss` as "Figure 3", `[@ioffe2015]` as "(Ioffe and Szegedy, 2015)".
struct ReferenceWriter {
    let name: String
    let numbering: Numbering
    let map: CourseMap
    /// Whether problems name what may have been meant, which takes long when there are thousands.
    let suggests: Bool
    /// In a heading, which is repeated in links, references are words.
    let makesLinks: Bool
    private(set) var html = ""
    /// What a reader sees of it.
    private(set) var text = ""
    private(set) var isFound = false
    /// The keys of the works cited.
    private(set) var cited: [String] = []
    /// What it leads to in other lessons.
    private(set) var targets: [(lesson: String, anchor: String)] = []
    /// What is wrong: how many bytes into the text, and what to say.
    private(set) var problems: [(offset: Int, id: String, message: String)] = []

    init(name: String, numbering: Numbering, map: CourseMap, makesLinks: Bool = true, suggests: Bool = true) {
        self.suggests = suggests
        self.name = name
        self.numbering = numbering
        self.map = map
        self.makesLinks = makesLinks
    }

    mutating func write(_ text: String) {
        var rest = text[...]
        var previous: Character = " "
        while let mark = rest.utf8.firstIndex(where: { $0 == UInt8(ascii: "@") || $0 == UInt8(ascii: "[") }) {
            put(String(rest[..<mark]))
            if mark > rest.startIndex { previous = rest[rest.index(before: mark)] }
            let offset = text.utf8.distance(from: text.startIndex, to: mark)
            if rest[mark] == "[", let end = group(rest[mark...], offset) {
                rest = rest[end...]
                previous = "]"
            } else if rest[mark] == "@", !previous.isLetter, !previous.isNumber,
                let end = single(rest[mark...], offset)
            {
                rest = rest[end...]
                previous = "x"
            } else {
                put(String(rest[mark]))
                previous = rest[mark]
                rest = rest[rest.index(after: mark)...]
            }
        }
        put(String(rest))
    }

    /// Writes text, and the HTML of it if that is more than the text.
    private mutating func put(_ text: String, html: String? = nil) {
        self.text += text
        self.html += html ?? text.htmlEscaped
    }

    /// `@fig-loss` or `@ioffe2015`; nil when it is neither, and then nothing is written.
    private mutating func single(_ text: Substring, _ offset: Int) -> Substring.Index? {
        let key = Self.key(text.dropFirst())
        guard !key.isEmpty else { return nil }
        if Numbering.Kind(label: String(key)) != nil {
            label(String(key), offset)
        } else if !map.bibliography.isEmpty {
            guard let work = map.bibliography.name(of: String(key)) else {
                fail(unknown: String(key), offset)
                return key.endIndex
            }
            cite(String(key))
            link("\(work.authors) (\(work.year))", to: String(key))
        } else {
            return nil
        }
        isFound = true
        return key.endIndex
    }

    /// `[see @a, p. 3; @b]`; nil when no part of it is a citation.
    private mutating func group(_ text: Substring, _ offset: Int) -> Substring.Index? {
        // To the next bracket of either kind, so that many that are open are not each read to the end.
        guard let close = text.dropFirst().firstIndex(where: { $0 == "]" || $0 == "[" }), text[close] == "]",
            text.dropFirst().first != "^"
        else { return nil }
        let inside = text[text.index(after: text.startIndex)..<close]
        let parts = inside.split(separator: ";", omittingEmptySubsequences: false).map { part in
            (part, part.firstIndex(of: "@").map { Self.key(part[$0...].dropFirst()) } ?? "")
        }
        guard
            parts.allSatisfy({ !$0.1.isEmpty && Numbering.Kind(label: String($0.1)) == nil && startsWord($0.1, $0.0) })
        else { return nil }
        for (_, key) in parts where map.bibliography[String(key)] == nil {
            let distance = text.utf8.distance(from: text.startIndex, to: key.startIndex) - 1
            fail(unknown: String(key), offset + distance)
            return text.index(after: close)
        }
        for (index, (part, key)) in parts.enumerated() {
            guard let work = map.bibliography.name(of: String(key)) else { continue }
            cite(String(key))
            put((index == 0 ? "(" : "; ") + part[..<key.startIndex].dropLast().drop { $0 == " " })
            link("\(work.authors), \(work.year)", to: String(key))
            put(String(part[key.endIndex...]))
        }
        put(")")
        isFound = true
        return text.index(after: close)
    }

    private func startsWord(_ key: Substring, _ part: Substring) -> Bool {
        let before = part[..<key.startIndex].dropLast().last
        return before.map { !$0.isLetter && !$0.isNumber } ?? true
    }

    /// The letters of a key: those of a label, and points and colons within it.
    private static func key(_ text: Substring) -> Substring {
        let isMark: (UInt8) -> Bool = { "-_:.".utf8.contains($0) }
        var key = text.utf8.prefix { $0.isLetter || $0.isDigit || isMark($0) }
        while let last = key.last, isMark(last) { key.removeLast() }
        return Substring(key)
    }

    private mutating func cite(_ key: String) { if !cited.contains(key) { cited.append(key) } }

    private mutating func link(_ text: String, to key: String) {
        let address = "#ref-\(key.htmlEscaped)"
        put(text, html: makesLinks ? "<a class=\"citation\" href=\"\(address)\">\(text.htmlEscaped)</a>" : nil)
    }

    private mutating func fail(unknown key: String, _ offset: Int) {
        let known = map.bibliography.keys
        let message =
            map.course.bibliography == nil
            ? "‘@\(key)’ cites a work, but course.yml names no bibliography"
            : "no work is called ‘\(key)’ in the bibliography" + (suggests ? suggestion(for: key, among: known) : "")
        problems.append((offset, "unknown-citation", message))
        put("@" + key, html: "<span class=\"failed\">@\(key.htmlEscaped)</span>")
        isFound = true
    }

    private mutating func label(_ label: String, _ offset: Int) {
        if let entry = numbering[label] { return anchor("#" + entry.anchor, entry, "") }
        let owners = map.owners[label] ?? []
        if owners.count == 1, let owner = map.lessons[owners[0]], let entry = owner.numbering[label] {
            targets.append((owner.name, entry.anchor))
            return anchor(owner.path + "#" + entry.anchor, entry, owner.title)
        }
        let message =
            owners.count > 1
            ? "‘\(label)’ is in the lessons \(owners.joined(separator: ", ")); write [text](\(owners[0]).md#\(label))"
            : "nothing is labelled ‘\(label)’"
                + (suggests ? suggestion(for: label, among: Set(numbering.labels + map.labels).sorted()) : "")
        problems.append((offset, "unknown-label", message))
        put("@" + label, html: "<span class=\"failed\">@\(label.htmlEscaped)</span>")
    }

    private mutating func anchor(_ address: String, _ entry: Numbering.Entry, _ lesson: String) {
        // Another lesson's Figure 1 is not this one's.
        let text = lesson.isEmpty ? entry.title : "\(entry.title) of “\(lesson)”"
        guard makesLinks else { return put(text) }
        // What stands on another page is told in words too, for readers without the script that shows it.
        let isHere = lesson.isEmpty || entry.caption.isEmpty
        let title = isHere ? "" : " title=\"\(entry.caption.htmlEscaped)\""
        put(text, html: "<a class=\"reference\" href=\"\(address.htmlEscaped)\"\(title)>\(text.htmlEscaped)</a>")
    }
}
