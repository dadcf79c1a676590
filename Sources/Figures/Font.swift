/// A size and weight of the figures' font, and how wide text set in it is.
///
/// The widths are those of Inter, in which the site sets figures; a fallback such as Helvetica or Arial is narrower.
struct Font: Equatable {
    enum Weight { case regular, semibold }

    var size: Double
    var weight = Weight.regular

    static let label = Font(size: 14)
    static let heading = Font(size: 14, weight: .semibold)
    static let title = Font(size: 17, weight: .semibold)
    static let subtitle = Font(size: 15)

    /// The distance between two baselines.
    var lineHeight: Double { (size * 1.3).rounded() }

    /// The width of `text` in pixels, of its widest line if it has several.
    func width(of text: String) -> Double {
        var (widest, thousandths) = (0, 0)
        for scalar in text.unicodeScalars {
            thousandths = scalar == "\n" ? 0 : thousandths + advance(of: scalar.value)
            widest = max(widest, thousandths)
        }
        return Double(widest) * size / 1000
    }

    /// `text`, shortened to end with an ellipsis if it is wider than `limit` pixels.
    func truncated(_ text: String, to limit: Double) -> String {
        guard width(of: text) > limit else { return text }
        var kept = ""
        for character in text {
            guard width(of: kept + String(character) + "…") <= limit else { break }
            kept.append(character)
        }
        while kept.last == " " { kept.removeLast() }
        return kept + "…"
    }

    /// `text` broken at spaces into lines of at most `limit` pixels; a longer word is broken at its hyphens, or shortened.
    func wrapped(_ text: String, to limit: Double) -> [String] {
        var lines: [String] = []
        for word in text.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
            if let line = lines.last, width(of: line + " " + word) <= limit {
                lines[lines.count - 1] = line + " " + word
            } else if width(of: String(word)) > limit, let hyphen = word.dropLast().lastIndex(of: "-") {
                lines.append(truncated(String(word[...hyphen]), to: limit))
                lines.append(truncated(String(word[word.index(after: hyphen)...]), to: limit))
            } else {
                lines.append(truncated(String(word), to: limit))
            }
        }
        return lines
    }

    private func advance(of scalar: UInt32) -> Int {
        let semibold = weight == .semibold
        switch scalar {
        case 0x20...0x7E:
            return Int((semibold ? InterMetrics.semiboldASCII : InterMetrics.regularASCII)[Int(scalar - 0x20)])
        case 0xA0...0xFF:
            return Int((semibold ? InterMetrics.semiboldLatin1 : InterMetrics.regularLatin1)[Int(scalar - 0xA0)])
        case 0x300...0x36F, 0x200B...0x200F, 0xFE00...0xFE0F: return 0  // combining marks, joiners, selectors
        case 0x370...0x3FF: return 640  // Greek
        case 0x400...0x4FF: return 700  // Cyrillic
        case 0x2070...0x209F: return 450  // superscripts and subscripts
        case 0x2013: return 500
        case 0x2026: return 821
        case 0x1100...0x11FF, 0x2014, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFF00...0xFF60: return 1000
        case 0x1F000...0x1FAFF, 0x2600...0x27BF: return 1300  // emoji, from a wide fallback font
        default: return 700
        }
    }
}
