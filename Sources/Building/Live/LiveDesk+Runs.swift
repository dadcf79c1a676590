import Foundation
import Kernel
import Notebook

// Which lessons' cells run, and what becomes of what they leave.
extension LiveDesk {
    /// Starts runs of lessons that wait for one, as many as may go on side by side.
    func startRuns() throws {
        var free = options.jobs - lessons.count { $0.control != nil } - orphans.count
        let run = try courseRun()
        for index in lessons.indices where free > 0 && lessons[index].isWaiting && lessons[index].control == nil {
            free -= 1
            let control = RunControl()
            lessons[index].isWaiting = false
            lessons[index].control = control
            start(lessons[index].version, run, control)
        }
    }

    private func start(_ version: LessonVersion, _ run: CourseRun, _ control: RunControl) {
        let (root, timeout, mailbox, report) = (options.course, site?.folder.course.timeout ?? 120, mailbox, report)
        let thread = Thread {
            let result = Result {
                try run.run(version.lesson, in: root, timeout: timeout, control: control) { event in
                    // What is kept was told with the plan.
                    if case .ended(let cell) = event, cell.reason == "kept" { return }
                    report(event)
                    mailbox.put(.event(version, event))
                }
            }
            mailbox.put(.over(version, control, result))
        }
        thread.stackSize = 16 << 20
        thread.start()
    }

    func handle(_ message: LiveCourse.Message) {
        switch message {
        case .changed: break
        case .event(let version, let event):
            guard let index = place(of: version) else { return }
            handle(event, version, index)
        case .over(let version, let control, let result): end(version, control, result)
        case .published(let revision, let result): end(publication: result, of: revision)
        }
    }

    private func place(of version: LessonVersion) -> Int? {
        lessons.firstIndex { $0.lesson.name == version.lesson.name }
    }

    private func handle(_ event: CourseRun.Event, _ version: LessonVersion, _ index: Int) {
        switch event {
        case .started(let place): show(place, nil, version, index)
        case .progress(let place, let json): show(place, json, version, index)
        case .ended(let report):
            count.count(report.state)
            tell(.resting(lesson: version.lesson.name))
            if lessons[index].number == version.number {
                lessons[index].take(report)
            } else if report.state != .skipped {
                replan(index)
            }
        }
    }

    /// The lesson may have been edited since: the cell is found by what it does.
    private func show(_ place: CourseRun.CellPlace, _ progress: String?, _ version: LessonVersion, _ index: Int) {
        let recipe = version.recipes[place.index]
        guard let cell = lessons[index].plan.recipes.firstIndex(of: recipe) else { return }
        tell(.running(lesson: version.lesson.name, cell: cell, progress: progress))
    }

    private func replan(_ index: Int) {
        guard let run else { return }
        let lesson = lessons[index].lesson
        lessons[index].take(lesson, run.plan(lesson, in: options.course), number: nextNumber())
    }

    private func end(_ version: LessonVersion, _ control: RunControl, _ result: Result<Bool, any Error>) {
        guard let index = lessons.firstIndex(where: { $0.control === control }) else {
            return orphans.removeAll { $0 === control }
        }
        lessons[index].control = nil
        tell(.resting(lesson: version.lesson.name))
        switch result {
        case .success(let isComplete):
            faults = 0
            if !isComplete || lessons[index].number != version.number { replan(index) }
        case .failure(let error):
            faults += 1
            // Someone ended the processes in which cells run, perhaps: begun anew, they may well go on.
            run = nil
            if faults > 2 { tell(.failed(error)) } else { replanAfterFault() }
        }
    }

    /// All sessions are gone with the process that they came from.
    private func replanAfterFault() {
        guard (try? courseRun()) != nil else { return }
        for index in lessons.indices where lessons[index].control == nil { replan(index) }
    }
}
