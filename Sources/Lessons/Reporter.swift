import Building
import Kernel

/// Tells what a build does while it does it, and what it did.
protocol Reporter: Sendable {
    func report(_ event: CourseRun.Event)
    func finish(_ summary: CourseBuild.Summary, index: String)
}

/// Counts what became of cells.
struct CellCount {
    var ran = 0
    var kept = 0
    var failed = 0
    var skipped = 0

    mutating func add(_ state: CourseRun.CellReport.State) {
        switch state {
        case .ran: ran += 1
        case .kept: kept += 1
        case .failed: failed += 1
        case .skipped: skipped += 1
        }
    }
}
