import ArgumentParser
import Building
import Foundation
import Kernel
import Lab
import Preview
import Renderer

struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check that this machine has what Lessons needs, and say how to mend what it lacks.",
        discussion: "Exits with 1 if anything is wrong.")

    func run() throws {
        var wrong = 0
        for check in Self.checks {
            let problem = check.problem()
            print((problem == nil ? "ok    " : "WRONG ") + check.name)
            if let problem {
                print("      " + problem)
                wrong += 1
            }
        }
        let checks = counted(Self.checks.count, "check")
        print(wrong == 0 ? "\(checks), all well." : "\(checks), \(wrong) wrong.")
        if wrong > 0 { throw ExitCode(1) }
    }

    private struct Check: Sendable {
        var name: String
        /// What is wrong and the way out; nil when all is well.
        var problem: @Sendable () -> String?
    }

    private static let checks = [
        Check(name: "the Swift toolchain and the library's modules") {
            do {
                _ = try Toolchain()
                return nil
            } catch {
                return "\(error)"
            }
        },
        Check(name: "a cell that compiles and runs") { cellProblem() },
        Check(name: "KaTeX, which sets formulas") {
            MathRenderer.findLibrary() == nil ? "not found; install libjs-katex, or run ./setup" : nil
        },
        Check(name: "matrix products of OpenBLAS against plain Swift") { blasProblem() },
        Check(name: "data: Fashion-MNIST") {
            do {
                _ = try FashionMNIST(trainingExamples: 1, testExamples: 1)
                return nil
            } catch {
                return "\(error)"
            }
        },
        Check(name: "a port for ‘lessons serve’") {
            PreviewPort.isAnyFree ? nil : "8000 to 8049 are taken; name another with ‘lessons serve --port’"
        },
        Check(name: "watching files for changes") {
            FileWatching.problem
        },
        Check(name: "temporary files") {
            let path = "/tmp/lessons-doctor-\(getpid())"
            defer { try? FileManager.default.removeItem(atPath: path) }
            return FileManager.default.createFile(atPath: path, contents: Data([1]))
                ? nil : "no file can be written to /tmp; make room there"
        },
        Check(name: "room on the disk") {
            let values = try? FileManager.default.attributesOfFileSystem(forPath: ".")
            let free = (values?[.systemFreeSize] as? Int) ?? .max
            return free < 500 << 20 ? "only \(free >> 20) MB are free; the build wants about 500" : nil
        },
    ]

    /// Builds a course of one cell, as a build would.
    private static func cellProblem() -> String? {
        let course = "/tmp/lessons-doctor-course-\(getpid())"
        defer { try? FileManager.default.removeItem(atPath: course) }
        do {
            try FileManager.default.createDirectory(
                atPath: course + "/lessons", withIntermediateDirectories: true)
            try "```swift\nprint(Tensor([1, 2]).sum())\n```\n".write(
                toFile: course + "/lessons/one.md", atomically: true, encoding: .utf8)
            let options = CourseBuild.Options(course: course, output: course + "/output", jobs: 1)
            let summary = try CourseBuild(options) { _ in }.run()
            return summary.diagnostics.first.map { "\($0.message); build the program again with ‘swift build’" }
        } catch {
            return "\(error); build the program again with ‘swift build’"
        }
    }

    /// Some processors get kernels of OpenBLAS that compute wrongly.
    private static func blasProblem() -> String? {
        var generator = Generator(seed: 1)
        for (rows, inner, columns) in [(3, 5, 7), (33, 65, 17), (64, 784, 256)] {
            let a = Tensor.normal([rows, inner], using: &generator)
            let b = Tensor.normal([inner, columns], using: &generator)
            let (x, y, product) = (a.elements, b.elements, a.matmul(b).elements)
            for row in 0..<rows {
                for column in 0..<columns {
                    var sum = 0.0
                    for k in 0..<inner { sum += Double(x[row * inner + k]) * Double(y[k * columns + column]) }
                    guard abs(sum - Double(product[row * columns + column])) < 1e-3 * Double(inner).squareRoot() else {
                        return
                            "they differ for \(rows)×\(inner)×\(columns); set OPENBLAS_CORETYPE=Haswell and try again"
                    }
                }
            }
        }
        return nil
    }
}
