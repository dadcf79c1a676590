import Training

/// An array of numbers in the IDX format, in which MNIST and its successors are distributed.
///
/// The file is two zero bytes, a byte for the type of the numbers, a byte for how many axes there are, the extent of
/// each axis in four bytes, then the numbers row by row; the most significant byte comes first (LeCun, Cortes and
/// Burges 1998, "The MNIST database of handwritten digits").
public struct IDXArray: Sendable, Equatable {
    /// The type of the numbers, with the code it has in the file.
    public enum NumberType: UInt8, Sendable {
        /// Whole numbers from 0 to 255, a byte each: the pixels of images.
        case uint8 = 0x08
        /// Whole numbers from −128 to 127, a byte each.
        case int8 = 0x09
        /// Whole numbers with a sign, of two bytes.
        case int16 = 0x0B
        /// Whole numbers with a sign, of four bytes.
        case int32 = 0x0C
        /// Numbers of single precision, of four bytes.
        case float32 = 0x0D
        /// Numbers of double precision, of eight bytes.
        case float64 = 0x0E

        /// How many bytes a number takes.
        var size: Int {
            switch self {
            case .uint8, .int8: 1
            case .int16: 2
            case .int32, .float32: 4
            case .float64: 8
            }
        }
    }

    /// The extent of each axis, outermost first.
    public let shape: [Int]
    /// The type that the numbers have in the file.
    public let type: NumberType
    private let bytes: ArraySlice<UInt8>

    /// Reads the bytes of a file (unpacked); `file` is only named in errors.
    ///
    /// - Throws: ``MalformedData`` with the offset of the byte where the file is not IDX, ends early or goes on too
    ///   long.
    public init(parsing bytes: [UInt8], file: String) throws(MalformedData) {
        func malformed(_ offset: Int, _ reason: String, _ advice: String) -> MalformedData {
            MalformedData(file: file, at: .byte(offset), reason: reason, advice: advice)
        }
        guard bytes.count >= 4 else {
            throw malformed(bytes.count, "the file ends within its first 4 bytes", "fetch it again")
        }
        guard bytes[0] == 0, bytes[1] == 0 else {
            let isPacked = bytes[0] == 0x1F && bytes[1] == 0x8B
            throw malformed(
                0, "IDX begins with two zero bytes, this with \(bytes[0]) and \(bytes[1])",
                isPacked ? "unpack it with gunzip first" : "check that this is an IDX file")
        }
        guard let type = NumberType(rawValue: bytes[2]) else {
            throw malformed(2, "\(bytes[2]) is no type of numbers", "IDX knows 8, 9, 11, 12, 13 and 14")
        }
        let header = 4 + 4 * Int(bytes[3])
        guard bytes.count >= header else {
            throw malformed(bytes.count, "the file ends within its header of \(header) bytes", "fetch it again")
        }
        var (shape, expected) = ([Int](), type.size)
        for start in stride(from: 4, to: header, by: 4) {
            let extent = bytes[start..<start + 4].reduce(0) { $0 << 8 | Int($1) }
            let (product, overflows) = expected.multipliedReportingOverflow(by: extent)
            guard !overflows else { throw malformed(start, "an array larger than any memory", "fetch it again") }
            shape.append(extent)
            expected = product
        }
        guard bytes.count - header == expected else {
            let isShort = bytes.count - header < expected
            throw malformed(
                isShort ? bytes.count : header + expected,
                "the header announces \(expected) bytes of numbers, but \(bytes.count - header) follow",
                isShort ? "the file is cut off: fetch it again" : "check that this is one IDX file only")
        }
        (self.shape, self.type, self.bytes) = (shape, type, bytes[header...])
    }

    /// How many numbers there are.
    public var count: Int { bytes.count / type.size }

    /// The first `limit` entries of the first axis (all without a limit), each number divided by `divisor`.
    public func tensor(first limit: Int? = nil, dividedBy divisor: Float = 1) -> Tensor {
        var shape = shape
        if let limit, !shape.isEmpty { shape[0] = min(max(limit, 0), shape[0]) }
        var result = Tensor.zeros(shape)
        result.withUnsafeMutableElements { elements in
            bytes.withUnsafeBufferPointer { source in
                for index in elements.indices { elements[index] = Float(number(source, index)) / divisor }
            }
        }
        return result
    }

    /// The numbers as class indices, which run from 0 to `classes` − 1; `file` is only named in errors.
    ///
    /// - Throws: ``MalformedData`` for an array with more than one axis, or with a number that is no such index.
    public func labels(
        classes: Int, first limit: Int? = nil, file: String
    ) throws(MalformedData) -> [Int] {
        guard shape.count == 1 else {
            throw MalformedData(
                file: file, at: .byte(3), reason: "labels have one axis, this has \(shape.count)",
                advice: "check that this is the file of labels")
        }
        var labels: [Int] = []
        for index in 0..<min(max(limit ?? count, 0), count) {
            let value = bytes.withUnsafeBufferPointer { number($0, index) }
            guard let label = Int(exactly: value), label >= 0, label < classes else {
                throw MalformedData(
                    file: file, at: .byte(8 + index * type.size),
                    reason: "label \(index) is no whole number from 0 to \(classes - 1)", advice: "fetch the file again"
                )
            }
            labels.append(label)
        }
        return labels
    }

    @inline(__always)
    private func number(_ source: UnsafeBufferPointer<UInt8>, _ index: Int) -> Double {
        if type == .uint8 { return Double(source[index]) }
        var bits: UInt64 = 0
        for offset in 0..<type.size { bits = bits << 8 | UInt64(source[index * type.size + offset]) }
        return switch type {
        case .uint8: Double(bits)
        case .int8: Double(Int8(truncatingIfNeeded: bits))
        case .int16: Double(Int16(truncatingIfNeeded: bits))
        case .int32: Double(Int32(truncatingIfNeeded: bits))
        case .float32: Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
        case .float64: Double(bitPattern: bits)
        }
    }
}
