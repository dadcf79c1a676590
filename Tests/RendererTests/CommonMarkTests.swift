import Foundation
import Testing

@testable import Markdown
@testable import Renderer

struct Example: Decodable, CustomTestStringConvertible {
    var section: String
    var example: Int
    var markdown: String
    var html: String

    var testDescription: String { "\(section) \(example)" }

    static func all() throws -> [Example] {
        let url = try #require(Bundle.module.url(forResource: "Fixtures/commonmark-0.30", withExtension: "json"))
        return try JSONDecoder().decode([Example].self, from: Data(contentsOf: url))
    }
}

/// The sections of the specification that have examples, with how many.
private let sections = [
    "Tabs": 11, "Backslash escapes": 13, "Entity and numeric character references": 17, "Precedence": 1,
    "Thematic breaks": 19, "ATX headings": 18, "Setext headings": 27, "Indented code blocks": 12,
    "Fenced code blocks": 29, "HTML blocks": 44, "Link reference definitions": 27, "Paragraphs": 8, "Blank lines": 1,
    "Block quotes": 25, "List items": 48, "Lists": 26, "Inlines": 1, "Code spans": 22,
    "Emphasis and strong emphasis": 131, "Links": 90, "Images": 22, "Autolinks": 19, "Raw HTML": 21,
    "Hard line breaks": 15, "Soft line breaks": 2, "Textual content": 3,
]

@Suite struct CommonMarkTests {
    @Test(arguments: sections) func section(name: String, count: Int) throws {
        let examples = try Example.all().filter { $0.section == name }
        #expect(examples.count == count)
        for example in examples {
            let html = HTMLWriter(Tree(markdown: example.markdown), allowsRawHTML: true).html()
            #expect(html == example.html, "example \(example.example): \(example.markdown)")
        }
    }

    @Test func everyExampleHasItsSection() throws {
        #expect(try Example.all().count == 652)
        #expect(sections.values.reduce(0, +) == 652)
    }

    /// The source at a text node's place, with escapes undone, is the text.
    @Test func everyInlineOfEveryExampleIsPlaced() throws {
        for example in try Example.all() {
            let tree = Tree(markdown: example.markdown)
            let lines = SourceLines(Array(example.markdown.utf8))
            for id in tree.descendants() {
                let range = tree[id].range
                let source = String(
                    decoding: lines[range.start.line].dropFirst(range.start.column - 1)
                        .prefix(max(0, range.end.column - range.start.column)), as: UTF8.self)
                switch tree[id].kind {
                case .text(let text) where !text.contains("\n"):
                    #expect(isWritten(text, as: source), "example \(example.example): \(text) at \(range)")
                case .code(let text) where range.start.line == range.end.line:
                    #expect(source == text, "example \(example.example)")
                default: break
                }
            }
        }
    }

    /// Without escapes or references, source and text are the same.
    private func isWritten(_ text: String, as source: String) -> Bool {
        if !source.contains("\\"), !source.contains("&") { return source == text }
        return !source.isEmpty && (source.first == text.first || source.first == "\\" || source.first == "&")
    }
}
