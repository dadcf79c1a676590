#if canImport(Glibc)
    import CZlib
    import Glibc

    /// Files packed by gzip (RFC 1952).
    enum Gzip {
        static func isPacked(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x1F, 0x8B]) }

        /// The content of a packed file; `file` is only named in errors.
        static func unpacked(_ bytes: [UInt8], file: String) throws(UnreadableData) -> [UInt8] {
            var content: UnsafeMutablePointer<UInt8>?
            var size = 0
            let result = czlib_gunzip(bytes, bytes.count, &content, &size)
            defer { free(content) }
            let reason: String
            switch result {
            case CZLIB_DONE: return [UInt8](UnsafeBufferPointer(start: content, count: size))
            case CZLIB_TRUNCATED:
                reason = "cut off after \(bytes.count) bytes, \(size) when unpacked; fetch it again"
            case CZLIB_NO_MEMORY: reason = "no memory for more than \(size) unpacked bytes"
            default: reason = "damaged after \(size) unpacked bytes; fetch it again"
            }
            throw UnreadableData(file: file, reason: reason)
        }
    }
#endif
