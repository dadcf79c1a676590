import Foundation
import Kernel

/// The library that cells see: its sources, from which this program was built.
struct Library {
    /// The folders with its sources, as far as they are there.
    let folders: [String]
    private let package: String?

    /// - Parameter program: the running program, in its package's `.build`.
    init(program: String) {
        var folder = (program as NSString).deletingLastPathComponent
        while folder.count > 1, !FileManager.default.fileExists(atPath: folder + "/Sources/Lab") {
            folder = (folder as NSString).deletingLastPathComponent
        }
        package = folder.count > 1 ? folder : nil
        folders = folder.count > 1 ? Toolchain.modules.map { folder + "/Sources/" + $0 } : []
    }

    /// What to tell readers when files change; nil when none of the library's has.
    ///
    /// Cells run in this program, with the library that it was built with: only a new build has the new one.
    func notice(_ paths: Set<String>) -> String? {
        guard let package else { return nil }
        let own = paths.filter { path in folders.contains { path.hasPrefix($0 + "/") } }
        guard let first = own.min() else { return nil }
        let more = own.count > 1 ? " and \(own.count - 1) more" : ""
        return "\(first.dropFirst(package.count + 1))\(more) changed. Cells still run with the library as it was: "
            + "stop this preview and start it again with ‘swift run lessons serve’, which builds it first."
    }
}
