import Markdown
import Notebook

/// What a lesson's prose can lead to: the lessons of the course, what is labelled in them, files and cited works.
public struct CourseMap: Equatable, Sendable {
    struct Entry: Equatable, Sendable {
        var name: String
        var title: String
        var path: String
        var numbering: Numbering
        /// Every id that a link can lead to.
        var anchors: Set<String>
    }

    let course: Course
    let lessons: [String: Entry]
    /// The lessons in which a label stands, in reading order.
    let owners: [String: [String]]
    /// The files beside the lessons, relative to their folder.
    let files: Set<String>
    /// The pixels of those that are pictures.
    let pixels: [String: PixelSize]
    let bibliography: Bibliography
    /// The anchors of each lesson to which others lead, and which their pages therefore show on hover.
    private(set) var shown: [String: Set<String>] = [:]
    /// What is wrong with how the lessons refer to each other in their front matter.
    public private(set) var diagnostics: [Diagnostic] = []

    /// Names that pages of the site's own have.
    static let reservedNames: Set<String> = ["index", "references", "404"]

    public init(
        course: Course = Course(), lessons: [Lesson], files: Set<String> = [], pixels: [String: PixelSize] = [:],
        references: [Reference] = []
    ) {
        self.course = course
        self.files = files
        self.pixels = pixels
        bibliography = Bibliography(references)
        let entries = lessons.map(Self.entry)
        self.lessons = Dictionary(entries.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        var owners: [String: [String]] = [:]
        for entry in entries {
            for label in entry.numbering.labels { owners[label, default: []].append(entry.name) }
        }
        self.owners = owners
        for lesson in lessons {
            check(lesson)
            for target in targets(of: lesson) { shown[target.lesson, default: []].insert(target.anchor) }
        }
    }

    /// What a lesson leads to in others, by links, references and the references in its captions.
    private func targets(of lesson: Lesson) -> [(lesson: String, anchor: String)] {
        guard let numbering = lessons[lesson.name]?.numbering else { return [] }
        var references = ReferenceWriter(name: lesson.name, numbering: numbering, map: self, suggests: false)
        var targets: [(lesson: String, anchor: String)] = []
        for id in lesson.tree.descendants() {
            switch lesson.tree[id].kind {
            case .text(let text) where text.utf8.contains(UInt8(ascii: "@")): references.write(text)
            case .link(let destination, _):
                guard let address = LocalAddress(destination), let anchor = address.anchor,
                    let name = address.lesson, name != lesson.name
                else { continue }
                targets.append((name, anchor))
            default: break
            }
        }
        for case let caption? in lesson.cells.map(\.options.caption) { references.write(caption) }
        return targets + references.targets
    }

    private static func entry(_ lesson: Lesson) -> Entry {
        let numbering = Numbering(lesson)
        var anchors: Set<String> = ["top", "main"]
        anchors.formUnion(lesson.tree.attributes.values.compactMap(\.id))
        anchors.formUnion(numbering.labels)
        anchors.formUnion(lesson.cells.compactMap(\.options.label))
        for id in lesson.tree.descendants() {
            if case .footnote(_, let number, _) = lesson.tree[id].kind { anchors.insert("fn-\(number)") }
        }
        return Entry(
            name: lesson.name, title: LessonPage.title(of: lesson), path: LessonPage.path(of: lesson),
            numbering: numbering, anchors: anchors)
    }

    private mutating func check(_ lesson: Lesson) {
        let lines = lesson.source.lines
        if Self.reservedNames.contains(lesson.name) {
            diagnostics.append(
                Diagnostic(
                    id: "lesson-name", file: lesson.file,
                    message: "the site has a page of its own called ‘\(lesson.name)’; give the lesson another name"))
        }
        for prerequisite in lesson.frontMatter.prerequisites where lessons[prerequisite.value] == nil {
            let message = "there is no lesson ‘\(prerequisite.value)’"
            diagnostics.append(
                Diagnostic(
                    id: "unknown-lesson", file: lesson.file, line: prerequisite.line, column: prerequisite.column,
                    message: message + suggestion(for: prerequisite.value, among: lessons.keys.sorted())
                ).withExcerpt(from: lines))
        }
    }

    /// Every label of the course.
    var labels: [String] { owners.keys.sorted() }
}
