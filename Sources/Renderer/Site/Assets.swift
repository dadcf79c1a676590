import Foundation
import Markdown

/// The files that pages share: style, script, fonts, and what formulas need.
public struct Assets: Sendable {
    /// What every site has.
    public var common: [SiteFile]
    /// What a site has that sets formulas.
    public var math: [SiteFile]

    public init(common: [SiteFile], math: [SiteFile] = []) {
        self.common = common
        self.math = math
    }

    /// Where the project's own assets are.
    public static var folder: String { (Bundle.module.resourcePath ?? ".") + "/Assets" }

    /// Reads the project's own assets and, if it is asked for, KaTeX's style and fonts.
    public static func load(katexFolder: String? = nil) throws -> Assets {
        let folder = URL(fileURLWithPath: folder)
        var common = try ["lessons.css", "lessons.js"].map { name in
            let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
            return SiteFile(path: "assets/" + name, text: withoutComments(text))
        }
        let sheet = try String(contentsOf: folder.appendingPathComponent("fonts.css"), encoding: .utf8)
        common.append(SiteFile(path: "assets/fonts.css", text: try carryingFonts(sheet, in: folder)))
        common.append(SiteFile(path: "assets/fonts.js", text: try fontScript(sheet, in: folder)))
        common += try read(["OFL.txt"], in: folder.appendingPathComponent("fonts"), at: "assets/fonts/")
        return Assets(common: common, math: try katexFolder.map(readKaTeX) ?? [])
    }

    /// A style sheet or script of ours without what it says to those who work on it: a fifth of what readers load.
    static func withoutComments(_ text: String) -> String {
        text.replacing(#/(?s)[ \t]*/\*.*?\*/\n?/#, with: "").lines
            .filter { !$0.drop { $0 == " " }.hasPrefix("//") }.joined(separator: "\n")
    }

    /// A style sheet with each `url(name.woff2)` replaced by the font itself, in Base64.
    private static func carryingFonts(_ sheet: String, in folder: URL) throws -> String {
        var result = ""
        var rest = Substring(sheet)
        while let start = rest.range(of: "url("), let end = rest[start.upperBound...].firstIndex(of: ")") {
            let font = try Data(contentsOf: folder.appendingPathComponent(String(rest[start.upperBound..<end])))
            result += rest[..<start.upperBound] + "data:font/woff2;base64," + font.base64EncodedString()
            rest = rest[end...]
        }
        return result + rest
    }

    /// The fonts of a style sheet as a script.
    private static func fontScript(_ sheet: String, in folder: URL) throws -> String {
        let rules = sheet.matches(of: /@font-face \{([^}]*url\(([^)]+)\)[^}]*)\}/)
        return try FontScript.definition
            + rules.compactMap { rule in
                FontScript(rule: rule.1, font: try Data(contentsOf: folder.appendingPathComponent(String(rule.2))))?
                    .text
            }.joined()
    }

    /// Those of KaTeX's fonts that pages use, each as a script.
    func scripts(of fonts: Set<String>) -> [SiteFile] {
        math.compactMap { file in
            guard file.path.hasSuffix(".woff2"), let name = file.path.split(separator: "/").last?.dropLast(6),
                fonts.contains(String(name))
            else { return nil }
            let script = FontScript(katex: String(name), font: Data(file.bytes))
            return SiteFile(path: Self.path(ofFont: String(name)), text: script.text)
        }
    }

    /// Where one of KaTeX's fonts is a script.
    static func path(ofFont name: String) -> String { "assets/katex/fonts/\(name).js" }

    /// KaTeX's style sheet names each font in three formats; WOFF2 alone serves every browser of today.
    private static func readKaTeX(folder: String) throws -> [SiteFile] {
        let folder = URL(fileURLWithPath: folder)
        let sheet = try String(contentsOf: folder.appendingPathComponent("katex.min.css"), encoding: .utf8)
        let fonts = folder.appendingPathComponent("fonts").resolvingSymlinksInPath()
        return [SiteFile(path: "assets/katex/katex.min.css", text: keepingWOFF2(sheet))]
            + (try read(names(in: fonts) { $0.hasSuffix(".woff2") }, in: fonts, at: "assets/katex/fonts/"))
    }

    /// `src:url(a.woff2) …,url(a.woff) …,url(a.ttf) …;` with its first source only.
    static func keepingWOFF2(_ sheet: String) -> String {
        var result = ""
        var rest = Substring(sheet)
        while let start = rest.range(of: "src:url(") {
            let end = rest[start.upperBound...].firstIndex { $0 == ";" || $0 == "}" } ?? rest.endIndex
            let sources = rest[start.lowerBound..<end].split(separator: ",")
            result += rest[..<start.lowerBound]
            result += sources.first { $0.contains(".woff2") }.map { $0.hasPrefix("src:") ? $0 : "src:" + $0 } ?? ""
            rest = rest[end...]
        }
        return result + rest
    }

    private static func names(in folder: URL, where isWanted: (String) -> Bool) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).filter(isWanted).sorted()
    }

    private static func read(_ names: [String], in folder: URL, at path: String) throws -> [SiteFile] {
        try names.map { name in
            SiteFile(path: path + name, bytes: Array(try Data(contentsOf: folder.appendingPathComponent(name))))
        }
    }
}
