import Foundation
import Notebook

/// Compiles units of cells to shared libraries that the process of the cells can load.
struct UnitCompiler: Sendable {
    let toolchain: Toolchain
    /// Where units, and the modules of those that ran, are kept while a lesson runs.
    let folder: String

    enum Result {
        case library(path: String, warnings: [Diagnostic])
        /// What is wrong, at least one error among it.
        case diagnostics([Diagnostic])
    }

    /// - Parameter control: may stop the compiler, whose result then means nothing.
    func compile(_ unit: UnitSource, control: RunControl? = nil) throws -> Result {
        let source = try write(unit)
        let object = "\(folder)/\(unit.module).o"
        let compiled = try Subprocess.run(
            toolchain.compiler,
            toolchain.compilerFlags + ["-I", folder, "-module-name", unit.module, "-c", "-primary-file", source]
                + ["-o", object],
            in: folder, control: control)
        let diagnostics = DiagnosticParser.parse(compiled.output, of: unit)
        guard compiled.status == 0 else {
            remove(unit.module)
            let errors = diagnostics.contains { $0.severity == .error }
            return .diagnostics(errors ? diagnostics : [failure(unit, compiled)])
        }
        let library = "\(folder)/\(unit.module).so"
        let linked = try Subprocess.run(
            toolchain.linker,
            ["-shared", toolchain.runtimeRegistration, object, "-o", library]
                + toolchain.libraries(of: unit.importedModules),
            in: folder)
        guard linked.status == 0 else { return .diagnostics([failure(unit, linked)]) }
        return .library(path: library, warnings: diagnostics)
    }

    /// Leaves the module of a unit for later units to import, without code. The unit is one that already runs, cut off
    /// behind the last cell that did, so that what was not run cannot be seen.
    func emitModule(_ unit: UnitSource) throws {
        let source = try write(unit)
        let emitted = try Subprocess.run(
            toolchain.compiler,
            toolchain.compilerFlags + ["-I", folder, "-module-name", unit.module, "-emit-module", "-primary-file"]
                + [source, "-o", "\(folder)/\(unit.module).swiftmodule"],
            in: folder)
        guard emitted.status == 0 else {
            throw HostProcess.Failure(description: "the module of cells that ran cannot be made:\n" + emitted.output)
        }
    }

    /// Takes away what was left of a unit. Processes that have loaded it keep it.
    func remove(_ module: String) {
        for ending in ["swift", "o", "so", "swiftmodule"] { unlink("\(folder)/\(module).\(ending)") }
    }

    private func write(_ unit: UnitSource) throws -> String {
        let path = "\(folder)/\(unit.module).swift"
        try unit.text.write(toFile: path, atomically: false, encoding: .utf8)
        return path
    }

    private func failure(_ unit: UnitSource, _ process: Subprocess) -> Diagnostic {
        Diagnostic(
            id: "compiler", file: unit.file,
            message: "the compiler stopped without naming a place:\n" + process.output)
    }
}
