import Foundation

/// Fonts as scripts. A browser takes up a font of a style sheet, even one that the sheet carries, only after it has laid
/// out the text with another, and then moves everything; a font that a script made is there before the first line.
/// Without scripts the style sheets serve.
struct FontScript {
    /// What a style sheet says of a font: `font-family`, `font-style`, `font-weight`.
    private var family: String
    private var style = "normal"
    private var weight = "400"
    private var font: Data

    /// Of the body of an `@font-face` rule.
    init?(rule: some StringProtocol, font: Data) {
        func value(of name: String) -> String? {
            let property = rule.split(separator: ";").first { $0.trimmingCharacters(in: .whitespaces).hasPrefix(name) }
            return property?.split(separator: ":").last?.trimmingCharacters(in: .whitespaces)
        }
        guard let family = value(of: "font-family") else { return nil }
        self.family = family.filter { $0 != "\"" }
        self.style = value(of: "font-style") ?? style
        self.weight = value(of: "font-weight") ?? weight
        self.font = font
    }

    /// Of one of KaTeX's, by the name of its file: `KaTeX_Math-BoldItalic`.
    init(katex name: String, font: Data) {
        family = String(name.prefix { $0 != "-" })
        style = name.hasSuffix("Italic") ? "italic" : "normal"
        weight = name.contains("-Bold") ? "700" : "400"
        self.font = font
    }

    /// A call of the function that `definition` defines.
    var text: String { "lessonsFont(\"\(family)\",\"\(style)\",\"\(weight)\",\"\(font.base64EncodedString())\");\n" }

    /// A browser without these interfaces has the text in fonts of its own. Nothing is drawn before this is done, so it
    /// must be quick: the browser's own way from Base64 to bytes, or a loop; a function for each byte takes 40 ms.
    static let definition = """
        lessonsFont=(family,style,weight,font)=>{try{
        let bytes=Uint8Array.fromBase64?.(font);
        if(!bytes){const text=atob(font);bytes=new Uint8Array(text.length);
        for(let i=0;i<text.length;i++)bytes[i]=text.charCodeAt(i)}
        document.fonts.add(new FontFace(family,bytes,{style,weight}))
        }catch{}};

        """
}

/// Which of KaTeX's fonts a formula is set in, told by the classes of its HTML as KaTeX's style sheet tells them.
struct MathFonts {
    private static let byClass = [
        "katex": "Main-Regular", "mathnormal": "Math-Italic", "mathit": "Main-Italic", "textit": "Main-Italic",
        "mathbf": "Main-Bold", "textbf": "Main-Bold", "boldsymbol": "Math-BoldItalic", "amsrm": "AMS-Regular",
        "mathbb": "AMS-Regular", "textbb": "AMS-Regular", "mathcal": "Caligraphic-Regular",
        "mathfrak": "Fraktur-Regular", "textfrak": "Fraktur-Regular", "mathtt": "Typewriter-Regular",
        "texttt": "Typewriter-Regular", "mathscr": "Script-Regular", "textscr": "Script-Regular",
        "mathsf": "SansSerif-Regular", "textsf": "SansSerif-Regular", "mathboldsf": "SansSerif-Bold",
        "textboldsf": "SansSerif-Bold", "mathitsf": "SansSerif-Italic", "textitsf": "SansSerif-Italic",
        "small-op": "Size1-Regular", "large-op": "Size2-Regular", "delim-size1": "Size1-Regular",
        "delim-size4": "Size4-Regular",
    ]

    /// `KaTeX_Main-Regular` and the like.
    static func names(in html: String) -> Set<String> {
        var names: Set<String> = []
        var isClass = false
        for part in html.utf8.split(separator: UInt8(ascii: "\""), omittingEmptySubsequences: false) {
            defer { isClass = part.suffix(6).elementsEqual("class=".utf8) }
            guard isClass else { continue }
            let classes = part.split(separator: UInt8(ascii: " ")).map { String(decoding: $0, as: UTF8.self) }
            for each in classes {
                if let name = byClass[each] { names.insert("KaTeX_" + name) }
                if each.hasPrefix("size"), classes.contains("delimsizing") {
                    names.insert("KaTeX_S" + each.dropFirst() + "-Regular")
                }
            }
        }
        return names
    }
}
