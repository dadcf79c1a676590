import ArgumentParser
import Foundation
import Kernel
import Lab
import Renderer

struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check that this machine has what Lessons needs, and say how to mend what it lacks.")

    func run() throws {
        var isWell = true
        for check in Self.checks {
            let problem = check.problem()
            print((problem == nil ? "ok    " : "WRONG ") + check.name)
            if let problem {
                print("      " + problem)
                isWell = false
            }
        }
        if !isWell { throw ExitCode(1) }
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
        Check(name: "KaTeX, which sets formulas") {
            MathRenderer.findLibrary() == nil ? "not found; install libjs-katex, or run ./setup" : nil
        },
        Check(name: "matrix products of OpenBLAS against plain Swift") { blasProblem() },
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
