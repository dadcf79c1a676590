/// A formula in one line of text, `x̂ = (x − μ)/√(σ^2 + ϵ)`: what search shows of it.
///
/// It is read from the MathML that KaTeX leaves beside its HTML. A stack instead of recursion, so that no nesting is
/// too deep.
struct MathText {
    private struct Element {
        var name: Substring
        var parts: [String] = []
    }

    private var open = [Element(name: "math")]

    /// Nil when the HTML has no MathML.
    static func text(of html: String) -> String? {
        guard let start = html.firstRange(of: "<semantics>"), let end = html.firstRange(of: "<annotation") else {
            return nil
        }
        var reader = MathText()
        reader.read(html[start.upperBound..<end.lowerBound])
        return reader.open[0].parts.joined().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    private mutating func read(_ markup: Substring) {
        for piece in markup.split(separator: "<") {
            guard let end = piece.firstIndex(of: ">") else { continue }
            let tag = piece[..<end]
            if tag.first == "/" {
                close()
            } else {
                open.append(Element(name: tag.prefix { $0.isLetter || $0.isNumber }))
                if tag.last == "/" { close() }
            }
            let text = piece[piece.index(after: end)...]
            if !text.isEmpty { open[open.count - 1].parts.append(Self.unescaped(text)) }
        }
    }

    private mutating func close() {
        guard open.count > 1, let element = open.popLast() else { return }
        open[open.count - 1].parts.append(Self.text(of: element))
    }

    private static func text(of element: Element) -> String {
        var parts = element.parts
        // What has nothing before it is a sign.
        if let first = parts.first, parts.count > 1, first.first == " " { parts[0] = first.filter { $0 != " " } }
        switch element.name {
        case "mfrac" where parts.count == 2: return group(parts[0]) + "/" + group(parts[1])
        case "msub" where parts.count == 2, "munder" where parts.count == 2:
            return parts[0] + "_" + group(parts[1])
        case "msup" where parts.count == 2: return parts[0] + "^" + group(parts[1])
        case "mover" where parts.count == 2:
            return parts[0] + (accents[parts[1].filter { !$0.isWhitespace }] ?? "^" + group(parts[1]))
        case "msubsup" where parts.count == 3, "munderover" where parts.count == 3:
            let isLarge = ["∑", "∏", "∫"].contains(parts[0])
            return parts[0] + "_" + group(parts[1]) + "^" + group(parts[2]) + (isLarge ? " " : "")
        case "msqrt": return "√" + group(parts.joined())
        case "mroot" where parts.count == 2: return group(parts[0]) + "^(1/" + parts[1] + ")"
        case "mtable": return parts.joined(separator: "; ")
        case "mtr": return parts.joined(separator: " ")
        case "mo": return operators.contains(parts.joined()) ? " " + parts.joined() + " " : parts.joined()
        case "mspace": return " "
        default: return parts.joined()
        }
    }

    private static let operators: Set<String> = [
        "=", "+", "−", "<", ">", "≤", "≥", "≠", "≈", "∼", "∝", "∈", "⊂", "→", "←", "⇒", "↦", "×", "⋅", "±", "≪", "≫",
        ":=",
    ]

    /// As marks that stand on the letter before them.
    private static let accents = [
        "^": "\u{302}", "~": "\u{303}", "ˉ": "\u{304}", "¯": "\u{304}", "˙": "\u{307}", "¨": "\u{308}", "⃗": "\u{20D7}",
    ]

    /// In brackets if it is more than a number or a letter.
    private static func group(_ text: String) -> String {
        let text = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return text.count == 1 || text.allSatisfy { $0.isNumber || $0 == "." } ? text : "(\(text))"
    }

    private static func unescaped(_ text: Substring) -> String {
        text.contains("&")
            ? String(text).replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&amp;", with: "&")
            : String(text)
    }
}
