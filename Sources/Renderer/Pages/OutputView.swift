import Notebook

/// One output of a cell, without a caption.
public struct OutputView: Sendable {
    public var output: Output
    /// Whether an error is what the lesson means to show.
    public var expectsError: Bool
    /// What a picture shows, for readers who cannot see it.
    public var alternative: String
    /// Whether the numbers stand below a chart.
    public var showsData: Bool
    /// Where the page finds the numbers of a chart as CSV.
    public var dataAddress: String?

    public init(
        _ output: Output, expectsError: Bool = false, alternative: String = "", showsData: Bool = true,
        dataAddress: String? = nil
    ) {
        self.output = output
        self.expectsError = expectsError
        self.alternative = alternative
        self.showsData = showsData
        self.dataAddress = dataAddress
    }

    public var html: String {
        switch output {
        case .text(let stream, let text): Self.text(text, class: stream.rawValue)
        case .display(let display): self.display(display)
        case .error(let diagnostic): DiagnosticView(diagnostic, isExpected: expectsError).html
        }
    }

    private static func text(_ text: String, class name: String) -> String {
        let trimmed = text.hasSuffix("\n") ? String(text.dropLast()) : text
        return trimmed.isEmpty
            ? "" : "<pre class=\"\(name)\" tabindex=\"0\">\(TerminalText.html(trimmed))</pre>\n"
    }

    /// The richest form that a page can hold: SVG, then HTML, then PNG, else plain text.
    private func display(_ display: Display) -> String {
        if let svg = display.data["image/svg+xml"] {
            return "<div class=\"chart\" tabindex=\"0\">\(svg)</div>\n"
                + (showsData ? DataView(display: display, address: dataAddress).html : "")
        }
        if let html = display.data["text/html"] { return "<div class=\"rich\" tabindex=\"0\">\(html)</div>\n" }
        if let png = display.data["image/png"], let source = Self.dataURI(png) {
            let text = alternative.isEmpty ? display.plainText : alternative
            return "<img src=\"\(source)\" alt=\"\(text.htmlEscaped)\">\n"
        }
        return Self.text(display.plainText, class: "plain")
    }

    /// Base64 may be broken into lines; anything beyond its alphabet is refused.
    private static func dataURI(_ base64: String) -> String? {
        let text = base64.filter { !$0.isWhitespace }
        let isClean = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="):
                true
            default: false
            }
        }
        return isClean && !text.isEmpty ? "data:image/png;base64,\(text)" : nil
    }
}
