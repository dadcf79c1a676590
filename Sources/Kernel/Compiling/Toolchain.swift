import Foundation
import Notebook

/// The Swift toolchain that built this program, which also compiles the cells, and the library they import.
public struct Toolchain: Sendable {
    /// The folder with `bin` and `lib`.
    let root: String
    /// The `lessons` program.
    let program: String
    /// Where this program was built: the library's modules, and its C targets' module maps.
    let products: String
    /// Changes whenever the compiler or the library that cells see does.
    public let fingerprint: ContentHash
    /// Changes whenever this program is built, and so with how it reads cells.
    let programState: String

    static let libraryModules = ["Training", "Figures", "Datasets", "Lab"]
    private static let cModules = ["CHost", "CKernels", "CMath", "COpenBLAS", "CZlib"]
    /// Everything that the library is made of.
    public static let modules = libraryModules + cModules

    public enum Failure: Error, CustomStringConvertible {
        case noToolchain
        case noModules(String)

        public var description: String {
            switch self {
            case .noToolchain: "the Swift toolchain that built this program is no longer where it was; build it again"
            case .noModules(let path): "the modules of Lab are not in \(path); build the program with ‘swift build’"
            }
        }
    }

    /// - Parameter program: the `lessons` program, beside which the library's modules are; this one unless named.
    public init(program: String? = nil) throws(Failure) {
        guard let core = Self.pathOfSwiftCore(), let lib = core.range(of: "/lib/swift/linux/") else {
            throw .noToolchain
        }
        root = String(core[..<lib.lowerBound])
        guard FileManager.default.isExecutableFile(atPath: root + "/bin/swift-frontend") else { throw .noToolchain }
        self.program = program ?? Self.ownProgram
        products = (self.program as NSString).deletingLastPathComponent
        guard FileManager.default.fileExists(atPath: products + "/Modules/Lab.swiftmodule") else {
            throw .noModules(products + "/Modules")
        }
        fingerprint = Self.fingerprint(root: root, products: products)
        programState = Self.state(of: URL(fileURLWithPath: self.program))
    }

    /// The path of the running program; empty when the system does not tell it.
    public static var ownProgram: String {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    }

    private static func pathOfSwiftCore() -> String? {
        // The system gives the map a page at a time, and only a read to the end gets all of it.
        let map = FileHandle(forReadingAtPath: "/proc/self/maps").flatMap { try? $0.readToEnd() } ?? Data()
        let line = String(decoding: map, as: UTF8.self).split(separator: "\n").first {
            $0.hasSuffix("/libswiftCore.so")
        }
        return line.flatMap { $0.firstIndex(of: "/").map { index in String(line![index...]) } }
    }

    private static func fingerprint(root: String, products: String) -> ContentHash {
        var parts: [String] = []
        let compiler = URL(fileURLWithPath: root + "/bin/swift-frontend").resolvingSymlinksInPath()
        parts.append(state(of: compiler))
        for module in libraryModules {
            parts.append(hash(of: "\(products)/Modules/\(module).swiftmodule"))
            let objects = "\(products)/\(module).build"
            let names = (try? FileManager.default.contentsOfDirectory(atPath: objects)) ?? []
            for name in names.sorted() where name.hasSuffix(".o") { parts.append(hash(of: "\(objects)/\(name)")) }
        }
        return ContentHash(parts: parts)
    }

    /// The size and the age of a file.
    private static func state(of file: URL) -> String {
        let values = try? file.resourceValues(forKeys: [.fileSizeKey, .contentModificationDateKey])
        return "\(values?.fileSize ?? 0) \(values?.contentModificationDate?.timeIntervalSince1970 ?? 0)"
    }

    private static func hash(of path: String) -> String {
        guard let data = try? Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped) else { return "-" }
        return data.withUnsafeBytes { ContentHash($0).description }
    }

    /// What every compilation of cells is told. `-assert-config Debug` keeps the standard library's words for what
    /// went wrong ("Index out of range") in optimised code.
    var compilerFlags: [String] {
        let flags = [
            "-frontend", "-O", "-g", "-assert-config", "Debug", "-enable-testing", "-swift-version", "5",
            "-enforce-exclusivity=checked",
            "-entry-point-function-name", "unit_main", "-diagnostic-style=llvm", "-no-color-diagnostics",
            // Frame pointers let the runtime follow a crash back to the lesson's own lines.
            "-Xcc", "-fno-omit-frame-pointer",
            "-module-cache-path", products + "/ModuleCache", "-plugin-path", root + "/lib/swift/host/plugins",
        ]
        return flags + importFlags
    }

    /// Where the library's modules are.
    var importFlags: [String] {
        var flags = ["-I", products + "/Modules"]
        for module in Self.cModules {
            let map = "\(products)/\(module).build/module.modulemap"
            if FileManager.default.fileExists(atPath: map) { flags += ["-Xcc", "-fmodule-map-file=" + map] }
        }
        return flags
    }

    /// The library's code, for programs of their own.
    var libraryObjects: [String] {
        Self.modules.flatMap { module in
            let folder = "\(products)/\(module).build"
            let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
            return names.filter { $0.hasSuffix(".o") }.sorted().map { folder + "/" + $0 }
        }
    }

    /// Takes `-frontend` and its options; `swiftc` would only start it.
    public var compiler: String { root + "/bin/swift-frontend" }
    var linker: String { root + "/bin/ld.lld" }
    private var libraries: String { root + "/lib/swift/linux" }

    /// What the linker is told of modules whose libraries the toolchain has: a unit brings those that it imports.
    /// What this program is linked with is there already, and to read it again would double the time that linking takes.
    func libraries(of modules: [String]) -> [String] {
        let files = modules.flatMap { ["libswift\($0).so", "lib\($0).so"] }.filter {
            !["libFoundation.so", "libswiftGlibc.so"].contains($0)
                && FileManager.default.fileExists(atPath: libraries + "/" + $0)
        }
        return files.isEmpty ? [] : ["-L", libraries, "-rpath", libraries, "--as-needed"] + files.map { "-l:" + $0 }
    }

    /// What tells the Swift runtime of a library's types and conformances as it is loaded. Without it a type that a cell
    /// declares conforms to nothing at run time: casts fail, and generic types of it cannot be made.
    var runtimeRegistration: String {
        #if arch(arm64)
            libraries + "/aarch64/swiftrt.o"
        #else
            libraries + "/x86_64/swiftrt.o"
        #endif
    }
}
