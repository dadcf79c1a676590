import Foundation
import Kernel
import Markdown
import Notebook
import Renderer

/// A course as pages and files, made of its lessons and of what their cells left.
struct CourseSite: Sendable {
    let folder: CourseFolder
    let map: CourseMap
    private let formulas: FormulaStore
    private let compiler: CompilerVersion
    private let cards: CardDrawer

    /// - Parameter before: the site as it was, whose formulas need not be set again.
    init(
        _ folder: CourseFolder, pixels: [String: PixelSize], store: Store, compiler: CompilerVersion,
        before: CourseSite? = nil
    ) {
        self.folder = folder
        self.compiler = compiler
        cards = CardDrawer(folder.course, store)
        let macros = folder.course.macros
        let known = before.flatMap { $0.folder.course.macros == macros ? $0.formulas : nil }
        formulas = known ?? FormulaStore(store, macros: macros)
        map = CourseMap(
            course: folder.course, lessons: folder.lessons, files: folder.files, pixels: pixels,
            references: folder.references)
    }

    /// The page of a lesson, and what was found wrong while it was set.
    func page(
        of lesson: Lesson, _ outcomes: [Outcome?], makesDownloads: Bool = true,
        decorate: (Int, String) -> String = { $1 }
    ) -> (page: Page, problems: [Diagnostic]) {
        let writer = MarkdownProse(lesson, in: map, formula: formulas.html)
        var page = LessonPage.render(
            lesson: lesson, outcomes: outcomes, writer: writer, map: map, makesDownloads: makesDownloads,
            decorate: decorate)
        page.card = cards.card(of: page)
        return (page, writer.diagnostics)
    }

    /// Every file of the site.
    func files(_ pages: [Page], history: SourceHistory, threads: Int) throws -> [SiteFile] {
        let site = site(of: pages, history)
        let katex = pages.contains(where: \.hasMath) ? MathRenderer.findLibrary() : nil
        return site.files(assets: try Assets.load(katexFolder: katex), threads: threads) + folder.bytes(of: site)
    }

    /// The index and the documents of some pages, with what can be downloaded from them.
    func files(_ pages: [Page], only changed: [Int], history: SourceHistory) -> [SiteFile] {
        site(of: pages, history).files(only: changed)
    }

    private func site(of pages: [Page], _ history: SourceHistory) -> Site {
        var pages = pages
        for index in pages.indices { pages[index].commit = pages[index].source.flatMap { history[$0] } }
        var site = Site(course: folder.course, pages: pages)
        site.bibliography = Bibliography(folder.references)
        site.toolchain = compiler.text
        return site
    }

    // MARK: What is wrong

    /// What is wrong with the course, in the order of lessons and lines.
    /// - Parameter found: what was found while pages were set.
    func diagnostics(_ outcomes: [[Outcome?]], found: [Diagnostic]) -> [Diagnostic] {
        var all = folder.diagnostics
        for (lesson, outcomes) in zip(folder.lessons, outcomes) {
            var wrong = lesson.diagnostics
            for (cell, outcome) in zip(lesson.cells, outcomes) { wrong += Self.diagnostics(of: cell, outcome, lesson) }
            all += wrong.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
        }
        return Self.sorted(all + map.diagnostics + cards.diagnostics + found, like: folder.lessons.map(\.file))
    }

    /// By file in the order of the lessons, what concerns the course before them; then by place.
    private static func sorted(_ diagnostics: [Diagnostic], like files: [String]) -> [Diagnostic] {
        let order = Dictionary(files.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        return diagnostics.enumerated().sorted { a, b in
            let (one, other) = (a.element, b.element)
            return (order[one.file] ?? -1, one.line, one.column, a.offset)
                < (order[other.file] ?? -1, other.line, other.column, b.offset)
        }.map(\.element)
    }

    /// An error that the lesson shows on purpose is none; that it did not happen is one.
    private static func diagnostics(of cell: Cell, _ outcome: Outcome?, _ lesson: Lesson) -> [Diagnostic] {
        guard let outcome else { return [] }
        guard cell.options.error else { return outcome.warnings + outcome.errors }
        guard outcome.state == .succeeded else { return outcome.warnings }
        return [
            Diagnostic(
                id: "no-error", file: lesson.file, line: cell.position.line, column: cell.position.column,
                message: "this cell says ‘error: true’ but ran to its end; mend the cell, or take the option away")
        ]
    }
}

extension CourseFolder {
    /// The sizes of the pictures beside the lessons.
    var pixels: [String: PixelSize] {
        var sizes: [String: PixelSize] = [:]
        for path in files where ["png", "jpg", "jpeg", "gif"].contains((path as NSString).pathExtension.lowercased()) {
            guard let bytes = FileManager.default.contents(atPath: "\(root)/lessons/\(path)") else { continue }
            sizes[path] = PixelSize(picture: bytes)
        }
        return sizes
    }

    /// The files beside the lessons that a site's pages show or lead to.
    fileprivate func bytes(of site: Site) -> [SiteFile] {
        Set(site.pages.flatMap(\.files)).sorted().compactMap { path in
            FileManager.default.contents(atPath: "\(root)/lessons/\(path)").map {
                SiteFile(path: path, bytes: Array($0))
            }
        }
    }
}
