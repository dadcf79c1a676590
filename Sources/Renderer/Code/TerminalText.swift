/// What a program printed, as HTML: escaped, with the colours and weights that ANSI escape sequences set, and with
/// every other control left out. A carriage return overwrites its line, as on a terminal.
public enum TerminalText {
    /// Spans have the classes `bold`, `dim`, `italic`, `underline`, and `ansi-0` … `ansi-15` for the foreground.
    public static func html(_ text: String) -> String {
        var style = Style()
        var writer = SpanWriter()
        for (index, line) in lines(of: text).enumerated() {
            if index > 0 { writer.add("\n") }
            write(line, style: &style, to: &writer)
        }
        return writer.finish()
    }

    /// The lines, each as it stood when its last carriage return had been obeyed.
    private static func lines(of text: String) -> [Substring.UnicodeScalarView] {
        text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            let parts = line.split(separator: "\r")
            return parts.last ?? line.suffix(0)
        }
    }

    private static func write(
        _ line: Substring.UnicodeScalarView, style: inout Style, to writer: inout SpanWriter
    ) {
        var rest = line
        var plain = String.UnicodeScalarView()
        while let scalar = rest.popFirst() {
            if scalar == "\u{1B}" {
                writer.add(String(plain), class: style.name)
                plain = String.UnicodeScalarView()
                readEscape(&rest, style: &style)
            } else if scalar == "\t" || (scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value)) {
                plain.append(scalar)
            }
        }
        writer.add(String(plain), class: style.name)
    }

    /// Reads an escape sequence after its ESC: `[ parameters final` (ECMA-48), `] … BEL` or one character.
    private static func readEscape(_ rest: inout Substring.UnicodeScalarView, style: inout Style) {
        switch rest.popFirst() {
        case "[":
            var parameters = ""
            while let scalar = rest.popFirst() {
                if (0x40...0x7E).contains(scalar.value) {
                    if scalar == "m" { style.apply(parameters) }
                    return
                }
                parameters.unicodeScalars.append(scalar)
            }
        case "]":
            while let scalar = rest.popFirst() {
                if scalar == "\u{07}" { return }
                if scalar == "\u{1B}" {
                    _ = rest.popFirst()
                    return
                }
            }
        default: break
        }
    }

    /// How text is set after the Select Graphic Rendition sequences so far.
    private struct Style {
        var colour: Int?
        var traits: Set<String> = []

        var name: String {
            (traits.sorted() + (colour.map { ["ansi-\($0)"] } ?? [])).joined(separator: " ")
        }

        mutating func apply(_ parameters: String) {
            var codes = parameters.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) ?? 0 }[...]
            while let code = codes.popFirst() {
                switch code {
                case 0: self = Style()
                case 1: traits.insert("bold")
                case 2: traits.insert("dim")
                case 3: traits.insert("italic")
                case 4: traits.insert("underline")
                case 22: traits.subtract(["bold", "dim"])
                case 23: traits.remove("italic")
                case 24: traits.remove("underline")
                case 30...37: colour = code - 30
                case 39: colour = nil
                case 90...97: colour = code - 90 + 8
                case 38, 48: skipColour(&codes, isForeground: code == 38)
                default: break
                }
            }
        }

        /// `5;n` names one of 256 colours, of which the first 16 have a class; `2;r;g;b` gives a colour outright.
        private mutating func skipColour(_ codes: inout ArraySlice<Int>, isForeground: Bool) {
            switch codes.popFirst() {
            case 5:
                let number = codes.popFirst() ?? 0
                if isForeground { colour = (0..<16).contains(number) ? number : nil }
            case 2: codes = codes.dropFirst(3)
            default: break
            }
        }
    }
}
