import Glibc

/// What is in a folder and below. Foundation's enumerator asks so much of each file that it takes longer than a build
/// that has nothing to do.
public enum FileTree {
    /// Names every folder, the first one included, and every file; a symbolic link counts as a file.
    public static func visit(_ folder: String, _ body: (_ path: String, _ isFolder: Bool) -> Void) {
        var folders = [folder]
        while let folder = folders.popLast(), let handle = opendir(folder) {
            defer { closedir(handle) }
            body(folder, true)
            while let entry = readdir(handle) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                if name == "." || name == ".." { continue }
                let path = folder + "/" + name
                if entry.pointee.d_type == DT_DIR { folders.append(path) } else { body(path, false) }
            }
        }
    }
}
