import Foundation

/// Where the preview listens.
public enum PreviewPort {
    /// Where it does unless told otherwise.
    public static let usual: UInt16 = 8000

    /// Whether there is a port that it would find by itself.
    public static var isAnyFree: Bool { (try? firstFree(from: usual)) != nil }

    /// The first port from the one that is wanted on which nobody listens.
    static func firstFree(from wanted: UInt16) throws -> UInt16 {
        for offset in 0..<UInt16(50) where wanted <= UInt16.max - offset {
            let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            defer { close(descriptor) }
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = (wanted + offset).bigEndian
            address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
            let result = withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
            if result == 0 { return wanted + offset }
        }
        throw Watcher.Failure(description: "no port from \(wanted) to \(wanted + 49) is free; name one with --port")
    }
}
