/// HTML as it is written; the one place where text and addresses are escaped.
public struct HTMLText: Sendable {
    private var bytes: [UInt8] = []

    public init() {}

    public var string: String { String(decoding: bytes, as: UTF8.self) }

    /// Text that is HTML already.
    public mutating func write(_ html: String) { bytes += html.utf8 }

    /// Starts a line unless one has just been started.
    public mutating func startLine() {
        if let last = bytes.last, last != UInt8(ascii: "\n") { bytes.append(UInt8(ascii: "\n")) }
    }

    /// Text that may stand between tags and in quoted attributes.
    public mutating func writeEscaped(_ text: String) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): bytes += "&amp;".utf8
            case UInt8(ascii: "<"): bytes += "&lt;".utf8
            case UInt8(ascii: ">"): bytes += "&gt;".utf8
            case UInt8(ascii: "\""): bytes += "&quot;".utf8
            // HTML forbids it.
            case 0: bytes += "\u{FFFD}".utf8
            default: bytes.append(byte)
            }
        }
    }

    /// An address for a quoted attribute: what may not stand in one is percent-encoded, what is encoded stays so.
    public mutating func writeAddress(_ address: String) {
        for byte in address.utf8 {
            switch byte {
            case UInt8(ascii: "&"): bytes += "&amp;".utf8
            case UInt8(ascii: "'"): bytes += "&#x27;".utf8
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: bytes.append(byte)
            default:
                if HTMLText.addressMarks.contains(byte) {
                    bytes.append(byte)
                } else {
                    let digits = Array("0123456789ABCDEF".utf8)
                    bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
                }
            }
        }
    }

    private static let addressMarks = Array("-_.+!*(),%#@?=;:/$~".utf8)

    public static func escape(_ text: String) -> String {
        var html = HTMLText()
        html.writeEscaped(text)
        return html.string
    }
}

/// Whether an address could run a program in the reader's page, or open the reader's files: the schemes that cmark
/// leaves out in its safe mode. Images as data are harmless.
func isUnsafe(address: String) -> Bool {
    let address = address.lowercased()
    if ["javascript:", "vbscript:", "file:"].contains(where: address.hasPrefix) { return true }
    let images = ["image/png", "image/gif", "image/jpeg", "image/webp"]
    return address.hasPrefix("data:") && !images.contains { address.dropFirst(5).hasPrefix($0) }
}
