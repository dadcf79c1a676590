import Foundation

/// A folder with a course in it: `lessons/` with the Markdown files and `course.yml`.
public struct CourseFolder: Sendable {
    public var root: String
    public private(set) var course: Course
    /// The lessons in the order in which they are read: by `order`, then by name.
    public private(set) var lessons: [Lesson]
    /// The files beside the lessons, such as pictures and data, relative to their folder.
    public private(set) var files: Set<String> = []
    /// The works that lessons can cite, in the order of their file.
    public private(set) var references: [Reference] = []
    /// What is wrong with `course.yml` or the file of references.
    public private(set) var diagnostics: [Diagnostic]

    public struct Failure: Error, CustomStringConvertible {
        public var description: String
    }

    /// - Parameters:
    ///   - includesDrafts: whether lessons that say `draft: true` are read too.
    ///   - known: lessons as they were read before; one whose text is still the same is not read again.
    /// - Throws: when there is no folder `lessons` with a lesson in it, or a file cannot be read.
    public init(_ root: String, includesDrafts: Bool = false, known: [Lesson] = []) throws {
        self.root = root
        let folder = root + "/lessons"
        var names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder)
        } catch {
            throw Failure(
                description:
                    "there is no folder ‘lessons’ in \(root); stand in a course’s folder, or name one with --course")
        }
        names = names.filter { $0.hasSuffix(".md") && !$0.hasPrefix(".") && $0 != "README.md" }.sorted()
        guard !names.isEmpty else { throw Failure(description: "\(folder) has no lesson (no file ending in .md)") }
        let sources = try names.map { (file: "lessons/" + $0, text: try Self.text(folder + "/" + $0)) }
        let before = Dictionary(known.map { ($0.file, $0) }, uniquingKeysWith: { first, _ in first })
        lessons = sources.indices.mapSideBySide(threads: ProcessInfo.processInfo.activeProcessorCount) { index in
            let (file, text) = sources[index]
            if let before = before[file], before.source == text { return before }
            return LessonReader.read(text, file: file)
        }
        if !includesDrafts { lessons.removeAll(where: \.frontMatter.isDraft) }
        lessons.sort { ($0.frontMatter.order ?? .max, $0.name) < ($1.frontMatter.order ?? .max, $1.name) }
        var reader = CourseReader(file: "lessons/course.yml")
        let path = folder + "/course.yml"
        course = FileManager.default.fileExists(atPath: path) ? reader.read(try Self.text(path)) : Course()
        diagnostics = reader.diagnostics
        if let file = course.bibliography { readReferences(file) }
        files = Self.files(in: folder)
    }

    /// Files that a page may show or lead to; hidden ones and the lessons themselves are none.
    private static func files(in folder: String) -> Set<String> {
        var files: Set<String> = []
        guard let walk = FileManager.default.enumerator(atPath: folder) else { return [] }
        for case let path as String in walk {
            let name = path.split(separator: "/").last ?? ""
            if name.hasPrefix(".") {
                walk.skipDescendants()
            } else if walk.fileAttributes?[.type] as? FileAttributeType == .typeRegular, !path.hasSuffix(".md"),
                path != "course.yml"
            {
                files.insert(path)
            }
        }
        return files
    }

    private mutating func readReferences(_ file: Located<String>) {
        guard let text = try? Self.text(root + "/lessons/" + file.value) else {
            diagnostics.append(
                Diagnostic(
                    id: "course", file: "lessons/course.yml", line: file.line, column: file.column,
                    message: "there is no file lessons/\(file.value)"))
            return
        }
        let found = ReferenceReader.read(text, file: "lessons/" + file.value)
        references = found.references
        diagnostics += found.diagnostics
    }

    private static func text(_ path: String) throws -> String {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Failure(description: "\(path) cannot be read")
        }
        // A file that is not UTF-8 still becomes a page, with the characters that could not be read marked.
        return String(decoding: data, as: UTF8.self).replacingOccurrences(of: "\r\n", with: "\n")
    }
}
