import Notebook

/// The works that a course can cite, and how they are called: by author and year.
public struct Bibliography: Equatable, Sendable {
    private let references: [String: Reference]
    /// `a`, `b` … behind the year of works that would be called alike.
    private let suffixes: [String: String]

    public init(_ references: [Reference]) {
        let works = Dictionary(references.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
        self.references = works
        var suffixes: [String: String] = [:]
        let alike = Dictionary(grouping: works.values) { Self.authors(of: $0) + " " + Self.year(of: $0) }
        for group in alike.values where group.count > 1 {
            for (index, work) in group.sorted(by: { ($0.title, $0.key) < ($1.title, $1.key) }).enumerated() {
                suffixes[work.key] = index < 26 ? String(UnicodeScalar(UInt8(97 + index))) : "-\(index + 1)"
            }
        }
        self.suffixes = suffixes
    }

    public var isEmpty: Bool { references.isEmpty }
    public var keys: [String] { references.keys.sorted() }
    public subscript(key: String) -> Reference? { references[key] }

    /// `Ioffe and Szegedy` and `2015`.
    func name(of key: String) -> (authors: String, year: String)? {
        references[key].map { (Self.authors(of: $0), Self.year(of: $0) + suffixes[key, default: ""]) }
    }

    private static func authors(of work: Reference) -> String {
        let families = work.authors.map(\.family)
        switch families.count {
        case 0: return work.title.isEmpty ? work.key : "“\(work.title)”"
        case 1: return families[0]
        case 2: return families[0] + " and " + families[1]
        default: return families[0] + " et al."
        }
    }

    private static func year(of work: Reference) -> String { work.year.isEmpty ? "n.d." : work.year }

    /// The works named, by author, then by year, as items of a list.
    func list(_ keys: some Sequence<String>, more: (String) -> String = { _ in "" }) -> String {
        let works = keys.compactMap { references[$0] }.sorted {
            (Self.sortKey($0), Self.year(of: $0), $0.title, $0.key) < (
                Self.sortKey($1), Self.year(of: $1), $1.title, $1.key
            )
        }
        let items = works.map { work in
            "<li id=\"ref-\(work.key.htmlEscaped)\">\(html(of: work))\(more(work.key))</li>\n"
        }
        return "<ul class=\"references\">\n\(items.joined())</ul>\n"
    }

    private static func sortKey(_ work: Reference) -> String {
        (work.authors.first?.family ?? work.title).lowercased()
    }

    /// `Ioffe, S. and Szegedy, C. (2015). Batch normalization. <em>ICML</em>, 37, 448–456. <a>doi</a>`.
    private func html(of work: Reference) -> String {
        var names = work.authors.map { author in
            let initials = author.given.split { $0 == " " || $0 == "\u{A0}" }.compactMap(\.first).map { "\($0)." }
            return ([author.family] + (initials.isEmpty ? [] : [initials.joined(separator: "\u{A0}")]))
                .joined(separator: ", ")
        }
        if names.count > 1, let last = names.popLast() { names[names.count - 1] += " and " + last }
        let year = Self.year(of: work) + suffixes[work.key, default: ""]
        var html = names.isEmpty ? "" : names.joined(separator: ", ").htmlEscaped + " "
        html += "(\(year.htmlEscaped)). "
        let isBook = work.container.isEmpty
        let title = work.title.htmlEscaped
        html += (isBook ? "<cite>\(title)</cite>" : title) + (title.last == "?" || title.last == "!" ? " " : ". ")
        var parts: [String] = []
        if !isBook { parts.append("<cite>\(work.container.htmlEscaped)</cite>") }
        if !work.volume.isEmpty { parts.append(work.volume + (work.issue.isEmpty ? "" : "(\(work.issue))")) }
        if !work.pages.isEmpty { parts.append(work.pages) }
        if !work.publisher.isEmpty { parts.append(work.publisher) }
        let place = parts.enumerated().map { $0 == 0 && !isBook ? $1 : $1.htmlEscaped }.joined(separator: ", ")
        if !place.isEmpty { html += place + ". " }
        html += link(work)
        return html.hasSuffix(" ") ? String(html.dropLast()) : html
    }

    private func link(_ work: Reference) -> String {
        let address = work.doi.isEmpty ? work.url : "https://doi.org/" + work.doi
        guard address.hasPrefix("https://") || address.hasPrefix("http://") else { return "" }
        var text = HTMLText()
        text.writeAddress(address)
        let shown = work.doi.isEmpty ? work.url : "doi:" + work.doi
        return "<a href=\"\(text.string)\">\(shown.htmlEscaped)</a>"
    }
}
