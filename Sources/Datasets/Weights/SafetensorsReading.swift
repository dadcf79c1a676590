import Training

extension Safetensors {
    /// Reads the bytes of a file; `file` is only named in errors.
    public init(parsing bytes: [UInt8], file: String) throws(MalformedData) {
        func malformed(_ offset: Int, _ reason: String, _ advice: String = "fetch it again") -> MalformedData {
            MalformedData(file: file, at: .byte(offset), reason: reason, advice: advice)
        }
        guard bytes.count >= 8 else { throw malformed(bytes.count, "the file ends within its first 8 bytes") }
        let length = bytes[..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard length <= UInt64(bytes.count - 8) else {
            throw malformed(
                0, "a header of \(length) bytes is announced, but \(bytes.count - 8) follow",
                "check that this is a safetensors file, and whole")
        }
        let start = 8 + Int(length)
        let header: JSON
        do throws(JSONReader.Failure) {
            header = try JSONReader.parse(bytes[8..<start])
        } catch {
            throw malformed(error.offset, "in the header: " + error.reason, "write the file again")
        }
        guard case .object(let entries) = header else { throw malformed(8, "the header is not an object") }
        self.init(tensors: [])
        var pieces: [Piece] = []
        for entry in entries {
            let (name, value) = (entry.key, entry.value)
            if name == "__metadata__" {
                metadata = try Safetensors.metadata(value, file: file)
            } else {
                guard let piece = Piece(name: name, value) else {
                    throw malformed(8, "'\(name)' lacks a dtype, a shape or two fitting data_offsets", "write it again")
                }
                pieces.append(piece)
            }
        }
        try Safetensors.check(pieces, length: bytes.count - start, file: file)
        for piece in pieces { tensors.append((piece.name, try piece.tensor(bytes[start...], file: file))) }
    }

    /// All bytes belong to just one tensor, and no name comes twice.
    private static func check(_ pieces: [Piece], length: Int, file: String) throws(MalformedData) {
        var end = 0
        for piece in pieces.sorted(by: { ($0.start, $0.end) < ($1.start, $1.end) }) {
            guard piece.start == end else {
                throw MalformedData(
                    file: file, at: .byte(8),
                    reason: "the numbers of '\(piece.name)' begin at \(piece.start) instead of \(end)",
                    advice: "write the file again")
            }
            end = piece.end
        }
        guard end == length else {
            throw MalformedData(
                file: file, at: .byte(8), reason: "the header announces \(end) bytes of numbers, but \(length) follow",
                advice: end > length ? "the file is cut off: fetch it again" : "write the file again")
        }
        let names = pieces.map { $0.name }.sorted()
        for (name, next) in zip(names, names.dropFirst()) where name == next {
            throw MalformedData(
                file: file, at: .byte(8), reason: "'\(name)' comes twice", advice: "give every tensor its own name")
        }
    }

    private static func metadata(
        _ value: JSON, file: String
    ) throws(MalformedData) -> [(key: String, value: String)] {
        var notes: [(key: String, value: String)] = []
        if case .object(let entries) = value {
            for entry in entries {
                if case .text(let note) = entry.value { notes.append((entry.key, note)) }
            }
            if notes.count == entries.count { return notes }
        }
        throw MalformedData(
            file: file, at: .byte(8), reason: "__metadata__ is not an object of texts", advice: "write the file again")
    }

    /// One tensor as the header describes it.
    private struct Piece {
        let name: String, type: String, shape: [Int], start: Int, end: Int

        init?(name: String, _ value: JSON) {
            guard case .object(let fields) = value, fields.count == 3 else { return nil }
            var (type, shape, offsets): (String?, [Int]?, [Int]?)
            for field in fields {
                switch (field.key, field.value) {
                case ("dtype", .text(let text)): type = text
                case ("shape", .list(let list)): shape = Piece.numbers(list)
                case ("data_offsets", .list(let list)): offsets = Piece.numbers(list)
                default: return nil
                }
            }
            guard let type, let shape, let offsets, offsets.count == 2, offsets[0] <= offsets[1] else { return nil }
            (self.name, self.type, self.shape, start, end) = (name, type, shape, offsets[0], offsets[1])
        }

        private static func numbers(_ list: [JSON]) -> [Int]? {
            var numbers: [Int] = []
            for case .number(let number) in list { numbers.append(number) }
            return numbers.count == list.count ? numbers : nil
        }

        /// The numbers, which stand in `data` from its start on.
        func tensor(_ data: ArraySlice<UInt8>, file: String) throws(MalformedData) -> Tensor {
            let sizes: [(type: String, size: Int)] = [("F16", 2), ("BF16", 2), ("F32", 4), ("F64", 8)]
            guard let size = sizes.first(where: { $0.type == type })?.size else {
                throw MalformedData(
                    file: file, at: .byte(8), reason: "'\(name)' has the type \(type)",
                    advice: "store it as F32, F16, BF16 or F64")
            }
            var count = size
            for extent in shape { count = count.multipliedReportingOverflow(by: extent).partialValue }
            guard count == end - start else {
                throw MalformedData(
                    file: file, at: .byte(8),
                    reason:
                        "'\(name)' has the shape \(shape.map { "\($0)" }.joined(separator: " × ")) of \(type), which "
                        + "does not fit \(end - start) bytes", advice: "write the file again")
            }
            var result = Tensor.zeros(shape)
            result.withUnsafeMutableElements { elements in
                data.withUnsafeBufferPointer { source in
                    for index in elements.indices {
                        var bits: UInt64 = 0
                        for byte in (0..<size).reversed() {
                            bits = bits << 8 | UInt64(source[start + index * size + byte])
                        }
                        elements[index] = Piece.number(bits, size: size, isBrain: type == "BF16")
                    }
                }
            }
            return result
        }

        private static func number(_ bits: UInt64, size: Int, isBrain: Bool) -> Float {
            switch size {
            case 2:
                isBrain
                    ? Float(bitPattern: UInt32(truncatingIfNeeded: bits) << 16)
                    : half(UInt32(truncatingIfNeeded: bits))
            case 4: Float(bitPattern: UInt32(truncatingIfNeeded: bits))
            default: Float(Double(bitPattern: bits))
            }
        }

        /// A float of 16 bits (IEEE 754 binary16), by its parts: not every platform has the type.
        private static func half(_ bits: UInt32) -> Float {
            let sign: Float = bits >> 15 == 1 ? -1 : 1
            let (exponent, fraction) = (bits >> 10 & 31, bits & 1_023)
            switch exponent {
            case 0: return sign * Float(fraction) * 0x1p-24
            case 31: return fraction == 0 ? sign * .infinity : .nan
            default: return sign * Float(bitPattern: (exponent + 112) << 23 | fraction << 13)
            }
        }
    }
}
