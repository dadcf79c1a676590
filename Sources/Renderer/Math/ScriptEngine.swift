import CDuktape

// The one file that knows Duktape.

/// An ECMAScript engine with scripts that stay loaded. It is used by one task at a time.
final class ScriptEngine {
    struct Failure: Error {
        var message: String
    }

    private let context: OpaquePointer

    init() throws(Failure) {
        guard let context = duktape_create() else { throw Failure(message: "no memory for a script engine") }
        self.context = context
    }

    deinit { duk_destroy_heap(context) }

    /// Runs a script and drops its value.
    func load(_ script: [UInt8]) throws(Failure) {
        let status = script.withUnsafeBytes { buffer in
            duktape_evaluate(context, buffer.baseAddress?.assumingMemoryBound(to: CChar.self), buffer.count)
        }
        let text = topText()
        duk_pop(context)
        if status != 0 { throw Failure(message: text) }
    }

    /// Calls a global function with texts and returns its value as text.
    func call(_ function: String, _ arguments: [String]) throws(Failure) -> String {
        guard duk_get_global_string(context, function) != 0 else {
            duk_pop(context)
            throw Failure(message: "no function \(function)")
        }
        for argument in arguments {
            let bytes = surrogateBytes(of: argument)
            bytes.withUnsafeBytes { buffer in
                _ = duk_push_lstring(context, buffer.baseAddress?.assumingMemoryBound(to: CChar.self), buffer.count)
            }
        }
        let status = duk_pcall(context, duk_idx_t(arguments.count))
        let text = topText()
        duk_pop(context)
        if status != 0 { throw Failure(message: text) }
        return text
    }

    private func topText() -> String {
        var length: duk_size_t = 0
        guard let start = duktape_text(context, &length) else { return "" }
        let bytes = UnsafeRawBufferPointer(start: start, count: length)
        return text(ofSurrogateBytes: bytes)
    }
}

// Duktape keeps strings as UTF-16 code units, each written as UTF-8 writes a code point (CESU-8).

private func surrogateBytes(of text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    for unit in text.utf16 {
        switch unit {
        case ..<0x80: bytes.append(UInt8(unit))
        case ..<0x800: bytes += [0xC0 | UInt8(unit >> 6), 0x80 | UInt8(unit & 63)]
        default: bytes += [0xE0 | UInt8(unit >> 12), 0x80 | UInt8(unit >> 6 & 63), 0x80 | UInt8(unit & 63)]
        }
    }
    return bytes
}

private func text(ofSurrogateBytes bytes: UnsafeRawBufferPointer) -> String {
    var units: [UInt16] = []
    var at = 0
    func bits(_ offset: Int) -> UInt16 { at + offset < bytes.count ? UInt16(bytes[at + offset] & 63) : 0 }
    while at < bytes.count {
        let first = UInt16(bytes[at])
        switch first {
        case ..<0x80:
            units.append(first)
            at += 1
        case ..<0xE0:
            units.append((first & 31) << 6 | bits(1))
            at += 2
        default:
            units.append((first & 15) << 12 | bits(1) << 6 | bits(2))
            at += 3
        }
    }
    return String(decoding: units, as: UTF16.self)
}
