import Foundation

/// Why a file is not a notebook that can be read.
public struct UnreadableNotebook: Error, CustomStringConvertible {
    public var description: String
}

/// Reads a Jupyter notebook (nbformat 4) as the text of a lesson: Swift cells become cells, those of other languages
/// plain listings. What cells left is not taken over: a build computes it anew.
public struct JupyterReader {
    /// The lesson as Markdown.
    public private(set) var text = ""
    /// How many of its cells run, are listed only, or are text.
    public private(set) var swiftCells = 0
    public private(set) var listings = 0
    public private(set) var textCells = 0
    /// What could not be taken over, for the author to look after.
    public private(set) var losses: [String] = []

    private struct Notebook: Decodable {
        struct Metadata: Decodable {
            struct Kernel: Decodable { var language: String? }
            struct Language: Decodable { var name: String? }
            var kernelspec: Kernel?
            var language_info: Language?
        }
        var nbformat: Int?
        var metadata: Metadata?
        var cells: [Cell]?
    }

    private struct Cell: Decodable {
        var cell_type: String
        var source: Text
        var attachments: [String: Attachment]?
    }

    private struct Attachment: Decodable {}

    /// A text, whole or as a list of its lines.
    private struct Text: Decodable {
        var text: String

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            text = try (try? container.decode([String].self))?.joined() ?? container.decode(String.self)
        }
    }

    /// - Parameters:
    ///   - data: the notebook's file.
    ///   - name: what the file is called, for errors and, where nothing else says one, for the title.
    public init(_ data: Data, name: String) throws(UnreadableNotebook) {
        let notebook: Notebook
        do {
            notebook = try JSONDecoder().decode(Notebook.self, from: data)
        } catch {
            throw UnreadableNotebook(description: "\(name) is not a Jupyter notebook: \(Self.words(error))")
        }
        guard notebook.nbformat == 4, let cells = notebook.cells else {
            let version = notebook.nbformat.map { "of format \($0)" } ?? "without a format"
            throw UnreadableNotebook(
                description: "\(name) is a notebook \(version), and 4 is read here; "
                    + "‘jupyter nbconvert --to notebook --nbformat 4 \(name)’ converts it")
        }
        let language = notebook.metadata?.language_info?.name ?? notebook.metadata?.kernelspec?.language ?? "python"
        let parts = cells.map { add($0, language.lowercased()) }.filter { !$0.isEmpty }
        if parts.first.map({ $0.hasPrefix("# ") || $0.hasPrefix("---\n") }) != true {
            let title = (name as NSString).lastPathComponent
            text = "---\ntitle: \"\((title as NSString).deletingPathExtension)\"\n---\n\n"
        }
        text += parts.joined(separator: "\n\n") + "\n"
    }

    private mutating func add(_ cell: Cell, _ language: String) -> String {
        let source = cell.source.text.trimmingCharacters(in: .newlines)
        for name in (cell.attachments ?? [:]).keys.sorted() {
            losses.append("the picture ‘\(name)’ is inside the notebook; save it beside the lesson and link to it")
        }
        guard !source.isEmpty else { return "" }
        guard cell.cell_type == "code" else {
            textCells += 1
            return cell.cell_type == "markdown" ? source : Self.fenced(source, "text")
        }
        if language == "swift" { swiftCells += 1 } else { listings += 1 }
        return Self.fenced(source, language)
    }

    /// In a fence longer than any in the text.
    private static func fenced(_ text: String, _ language: String) -> String {
        let lines: [Substring] = text.split(separator: "\n")
        let longest = lines.map { line in line.drop { $0 == " " }.prefix { $0 == "`" }.count }.max() ?? 0
        let fence = String(repeating: "`", count: max(3, longest + 1))
        return "\(fence)\(language)\n\(text)\n\(fence)"
    }

    private static func words(_ error: any Error) -> String {
        switch error {
        case DecodingError.keyNotFound(let key, let context): "\(path(context))has no ‘\(key.stringValue)’"
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
            "\(path(context))is not what it should be: \(context.debugDescription)"
        default: "it is not JSON"
        }
    }

    private static func path(_ context: DecodingError.Context) -> String {
        let names = context.codingPath.map { $0.intValue.map { "\($0 + 1)" } ?? $0.stringValue }
        return names.isEmpty ? "it " : names.joined(separator: " ") + " "
    }
}
