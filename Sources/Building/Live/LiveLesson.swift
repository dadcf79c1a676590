import Kernel
import Notebook
import Renderer

/// A lesson of a live course: what is known of its cells, and the page that shows it.
struct LiveLesson {
    private(set) var lesson: Lesson
    private(set) var plan: LessonPlan
    /// Which plan it is, among all of the course.
    private(set) var number: Int
    /// What is known to hold, by cell.
    private(set) var outcomes: [Outcome?] = []
    /// The cells that have to run.
    private(set) var stale: Set<Int> = []
    /// Whether a run has to begin. One that ended with cells out of date, since they were stopped, is not repeated
    /// before the next change.
    var isWaiting = false
    /// Who may end the run that goes on; nil when none does.
    var control: RunControl?
    /// The page as readers see it, and what was found wrong while it was set; nil when it has to be set again.
    var shown: (page: Page, problems: [Diagnostic])?
    /// The page as it stands on the disk; nil when it has to be set again.
    var published: Page?

    init(_ lesson: Lesson, _ plan: LessonPlan, number: Int) {
        self.lesson = lesson
        self.plan = plan
        self.number = number
        follow(plan)
    }

    private mutating func follow(_ plan: LessonPlan) {
        self.plan = plan
        outcomes = plan.outcomes
        stale = plan.stale
        isWaiting = !plan.stale.isEmpty
    }

    var version: LessonVersion { LessonVersion(lesson: lesson, number: number, recipes: plan.recipes) }

    /// Takes what is known after a change. A run that goes on is told which cells are still wanted.
    mutating func take(_ lesson: Lesson, _ plan: LessonPlan, number: Int) {
        self.lesson = lesson
        self.number = number
        follow(plan)
        control?.follow(Set(plan.recipes))
        forgetPage()
    }

    /// Takes what a cell left.
    mutating func take(_ report: CourseRun.CellReport) {
        let index = report.place.index
        guard outcomes.indices.contains(index), let outcome = report.outcome, outcomes[index] != outcome else { return }
        outcomes[index] = outcome
        stale.remove(index)
        forgetPage()
    }

    mutating func forgetPage() {
        shown = nil
        published = nil
    }

    // MARK: What readers see

    /// What stands on the page for each cell: what holds, else what it left before.
    var visible: [Outcome?] {
        outcomes.indices.map { outcomes[$0] ?? plan.earlier[$0] }
    }

    /// Adds to a cell's HTML what the preview goes by: its place, whether it is out of date, and, where it failed, what
    /// it left before.
    func decorate(_ index: Int, _ html: String) -> String {
        let cell = lesson.cells[index]
        let text = html.isEmpty && cell.options.eval && cell.kind == .code ? "<div class=\"cell\"></div>\n" : html
        guard let end = text.firstIndex(of: " ") else { return text }
        let isStale = stale.contains(index)
        var result = text[..<end] + " data-cell=\"\(index)\"" + (isStale ? " data-state=\"stale\"" : "")
        result += text[end...]
        let ending = "</div>\n"
        guard outcomes[index]?.state == .failed, !cell.options.error, let before = earlierOutput(index),
            result.hasSuffix(ending)
        else { return String(result) }
        return result.dropLast(ending.count) + before + ending
    }

    private func earlierOutput(_ index: Int) -> String? {
        guard let outcome = plan.earlier[index], outcome.state == .succeeded else { return nil }
        var cell = lesson.cells[index]
        (cell.options.echo, cell.options.label) = (.hidden, nil)
        let html = CellView(cell: cell, outcome: outcome).html
        return html.isEmpty ? nil : "<div class=\"before\"><p>Before:</p>\n\(html)</div>\n"
    }
}
