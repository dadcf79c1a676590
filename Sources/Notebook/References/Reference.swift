/// A work that lessons can cite.
public struct Reference: Hashable, Sendable {
    public struct Name: Hashable, Sendable {
        public var family: String
        public var given: String

        public init(family: String, given: String = "") {
            self.family = family
            self.given = given
        }
    }

    /// What lessons call it: `ioffe2015`.
    public var key: String
    public var authors: [Name] = []
    public var title = ""
    public var year = ""
    /// The journal, the proceedings or the book that it is part of.
    public var container = ""
    public var volume = ""
    public var issue = ""
    public var pages = ""
    public var publisher = ""
    public var doi = ""
    public var url = ""

    public init(key: String) { self.key = key }
}

/// Reads a file of references: CSL-JSON when its name ends in `.json`, else BibTeX.
public enum ReferenceReader {
    public static func read(_ text: String, file: String) -> (references: [Reference], diagnostics: [Diagnostic]) {
        var references: [Reference] = []
        var diagnostics: [Diagnostic] = []
        if file.hasSuffix(".json") {
            do {
                references = try CSLReader.read(text)
            } catch {
                diagnostics.append(Diagnostic(id: "bibliography", file: file, message: "\(error)"))
            }
        } else {
            var reader = BibTeXReader(text, file: file)
            references = reader.read()
            diagnostics = reader.diagnostics
        }
        var seen: Set<String> = []
        for reference in references where !seen.insert(reference.key).inserted {
            diagnostics.append(
                Diagnostic(
                    id: "bibliography", severity: .warning, file: file,
                    message: "the key ‘\(reference.key)’ is there twice; the first one holds"))
        }
        return (references, diagnostics)
    }
}
