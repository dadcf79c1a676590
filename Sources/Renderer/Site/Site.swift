import Notebook

/// A course as pages, in the order in which they are read.
public struct Site: Sendable {
    public var course: Course
    public var pages: [Page]
    /// The works that pages cite.
    public var bibliography = Bibliography([])
    /// The compiler that ran the lessons: `Swift 6.3.1`.
    public var toolchain: String?

    public init(course: Course, pages: [Page]) {
        self.course = course
        self.pages = pages
    }

    /// Every file of the site, in order of path; the same site gives the same bytes.
    public func files(assets: Assets, threads: Int = 1) -> [SiteFile] {
        let shell = shell
        var files = assets.common
        if pages.contains(where: \.hasMath) { files += assets.math }
        files += assets.scripts(of: pages.reduce(into: []) { $0.formUnion($1.mathFonts) })
        files.append(SiteFile(path: "index.html", text: shell.index))
        let documents = pages.indices.mapSideBySide(threads: threads) { [shell] index in
            SiteFile(path: shell.lessons[index].path, text: shell.lesson(at: index))
        }
        files += documents + pages.flatMap { $0.downloads + $0.data }
        files += pages.compactMap { PieceScript(page: $0).file }
        files += pages.compactMap { page in
            page.card.flatMap { card in card.png.map { SiteFile(path: card.path, bytes: $0) } }
        }
        files.append(SiteFile(path: "assets/icon.svg", text: SiteIcon(course: course).svg))
        files.append(SiteFile(path: "404.html", text: shell.missing))
        files.append(SiteFile(path: "assets/search-index.js", text: SearchIndex.script(pages)))
        if shell.hasReferences { files.append(SiteFile(path: "references.html", text: shell.references(works))) }
        if let base = course.baseURL {
            let syndication = Syndication(course: course, base: base, pages: pages)
            files.append(SiteFile(path: "sitemap.xml", text: syndication.siteMap))
            files.append(SiteFile(path: "feed.xml", text: syndication.feed))
        }
        return files.sorted { $0.path < $1.path }
    }

    /// The index and the documents of some pages, with what can be downloaded from them: what changes in the site when
    /// these pages do and keep their titles.
    public func files(only changed: [Int]) -> [SiteFile] {
        let shell = shell
        return [SiteFile(path: "index.html", text: shell.index)]
            + changed.flatMap { index in
                [SiteFile(path: pages[index].path, text: shell.lesson(at: index))] + pages[index].downloads
                    + pages[index].data
            }
    }

    private var shell: PageShell {
        var shell = PageShell(course: course, lessons: pages)
        shell.toolchain = toolchain
        shell.hasReferences = pages.contains { !$0.cited.isEmpty }
        return shell
    }

    /// All that is cited in the course, each work with the lessons that cite it.
    private var works: String {
        var citing: [String: [Page]] = [:]
        for page in pages { for key in page.cited { citing[key, default: []].append(page) } }
        return bibliography.list(citing.keys) { key in
            let links = citing[key, default: []].map { page in
                "<a href=\"\(page.path.htmlEscaped)#ref-\(key.htmlEscaped)\">\(page.title.htmlEscaped)</a>"
            }
            return " <span class=\"citing\">Cited in \(links.joined(separator: ", ")).</span>"
        }
    }
}
