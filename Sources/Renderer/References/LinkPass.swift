import Foundation
import Markdown
import Notebook

/// Finds where the links and images of a lesson lead, and writes their addresses as the site has them.
struct LinkPass {
    let lesson: Lesson
    let map: CourseMap
    /// The files beside the lessons that the page needs.
    private(set) var files: Set<String> = []
    private(set) var diagnostics: [Diagnostic] = []

    init(_ lesson: Lesson, _ map: CourseMap) {
        self.lesson = lesson
        self.map = map
    }

    mutating func resolve(_ tree: Tree) -> Tree {
        var tree = tree
        var walk = tree.walk()
        while let event = walk.next() {
            guard case .enter(let id) = event else { continue }
            // What stands in an image is its description, and no link or image there is ever seen.
            if case .image = tree[id].kind { walk.skip(id) }
            let place = tree[id].range.start
            switch tree[id].kind {
            case .link(let destination, let title):
                tree[id].kind = .link(destination: address(destination, at: place), title: title)
            case .image(let destination, let title):
                let address = address(destination, at: place)
                tree[id].kind = .image(destination: address, title: title)
                if let pixels = map.pixels[destination.removingPercentEncoding ?? destination] {
                    tree.attributes[id, default: Attributes()].pixels = pixels
                }
                if tree.plainText(of: id).allSatisfy(\.isWhitespace) {
                    report(
                        "missing-alt", place, "say what the image shows: ![a description](\(destination))",
                        severity: .warning)
                }
            default: break
            }
        }
        return tree
    }

    private mutating func address(_ destination: String, at place: Position) -> String {
        guard let local = LocalAddress(destination) else { return destination }
        let (file, anchor) = (local.file, local.anchor)
        if file.isEmpty {
            if let anchor { check(anchor, in: lesson.name, at: place) }
            return destination
        }
        if file.hasSuffix(".md") { return lessonAddress(String(file.dropLast(3)), anchor, destination, place) }
        if file.hasSuffix(".html") {
            let name = String(file.dropLast(5))
            if map.lessons[name] == nil, CourseMap.reservedNames.contains(name) { return destination }
            return lessonAddress(name, anchor, destination, place)
        }
        if map.files.contains(file) {
            files.insert(file)
        } else {
            report(
                "unknown-file", place, "there is no file lessons/\(file)" + suggestion(file, map.files))
        }
        return destination
    }

    private mutating func lessonAddress(
        _ name: String, _ anchor: String?, _ destination: String, _ place: Position
    ) -> String {
        guard let entry = map.lessons[name] else {
            report(
                "unknown-lesson", place,
                "there is no lesson ‘\(name)’" + suggestion(name, map.lessons.keys))
            return destination
        }
        if let anchor, !anchor.isEmpty { check(anchor, in: name, at: place) }
        return entry.path + (anchor.map { "#" + $0 } ?? "")
    }

    private mutating func check(_ anchor: String, in name: String, at place: Position) {
        guard let anchors = map.lessons[name]?.anchors, !anchor.isEmpty, !anchors.contains(anchor) else { return }
        let owner = name == lesson.name ? "this lesson" : "the lesson ‘\(name)’"
        report(
            "unknown-anchor", place,
            "nothing in \(owner) is called ‘#\(anchor)’" + suggestion(anchor, anchors))
    }

    /// What may have been meant, for as many problems as a person reads.
    private func suggestion(_ name: String, _ known: some Collection<String>) -> String {
        diagnostics.count < MarkdownProse.mostProblems ? Notebook.suggestion(for: name, among: known.sorted()) : ""
    }

    private mutating func report(
        _ id: String, _ place: Position, _ message: String, severity: Diagnostic.Severity = .error
    ) {
        diagnostics.append(
            Diagnostic(
                id: id, severity: severity, file: lesson.file, line: place.line, column: place.column,
                message: message))
    }
}

/// An address without a host: a file of the course, a place in it, or both.
struct LocalAddress {
    /// Relative to the lessons; empty for the page that the address stands on.
    var file: String
    var anchor: String?

    /// Nil for an address that leads out of the course.
    init?(_ destination: String) {
        guard destination.utf8.first != UInt8(ascii: "/"), !Self.hasScheme(destination) else { return nil }
        let parts = destination.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        let path = parts.first.map(Self.decoded) ?? ""
        file = path.hasPrefix("./") ? String(path.dropFirst(2)) : path
        anchor = parts.count > 1 ? Self.decoded(parts[1]) : nil
    }

    /// Whether it begins as `mailto:` does (RFC 3986, section 3.1).
    private static func hasScheme(_ destination: String) -> Bool {
        for (place, byte) in destination.utf8.enumerated() {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): continue
            case UInt8(ascii: ":"): return place > 0
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
                if place == 0 { return false }
            default: return false
            }
        }
        return false
    }

    private static func decoded(_ part: Substring) -> String {
        part.utf8.contains(UInt8(ascii: "%")) ? String(part).removingPercentEncoding ?? String(part) : String(part)
    }

    /// The lesson that it names by its text or by its page.
    var lesson: String? {
        [".md", ".html"].first(where: file.hasSuffix).map { String(file.dropLast($0.count)) }
    }
}
