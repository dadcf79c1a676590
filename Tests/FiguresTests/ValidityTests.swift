import Foundation
import FoundationXML
import Testing

@testable import Figures

/// Pictures hold nothing but SVG 1.1, and what HTML and CSS add to it on purpose.
@Suite struct ValidityTests {
    @Test(arguments: Gallery.all.map(\.name))
    func isValid(_ name: String) throws {
        let chart = try #require(Gallery.all.first { $0.name == name }?.chart)
        #expect(try Grammar.findings(in: chart.svg()) == [])
    }

    @Test func randomChartsAreValid() throws {
        for (name, chart) in RandomCharts.make(120, seed: 23) {
            #expect(try Grammar.findings(in: chart.svg()) == [], "\(name)")
        }
    }

    @Test(arguments: [
        ("<svg xmlns=\"http://www.w3.org/2000/svg\"><blink/></svg>", "blink in svg"),
        ("<svg xmlns=\"http://www.w3.org/2000/svg\"><path d=\"M0 0\" onclick=\"x\"/></svg>", "onclick of path"),
        ("<svg xmlns=\"http://www.w3.org/2000/svg\"><path d=\"M0 0nan\"/></svg>", "d of path: M0 0nan"),
        ("<svg xmlns=\"http://www.w3.org/2000/svg\"><text x=\"inf\">a</text></svg>", "x of text: inf"),
    ])
    func findsWhatIsWrong(_ svg: String, _ finding: String) throws {
        #expect(try Grammar.findings(in: svg) == [finding])
    }
}

/// The part of SVG 1.1 (Second Edition) that charts use: elements, their parents and attributes, and how values look.
private final class Grammar: NSObject, XMLParserDelegate {
    private var findings: [String] = []
    private var open: [String] = []

    static func findings(in svg: String) throws -> [String] {
        let (parser, grammar) = (XMLParser(data: Data(svg.utf8)), Grammar())
        parser.delegate = grammar
        try #require(parser.parse(), "\(String(describing: parser.parserError))")
        return grammar.findings
    }

    private static let parents: [String: Set<String?>] = [
        "svg": [nil], "title": ["svg"], "desc": ["svg"], "g": ["svg", "g"], "path": ["svg", "g"],
        "text": ["svg", "g"], "image": ["svg", "g"],
    ]
    private static let presentation: Set = [
        "fill", "fill-rule", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin",
        "opacity", "fill-opacity", "stroke-opacity", "font-family", "font-size", "font-weight", "text-anchor",
        "shape-rendering", "style",
    ]
    private static let own: [String: Set<String>] = [
        "svg": ["xmlns", "viewBox", "width", "height"], "path": ["d"], "text": ["x", "y", "transform"],
        "image": ["xmlns:xlink", "xlink:href", "x", "y", "width", "height", "preserveAspectRatio"],
    ]

    /// HTML gives SVG a role and data.
    private static func isAdded(_ name: String) -> Bool {
        name == "role" || name.hasPrefix("data-")
    }

    private static let number = #"-?(\d+\.?\d*|\.\d+)"#
    private static let color = #"(none|#[0-9a-f]{6}|var\(--[a-z0-9-]+,#[0-9a-f]{6}\))"#
    private static let forms: [String: String] = [
        "x": number, "y": number, "width": number, "height": number, "font-size": number, "stroke-width": number,
        "opacity": #"(1|0|\.\d+)"#, "fill-opacity": #"\.\d+"#, "stroke-opacity": #"\.\d+"#, "fill": color,
        "stroke": color, "stroke-dasharray": "\(number)( \(number))*",
        "viewBox": "0 0 \(number) \(number)", "transform": #"rotate\(\#(number) \#(number) \#(number)\)"#,
        "d": #"(M\#(number)[ -]?\#(number)|[hvHV]\#(number)|[ml](\#(number)[ ]?)+|z)+"#,
        "xlink:href": "data:image/png;base64,[A-Za-z0-9+/]+=*", "role": "img",
    ]

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        if Self.parents[name]?.contains(open.last) != true {
            findings.append("\(name) in \(open.last ?? "nothing")")
        }
        open.append(name)
        for (attribute, value) in attributes.sorted(by: { $0.key < $1.key }) {
            let isKnown =
                Self.presentation.contains(attribute) || Self.own[name]?.contains(attribute) == true
                || Self.isAdded(attribute)
            if !isKnown { findings.append("\(attribute) of \(name)") }
            if let form = Self.forms[attribute], value.range(of: "^(\(form))$", options: .regularExpression) == nil {
                findings.append("\(attribute) of \(name): \(value.prefix(60))")
            }
        }
    }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        open.removeLast()
    }
}
