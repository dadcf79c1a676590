@testable import Renderer

/// Whether HTML is well formed and can do no harm: no script, no handler, no address that runs something, every tag
/// closed in its place.
enum MarkupCheck {
    private static let void: Set<String> = ["br", "hr", "img", "input", "link", "meta", "path", "line", "rect"]
    private static let forbidden: Set<String> = [
        "script", "iframe", "object", "embed", "style", "base", "form", "meta",
    ]

    /// What is wrong first; nil when nothing is. Bytes, because pages of megabytes are checked in builds for debugging.
    static func fault(in html: [UInt8]) -> String? {
        var open: [String] = []
        var at = 0
        while let start = html[at...].firstIndex(of: UInt8(ascii: "<")) {
            at = start + 1
            let isClosing = at < html.count && html[at] == UInt8(ascii: "/")
            if isClosing { at += 1 }
            let name = word(in: html, &at)
            if name.isEmpty { return "<" + text(html, start) }
            if forbidden.contains(name.lowercased()) { return "<\(name)>" }
            if isClosing {
                guard open.popLast() == name else { return "</\(name)> out of place" }
                if open.isEmpty, name != "body" { return "</\(name)> ends the page" }
                continue
            }
            var isEmpty = void.contains(name)
            if let fault = readAttributes(in: html, &at, &isEmpty) { return "<\(name): \(fault)" }
            if !isEmpty { open.append(name) }
        }
        return open.isEmpty ? nil : "open: \(open.prefix(8))"
    }

    /// Reads attributes and the end of the tag; tells what is wrong with them.
    private static func readAttributes(in html: [UInt8], _ at: inout Int, _ isEmpty: inout Bool) -> String? {
        while true {
            while at < html.count, html[at] == UInt8(ascii: " ") || html[at] == UInt8(ascii: "\n") { at += 1 }
            guard at < html.count else { return "no end" }
            if html[at] == UInt8(ascii: "/") {
                isEmpty = true
                at += 1
            }
            if html[at] == UInt8(ascii: ">") { return nil }
            let name = word(in: html, &at)
            if name.isEmpty { return "no attribute at \(text(html, at))" }
            if name.lowercased().hasPrefix("on") { return "handler \(name)" }
            guard at < html.count, html[at] == UInt8(ascii: "=") else { continue }
            guard at + 2 < html.count, html[at + 1] == UInt8(ascii: "\""),
                let end = html[(at + 2)...].firstIndex(of: UInt8(ascii: "\""))
            else { return "\(name) without quotes" }
            if ["href", "src", "action", "data"].contains(name) {
                let value = String(decoding: html[(at + 2)..<end], as: UTF8.self)
                if isUnsafe(address: value) { return "\(name)=\(value.prefix(40))" }
            }
            at = end + 1
            guard at < html.count, [UInt8(ascii: " "), UInt8(ascii: ">"), UInt8(ascii: "\n")].contains(html[at]) else {
                return "no space after \(name)"
            }
        }
    }

    /// A name of letters, digits, dashes and colons.
    private static func word(in html: [UInt8], _ at: inout Int) -> String {
        let start = at
        while at < html.count {
            switch html[at] {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: ":"):
                at += 1
            default: return String(decoding: html[start..<at], as: UTF8.self)
            }
        }
        return String(decoding: html[start..<at], as: UTF8.self)
    }

    private static func text(_ html: [UInt8], _ at: Int) -> String {
        String(decoding: html[at...].prefix(24), as: UTF8.self)
    }
}

struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
