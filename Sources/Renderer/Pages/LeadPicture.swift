import Markdown
import Notebook

/// The first picture that a page shows, for the cards that other sites make of links to it.
public enum LeadPicture: Hashable, Sendable {
    /// A chart as SVG, and what it shows in words.
    case chart(svg: String, text: String)
    /// A picture beside the lessons.
    case file(path: String, text: String)

    /// Nil when the lesson shows none.
    init?(_ lesson: Lesson, _ tree: Tree, charts: [Tree.ID: LeadPicture], files: Set<String>) {
        for id in tree.descendants() {
            if let chart = charts[id] {
                self = chart
                return
            }
            // Of SVG files, other sites make no cards.
            guard case .image(let destination, _) = tree[id].kind, let path = LocalAddress(destination)?.file,
                files.contains(path), [".png", ".jpg", ".jpeg", ".gif", ".webp"].contains(where: path.hasSuffix)
            else { continue }
            self = .file(path: path, text: tree.plainText(of: id))
            return
        }
        return nil
    }
}

/// The picture on the card of a page.
public struct Card: Hashable, Sendable {
    /// What other sites ask for.
    public static let size = PixelSize(width: 1200, height: 630)

    /// Where it stands in the site.
    public var path: String
    /// What it shows, in words.
    public var text: String
    /// The picture itself when it was drawn for the card.
    public var png: [UInt8]?

    public init(path: String, text: String, png: [UInt8]? = nil) {
        self.path = path
        self.text = text
        self.png = png
    }

    /// A chart as a picture by itself: with the colours of light pages in the place of what a style sheet would say, on
    /// a ground of the size that other sites ask for. Nil for SVG without a box of its own.
    public static func drawing(of chart: String, in course: Course) -> String? {
        guard let start = chart.firstRange(of: "<svg"), let end = chart[start.upperBound...].firstIndex(of: ">"),
            let box = chart[start.upperBound..<end].firstMatch(of: /viewBox="([-\d. ]+)"/)
        else { return nil }
        let (width, height, margin) = (size.width, size.height, 48)
        let font = "var(--figure-font,Inter,Helvetica,Arial,sans-serif)"
        let svg = """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)">
            <rect width="\(width)" height="\(height)" fill="var(--background,#ffffff)"/>
            <svg x="\(margin)" y="\(margin)" width="\(width - 2 * margin)" height="\(height - 2 * margin)" \
            viewBox="\(box.1)" font-family="\(font)" font-size="14">\(chart[chart.index(after: end)...])
            </svg>

            """
        return svg.replacing(/var\(--([a-z0-9-]+),([^()]*)\)/) { match in
            let name = match.1 == "text-muted" ? "muted" : String(match.1)
            return course.colors[name] ?? String(match.2)
        }
    }
}
