import Foundation

/// Reads references in CSL-JSON, the form in which Zotero and others exchange them.
enum CSLReader {
    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    private struct Item: Decodable {
        struct Name: Decodable {
            var family: String?
            var given: String?
            var literal: String?
        }

        struct Date: Decodable {
            var parts: [[Scalar]]?
            var literal: String?

            enum CodingKeys: String, CodingKey {
                case parts = "date-parts"
                case literal
            }
        }

        /// A number or a text: writers of CSL-JSON use both.
        struct Scalar: Decodable {
            var text: String

            init(from decoder: any Decoder) throws {
                let container = try decoder.singleValueContainer()
                if let number = try? container.decode(Int.self) {
                    text = String(number)
                } else {
                    text = try container.decode(String.self)
                }
            }
        }

        var id: Scalar
        var title: String?
        var author: [Name]?
        var editor: [Name]?
        var issued: Date?
        var container: String?
        var volume: Scalar?
        var issue: Scalar?
        var page: Scalar?
        var publisher: String?
        var doi: String?
        var url: String?

        enum CodingKeys: String, CodingKey {
            case id, title, author, editor, issued, volume, issue, page, publisher
            case container = "container-title"
            case doi = "DOI"
            case url = "URL"
        }
    }

    static func read(_ text: String) throws -> [Reference] {
        do {
            return try JSONDecoder().decode([Item].self, from: Data(text.utf8)).map(reference)
        } catch {
            throw Failure(description: "not a list of references in CSL-JSON: \(error.localizedDescription)")
        }
    }

    private static func reference(_ item: Item) -> Reference {
        var result = Reference(key: item.id.text)
        result.authors = (item.author ?? item.editor ?? []).map { name in
            Reference.Name(family: name.family ?? name.literal ?? "", given: name.given ?? "")
        }
        result.title = item.title ?? ""
        result.year = item.issued?.parts?.first?.first?.text ?? item.issued?.literal ?? ""
        result.container = item.container ?? ""
        result.volume = item.volume?.text ?? ""
        result.issue = item.issue?.text ?? ""
        result.pages = item.page?.text.replacing("-", with: "–") ?? ""
        result.publisher = item.publisher ?? ""
        result.doi = item.doi ?? ""
        result.url = item.url ?? ""
        return result
    }
}
