import Foundation
import Kernel
import Notebook

/// What the compiler calls itself, asked once and kept.
struct CompilerVersion {
    /// `Swift 6.3.1`; nil when it does not say.
    let text: String?

    init(_ toolchain: Toolchain, _ store: Store) {
        let key = ContentHash(parts: ["compiler", toolchain.fingerprint.description])
        if let known = store.text(for: key) {
            text = known.isEmpty ? nil : known
            return
        }
        let answer = Self.compiler.map { Program($0, in: "/").output(["--version"]) } ?? ""
        text = answer.firstMatch(of: /Swift version ([0-9.]+[0-9])/).map { "Swift \($0.1)" }
        // A store that cannot be written to costs a question the next time.
        try? store.put(text ?? "", for: key)
    }

    /// The compiler beside the standard library that this program runs with.
    private static var compiler: String? {
        // The system gives the map a page at a time, and only a read to the end gets all of it.
        let map = FileHandle(forReadingAtPath: "/proc/self/maps").flatMap { try? $0.readToEnd() } ?? Data()
        let line = String(decoding: map, as: UTF8.self).split(separator: "\n").first {
            $0.hasSuffix("/libswiftCore.so")
        }
        guard let line, let slash = line.firstIndex(of: "/") else { return nil }
        let library = line[slash...]
        return library.range(of: "/lib/swift/linux/").map { library[..<$0.lowerBound] + "/bin/swift-frontend" }
    }
}
