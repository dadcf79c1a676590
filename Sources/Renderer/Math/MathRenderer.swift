import Foundation

/// What is wrong with a formula, or with the library that sets it.
public struct MathError: Error, Hashable, Sendable {
    public var message: String
    /// Where in the TeX, in UTF-8 bytes from its start; nil when the whole is meant.
    public var offset: Int?

    public init(message: String, offset: Int? = nil) {
        self.message = message
        self.offset = offset
    }
}

/// Sets TeX with KaTeX, as HTML with MathML beside it, while the site is built, so that pages need no script.
///
/// KaTeX is read when the first formula comes (about 0.3 s); a formula takes 5 to 12 ms, so callers keep the results
/// by their TeX. One renderer serves one task at a time.
public final class MathRenderer {
    private let folder: String?
    private let macros: String
    private var engine: ScriptEngine?

    /// - Parameters:
    ///   - folder: where `katex.min.js` is; if nil, it is looked for as `findLibrary` says.
    ///   - macros: TeX by the command it stands for: `["\\R": "\\mathbb{R}"]`.
    public init(folder: String? = nil, macros: [String: String] = [:]) {
        self.folder = folder ?? MathRenderer.findLibrary()
        let data = try? JSONSerialization.data(withJSONObject: macros, options: [.sortedKeys])
        self.macros = data.map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }

    /// The folder of KaTeX, with its style sheet and `fonts`: `javascript/katex` in one of `XDG_DATA_DIRS`,
    /// `/usr/local/share` or `/usr/share`, where distributions put it.
    public static func findLibrary() -> String? {
        let named = ProcessInfo.processInfo.environment["XDG_DATA_DIRS"]?.split(separator: ":").map(String.init) ?? []
        return (named + ["/usr/local/share", "/usr/share"]).map { $0 + "/javascript/katex" }
            .first { FileManager.default.fileExists(atPath: $0 + "/katex.min.js") }
    }

    /// The HTML of a formula: `<span class="katex">…`, within `<span class="katex-display">` when it is displayed.
    public func render(_ tex: String, display: Bool) throws(MathError) -> String {
        let answer: String
        do {
            answer = try loadedEngine().call("renderFormula", [tex, display ? "display" : "", macros])
        } catch {
            throw MathError(message: error.message)
        }
        // "html", or "error", the position and the message, as the script below returns it.
        let parts = answer.split(separator: "\n", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3 else { throw MathError(message: answer) }
        if parts[0] == "html" { return String(parts[2]) }
        throw MathError(message: String(parts[2]), offset: Int(parts[1]).map { utf8Offset(ofUTF16: $0, in: tex) })
    }

    private func utf8Offset(ofUTF16 offset: Int, in tex: String) -> Int {
        let end = tex.utf16.index(tex.startIndex, offsetBy: offset, limitedBy: tex.endIndex) ?? tex.endIndex
        return tex.utf8.distance(from: tex.startIndex, to: end)
    }

    private func loadedEngine() throws(ScriptEngine.Failure) -> ScriptEngine {
        if let engine { return engine }
        guard let folder, let library = FileManager.default.contents(atPath: folder + "/katex.min.js") else {
            let place = folder.map { " in \($0)" } ?? ""
            throw ScriptEngine.Failure(
                message: "KaTeX (katex.min.js) was not found\(place); Debian has it as libjs-katex")
        }
        let engine = try ScriptEngine()
        try engine.load(Array(library))
        try engine.load(Array(MathRenderer.script.utf8))
        self.engine = engine
        return engine
    }

    /// KaTeX asks for one function that is newer than Duktape.
    private static let script = """
        if (!Array.prototype.fill) Object.defineProperty(Array.prototype, "fill", { value: function (value) {
            for (var at = 0; at < this.length; at++) this[at] = value;
            return this;
        } });
        function renderFormula(tex, display, macros) {
            try {
                return "html\\n\\n" + katex.renderToString(tex, {
                    displayMode: display !== "", output: "htmlAndMathml", throwOnError: true, strict: "ignore",
                    trust: false, maxExpand: 1000, maxSize: 100, macros: JSON.parse(macros)
                });
            } catch (error) {
                if (!(error instanceof katex.ParseError)) throw error;
                var message = error.rawMessage
                    || error.message.replace(/^KaTeX parse error: /, "").replace(/ at (position \\d+|end of input):[\\s\\S]*$/, "");
                return "error\\n" + (typeof error.position === "number" ? error.position : "") + "\\n" + message;
            }
        }
        """
}
