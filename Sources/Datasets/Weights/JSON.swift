/// A value of JSON (RFC 8259), with what headers of safetensors need: no fractions, no literals.
enum JSON {
    case text(String)
    case number(Int)
    case list([JSON])
    case object([Member])

    /// An entry of an object.
    struct Member {
        let key: String
        let value: JSON
    }

    /// The text in quotes, with escapes where JSON asks for them.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\u{0}"..<" ":
                let digits: [Character] = [
                    "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "a", "b", "c", "d", "e", "f",
                ]
                result += "\\u00"
                result.append(digits[Int(scalar.value >> 4)])
                result.append(digits[Int(scalar.value & 15)])
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}

/// Reads one JSON value from bytes.
struct JSONReader {
    /// Why and where reading stopped.
    struct Failure: Error {
        let offset: Int
        let reason: String
    }

    private let bytes: ArraySlice<UInt8>
    private var index: Int

    init(_ bytes: ArraySlice<UInt8>) { (self.bytes, index) = (bytes, bytes.startIndex) }

    /// The value that the bytes are, with nothing but spaces behind it.
    static func parse(_ bytes: ArraySlice<UInt8>) throws(Failure) -> JSON {
        var reader = JSONReader(bytes)
        let value = try reader.value(depth: 0)
        if let byte = reader.peek() { throw reader.failure("unexpected byte \(byte) behind the header's end") }
        return value
    }

    private func failure(_ reason: String) -> Failure { Failure(offset: index, reason: reason) }

    /// The next byte that is no space, or nil.
    private mutating func peek() -> UInt8? {
        while index < bytes.endIndex, [32, 9, 10, 13].contains(bytes[index]) { index += 1 }
        return index < bytes.endIndex ? bytes[index] : nil
    }

    private mutating func expect(_ byte: UInt8) throws(Failure) {
        guard peek() == byte else { throw failure("'\(Character(Unicode.Scalar(byte)))' is missing") }
        index += 1
    }

    private mutating func value(depth: Int) throws(Failure) -> JSON {
        if depth > 8 { throw failure("nested too deep") }
        switch peek() {
        case UInt8(ascii: "{"): return .object(try object(depth: depth))
        case UInt8(ascii: "["): return .list(try list(depth: depth))
        case UInt8(ascii: "\""): return .text(try text())
        case .some(48...57): return .number(try number())
        default: throw failure("neither an object nor a list, a text or a whole number")
        }
    }

    private mutating func object(depth: Int) throws(Failure) -> [JSON.Member] {
        var entries: [JSON.Member] = []
        try expect(UInt8(ascii: "{"))
        while peek() != UInt8(ascii: "}") {
            if !entries.isEmpty { try expect(UInt8(ascii: ",")) }
            _ = peek()
            let key = try text()
            try expect(UInt8(ascii: ":"))
            entries.append(JSON.Member(key: key, value: try value(depth: depth + 1)))
        }
        index += 1
        return entries
    }

    private mutating func list(depth: Int) throws(Failure) -> [JSON] {
        var values: [JSON] = []
        try expect(UInt8(ascii: "["))
        while peek() != UInt8(ascii: "]") {
            if !values.isEmpty { try expect(UInt8(ascii: ",")) }
            values.append(try value(depth: depth + 1))
        }
        index += 1
        return values
    }

    private mutating func number() throws(Failure) -> Int {
        var result = 0
        while index < bytes.endIndex, (48...57).contains(bytes[index]) {
            let (tens, overflows) = result.multipliedReportingOverflow(by: 10)
            let (sum, spills) = tens.addingReportingOverflow(Int(bytes[index] - 48))
            if overflows || spills { throw failure("a number too large") }
            result = sum
            index += 1
        }
        return result
    }

    private mutating func text() throws(Failure) -> String {
        try expect(UInt8(ascii: "\""))
        var content: [UInt8] = []
        while index < bytes.endIndex, bytes[index] != UInt8(ascii: "\"") {
            if bytes[index] == UInt8(ascii: "\\") {
                content += String(Character(try escape())).utf8
            } else if bytes[index] < 32 {
                throw failure("a control character in a text")
            } else {
                content.append(bytes[index])
                index += 1
            }
        }
        try expect(UInt8(ascii: "\""))
        guard let text = String(validating: content, as: UTF8.self) else { throw failure("a text that is not UTF-8") }
        return text
    }

    private mutating func escape() throws(Failure) -> Unicode.Scalar {
        index += 1
        guard index < bytes.endIndex else { throw failure("an escape that is cut off") }
        let byte = bytes[index]
        index += 1
        switch byte {
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "u"): return try codePoint()
        default: throw failure("an escape that JSON does not know")
        }
    }

    /// Four hexadecimal digits, or twice that when they are the two halves of a pair.
    private mutating func codePoint() throws(Failure) -> Unicode.Scalar {
        let first = try unit()
        if let scalar = Unicode.Scalar(first) { return scalar }
        try expect(UInt8(ascii: "\\"))
        try expect(UInt8(ascii: "u"))
        let second = try unit()
        guard first < 0xDC00, (0xDC00...0xDFFF).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { throw failure("half of a pair of surrogates") }
        return scalar
    }

    private mutating func unit() throws(Failure) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard index < bytes.endIndex, let digit = Character(Unicode.Scalar(bytes[index])).hexDigitValue else {
                throw failure("\\u without four hexadecimal digits")
            }
            value = value << 4 | UInt32(digit)
            index += 1
        }
        return value
    }
}
