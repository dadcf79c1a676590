import Building
import Kernel

/// Tells what a build does while it does it, and what it did.
protocol Reporter: Sendable {
    func report(_ event: CourseRun.Event)
    func finish(_ summary: CourseBuild.Summary, index: String)
}
