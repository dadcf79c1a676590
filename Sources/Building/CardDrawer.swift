import Foundation
import Kernel
import Notebook
import Renderer
import Synchronization

/// The pictures on the cards of links, drawn by librsvg's `rsvg-convert` and kept by what they show.
final class CardDrawer: Sendable {
    private let course: Course
    private let store: Store
    /// Nil when it is not installed.
    private let program: String?
    /// What a picture depends on, besides what it shows.
    private let version: String
    private let missing = Mutex(false)

    init(_ course: Course, _ store: Store) {
        self.course = course
        self.store = store
        program = Self.places.first(where: FileManager.default.isExecutableFile)
        let attributes = program.flatMap { try? FileManager.default.attributesOfItem(atPath: $0) }
        let colors = course.colors.sorted { $0 < $1 }.map { "\($0)=\($1)" }
        version = (["\(attributes?[.size] as? Int ?? 0)"] + colors).joined(separator: "\n")
    }

    /// Where the program may be.
    static var places: [String] {
        (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin").split(separator: ":").map { "\($0)/rsvg-convert" }
    }

    /// The card of a page; nil for a site without an address, and for a page without pictures.
    func card(of page: Page) -> Card? {
        guard course.baseURL != nil else { return nil }
        switch page.leadPicture {
        case .file(let path, let text)?: return Card(path: path, text: text)
        case .chart(let svg, let text)?:
            guard let program else {
                missing.withLock { $0 = true }
                return nil
            }
            guard let png = png(of: svg, program) else { return nil }
            let name = page.path.hasSuffix(".html") ? page.path.dropLast(5) : page.path[...]
            return Card(path: "assets/cards/\(name).png", text: text, png: png)
        case nil: return nil
        }
    }

    private func png(of svg: String, _ program: String) -> [UInt8]? {
        let key = ContentHash(parts: ["card", version, svg])
        if let png = store.text(for: key).flatMap({ Data(base64Encoded: $0) }) { return [UInt8](png) }
        guard let drawing = Card.drawing(of: svg, in: course) else { return nil }
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("lessons-card-\(UUID().uuidString)")
        guard (try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)) != nil else {
            return nil
        }
        defer { try? FileManager.default.removeItem(at: folder) }
        // In a folder of its own, beside nothing that the picture could refer to.
        let (source, picture) = (folder.appendingPathComponent("card.svg"), folder.appendingPathComponent("card.png"))
        guard (try? drawing.write(to: source, atomically: false, encoding: .utf8)) != nil else { return nil }
        _ = Subprocess.output(
            of: program, ["--format", "png", "--output", picture.path, source.path], in: folder.path)
        guard let png = try? Data(contentsOf: picture), !png.isEmpty else { return nil }
        // A store that cannot be written to costs time, not the card.
        try? store.put(png.base64EncodedString(), for: key)
        return [UInt8](png)
    }

    /// What kept pages from having their cards.
    var diagnostics: [Diagnostic] {
        guard missing.withLock({ $0 }) else { return [] }
        let message =
            "links to this site show no picture, since rsvg-convert is not installed; "
            + "Debian has it in librsvg2-bin, and ./setup installs it"
        return [Diagnostic(id: "no-cards", severity: .warning, file: "lessons/course.yml", message: message)]
    }
}
