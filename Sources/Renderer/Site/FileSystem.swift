import Foundation

/// Calls that Linux has and the Swift overlay does not show; they are looked up by name as the program runs.
enum FileSystem {
    private typealias Rename2 =
        @convention(c) (CInt, UnsafePointer<CChar>, CInt, UnsafePointer<CChar>, CUnsignedInt) -> CInt
    private typealias SyncFS = @convention(c) (CInt) -> CInt

    /// Exchanges two folders in one step; where the file system cannot, in three, with the old one set aside between.
    /// On failure `errno` tells why, and both are as they were.
    static func exchange(_ a: String, _ b: String) -> Bool {
        let exchangeFlag: CUnsignedInt = 2  // RENAME_EXCHANGE
        if let symbol = dlsym(nil, "renameat2"),
            unsafeBitCast(symbol, to: Rename2.self)(AT_FDCWD, a, AT_FDCWD, b, exchangeFlag) == 0
        {
            return true
        }
        let aside = a + "-old"
        guard rename(b, aside) == 0 else { return false }
        guard rename(a, b) == 0 else {
            let reason = errno
            rename(aside, b)
            errno = reason
            return false
        }
        return rename(aside, a) == 0
    }

    /// Asks that what was written to the file system of a folder reach the disk, so that a name never leads to a
    /// file that is not there yet, even after a power cut.
    static func sync(_ folder: String) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        if let symbol = dlsym(nil, "syncfs") { _ = unsafeBitCast(symbol, to: SyncFS.self)(descriptor) }
    }
}
