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
        let answer = Subprocess.output(of: toolchain.compiler, ["--version"], in: "/")
        text = answer.firstMatch(of: /Swift version ([0-9.]+[0-9])/).map { "Swift \($0.1)" }
        // A store that cannot be written to costs a question the next time.
        try? store.put(text ?? "", for: key)
    }
}
