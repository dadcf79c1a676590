import Notebook

/// A course as pages, in the order in which they are read.
public struct Site: Sendable {
    public var course: Course
    public var pages: [Page]

    public init(course: Course, pages: [Page]) {
        self.course = course
        self.pages = pages
    }

    /// Every file of the site, in order of path; the same site gives the same bytes.
    public func files(assets: Assets) -> [SiteFile] {
        let shell = PageShell(course: course, lessons: pages)
        var files = assets.common
        if pages.contains(where: \.hasMath) { files += assets.math }
        files.append(SiteFile(path: "index.html", text: shell.index))
        for index in pages.indices { files.append(SiteFile(path: pages[index].path, text: shell.lesson(at: index))) }
        return files.sorted { $0.path < $1.path }
    }
}
