/// Writes markup: the only place where text is escaped and coordinates are formatted.
struct MarkupWriter {
    private(set) var text = ""

    mutating func open(_ name: String, _ attributes: [(String, String)] = []) {
        tag(name, attributes, end: ">")
    }

    mutating func close(_ name: String) { text += "</" + name + ">" }

    mutating func empty(_ name: String, _ attributes: [(String, String)]) { tag(name, attributes, end: "/>") }

    mutating func element(_ name: String, _ attributes: [(String, String)], _ content: String) {
        open(name, attributes)
        text += Self.escaped(content)
        close(name)
    }

    mutating func append(_ content: String) { text += Self.escaped(content) }

    mutating func newline() { text += "\n" }

    private mutating func tag(_ name: String, _ attributes: [(String, String)], end: String) {
        text += "<" + name
        for (key, value) in attributes { text += " " + key + "=\"" + Self.escaped(value) + "\"" }
        text += end
    }

    /// `content` safe in text and in quoted attributes; what XML forbids becomes U+FFFD.
    static func escaped(_ content: String) -> String {
        var plain = true
        for byte in content.utf8
        where byte < 0x20 || byte == 0x26 || byte == 0x3C || byte == 0x3E || byte == 0x22 || byte == 0xEF {
            plain = false
            break
        }
        if plain { return content }
        var result = ""
        for scalar in content.unicodeScalars {
            switch scalar.value {
            case 0x26: result += "&amp;"
            case 0x3C: result += "&lt;"
            case 0x3E: result += "&gt;"
            case 0x22: result += "&quot;"
            case 0x09, 0x0A, 0x0D: result += " "
            case 0..<0x20, 0xFFFE, 0xFFFF: result += "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// A coordinate in tenths of a pixel as its shortest text: 12.5, -3, .1.
    static func tenths(_ value: Int) -> String {
        let (whole, rest) = (value.magnitude / 10, value.magnitude % 10)
        let sign = value < 0 ? "-" : ""
        if rest == 0 { return sign + String(whole) }
        return sign + (whole == 0 ? "" : String(whole)) + "." + String(rest)
    }

    static func tenths(of value: Double) -> Int {
        Int((min(max(value, -1e6), 1e6) * 10).rounded())
    }

    /// 0…100 hundredths as a fraction: .05, .4, 1.
    static func hundredths(_ value: Int) -> String {
        if value >= 100 { return "1" }
        return value < 10 ? value <= 0 ? "0" : ".0" + String(value) : "." + String(value % 10 == 0 ? value / 10 : value)
    }

    static func number(_ value: Double) -> String { tenths(tenths(of: value)) }
}

/// The data of a path, in relative coordinates of tenths that do not drift. It is written as bytes: most of the text of a
/// picture is this.
struct PathWriter {
    private var bytes: [UInt8] = []
    private var x = 0
    private var y = 0

    var text: String { String(decoding: bytes, as: UTF8.self) }

    mutating func move(to place: Place) {
        (x, y) = (MarkupWriter.tenths(of: place.x), MarkupWriter.tenths(of: place.y))
        bytes.append(0x4D)
        append(x)
        append(y)
    }

    /// A line through the rest of `places`, which starts at the current point.
    mutating func lines(_ places: ArraySlice<Place>) {
        var isFirst = true
        for place in places {
            let (nextX, nextY) = (MarkupWriter.tenths(of: place.x), MarkupWriter.tenths(of: place.y))
            guard nextX != x || nextY != y else { continue }
            if isFirst { bytes.append(0x6C) }
            isFirst = false
            append(nextX - x)
            append(nextY - y)
            (x, y) = (nextX, nextY)
        }
    }

    mutating func append(_ raw: String) { bytes.append(contentsOf: raw.utf8) }

    /// The shortest text of a number of tenths, and a space before it where it would run into the last.
    private mutating func append(_ tenths: Int) {
        if tenths < 0 {
            bytes.append(0x2D)
        } else if let last = bytes.last, last >= 0x30, last <= 0x39 {
            bytes.append(0x20)
        }
        let (whole, rest) = tenths.magnitude.quotientAndRemainder(dividingBy: 10)
        if whole > 0 || rest == 0 {
            var divisor: UInt = 1
            while whole / divisor >= 10 { divisor *= 10 }
            while divisor > 0 {
                bytes.append(0x30 + UInt8(truncatingIfNeeded: whole / divisor % 10))
                divisor /= 10
            }
        }
        if rest > 0 {
            bytes.append(0x2E)
            bytes.append(0x30 + UInt8(truncatingIfNeeded: rest))
        }
    }
}
