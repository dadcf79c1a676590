/// A small picture made of numbers: a digit, a filter, an activation map.
public struct PixelImage: Equatable, Sendable {
    /// Pixels in a row.
    public private(set) var columns: Int
    /// Rows of pixels; at least one.
    public private(set) var rows: Int
    /// 1 for grey, 3 for red, green and blue.
    private(set) var channels: Int
    /// Row by row from the top, a byte for each channel.
    private(set) var bytes: [UInt8]

    /// Grey values, row by row from the top. `range` goes from black to white; if not given it is the least to the
    /// greatest value. Values that are not finite are black, and a last row that is not full is filled with black.
    public init(gray values: [Double], columns: Int, range: ClosedRange<Double>? = nil) {
        self.init(values, columns: columns, channels: 1, range: range)
    }

    /// Grey values in single precision.
    public init(gray values: [Float], columns: Int, range: ClosedRange<Double>? = nil) {
        self.init(values.map { Double($0) }, columns: columns, channels: 1, range: range)
    }

    /// Red, green and blue of every pixel in turn.
    public init(rgb values: [Double], columns: Int, range: ClosedRange<Double>? = 0...1) {
        self.init(values, columns: columns, channels: 3, range: range)
    }

    /// Red, green and blue of every pixel in turn, in single precision.
    public init(rgb values: [Float], columns: Int, range: ClosedRange<Double>? = 0...1) {
        self.init(values.map { Double($0) }, columns: columns, channels: 3, range: range)
    }

    private init(_ values: [Double], columns: Int, channels: Int, range: ClosedRange<Double>?) {
        self.columns = max(columns, 1)
        self.channels = channels
        let stride = self.columns * channels
        rows = max(1, (values.count + stride - 1) / stride)
        let finite = range == nil ? values.filter { $0.isFinite } : []
        let low = range?.lowerBound ?? finite.min() ?? 0
        let high = range?.upperBound ?? finite.max() ?? 1
        let span = high > low ? high - low : 1
        bytes = values.map { $0.isFinite ? UInt8((min(max(($0 - low) / span, 0), 1) * 255).rounded()) : 0 }
        bytes += Array(repeating: 0, count: rows * stride - bytes.count)
    }

    /// The picture as a PNG file (ISO/IEC 15948).
    public var png: [UInt8] {
        var raw: [UInt8] = []
        let stride = columns * channels
        for row in 0..<rows { raw += [0] + bytes[row * stride..<(row + 1) * stride] }
        let header =
            Self.bigEndian(UInt32(columns)) + Self.bigEndian(UInt32(rows)) + [8, channels == 1 ? 0 : 2, 0, 0, 0]
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + Self.chunk("IHDR", header)
            + Self.chunk("IDAT", Deflate.zlib(raw, stride: stride + 1)) + Self.chunk("IEND", [])
    }

    private static func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
        let body = Array(name.utf8) + data
        return bigEndian(UInt32(data.count)) + body + bigEndian(Checksum.crc32(body))
    }

    fileprivate static func bigEndian(_ value: UInt32) -> [UInt8] {
        [UInt8(value >> 24), UInt8(value >> 16 & 255), UInt8(value >> 8 & 255), UInt8(value & 255)]
    }
}

/// A picture that fills a rectangle of a chart, or the whole of it.
public struct ImageMark: ChartContent, Sendable {
    public var marks: [Mark]

    /// The picture alone: a pixel is a unit of x and of y, and the axes are left out.
    public init(_ image: PixelImage) {
        marks = [
            Mark(
                kind: .image, x: .value("", 0), xEnd: .value("", image.columns), y: .value("", 0),
                yEnd: .value("", image.rows), attachment: .image(image))
        ]
    }

    /// The picture between two values in each direction.
    public init(
        _ image: PixelImage, xStart: PlottableValue, xEnd: PlottableValue, yStart: PlottableValue, yEnd: PlottableValue
    ) {
        marks = [Mark(kind: .image, x: xStart, xEnd: xEnd, y: yStart, yEnd: yEnd, attachment: .image(image))]
    }
}

enum Checksum {
    /// The cyclic redundancy check of PNG.
    static func crc32(_ bytes: [UInt8]) -> UInt32 {
        var remainder: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            remainder ^= UInt32(byte)
            for _ in 0..<8 { remainder = remainder >> 1 ^ (remainder & 1 == 1 ? 0xEDB8_8320 : 0) }
        }
        return ~remainder
    }

    /// The check of zlib (RFC 1950).
    static func adler32(_ bytes: [UInt8]) -> UInt32 {
        var (a, b): (UInt32, UInt32) = (1, 0)
        for byte in bytes {
            a = (a + UInt32(byte)) % 65_521
            b = (b + a) % 65_521
        }
        return b << 16 | a
    }
}

/// Compression by repeats at two distances, one byte and one row of a picture, in the fixed code of RFC 1951.
struct Deflate {
    private var output: [UInt8] = []
    private var pending: UInt32 = 0
    private var pendingBits: UInt32 = 0

    /// `bytes` in the format of zlib (RFC 1950), a row of the picture in every `stride` of them.
    static func zlib(_ bytes: [UInt8], stride: Int) -> [UInt8] {
        var deflate = Deflate()
        deflate.write(bytes, distances: stride < 32_768 ? [1, stride] : [1])
        return [0x78, 0x01] + deflate.output + PixelImage.bigEndian(Checksum.adler32(bytes))
    }

    private mutating func write(_ bytes: [UInt8], distances: [Int]) {
        // The last block, with fixed codes.
        put(0b011, bits: 3)
        var index = 0
        while index < bytes.count {
            var best = (length: 0, distance: 0)
            for distance in distances where distance <= index {
                var length = 0
                while length < 258, index + length < bytes.count,
                    bytes[index + length] == bytes[index + length - distance]
                {
                    length += 1
                }
                if length > best.length { best = (length, distance) }
            }
            if best.length >= 3 {
                putLength(best.length)
                putDistance(best.distance)
                index += best.length
            } else {
                putSymbol(UInt32(bytes[index]))
                index += 1
            }
        }
        putSymbol(256)
        if pendingBits > 0 { put(0, bits: 8 - pendingBits) }
    }

    private mutating func put(_ value: UInt32, bits: UInt32) {
        pending |= value << pendingBits
        pendingBits += bits
        while pendingBits >= 8 {
            output.append(UInt8(pending & 255))
            pending >>= 8
            pendingBits -= 8
        }
    }

    /// Huffman codes are written from their highest bit.
    private mutating func putCode(_ code: UInt32, bits: UInt32) {
        for shift in (0..<bits).reversed() { put(code >> shift & 1, bits: 1) }
    }

    private mutating func putSymbol(_ symbol: UInt32) {
        switch symbol {
        case ..<144: putCode(0x30 + symbol, bits: 8)
        case ..<256: putCode(0x190 + symbol - 144, bits: 9)
        case ..<280: putCode(symbol - 256, bits: 7)
        default: putCode(0xC0 + symbol - 280, bits: 8)
        }
    }

    private mutating func putLength(_ length: Int) {
        if length == 258 { return putSymbol(285) }
        let (code, extra, rest) = Self.code(length - 3, direct: 8, group: 4)
        putSymbol(257 + code)
        put(rest, bits: extra)
    }

    private mutating func putDistance(_ distance: Int) {
        let (code, extra, rest) = Self.code(distance - 1, direct: 4, group: 2)
        putCode(code, bits: 5)
        put(rest, bits: extra)
    }

    /// The code of a number: the first `direct` stand for themselves, and then every `group` codes have one more extra bit.
    private static func code(_ number: Int, direct: Int, group: Int) -> (code: UInt32, extra: UInt32, rest: UInt32) {
        var (base, extra, code) = (direct, 0, direct)
        guard number >= direct else { return (UInt32(number), 0, 0) }
        while true {
            extra += 1
            for _ in 0..<group {
                if number < base + 1 << extra { return (UInt32(code), UInt32(extra), UInt32(number - base)) }
                base += 1 << extra
                code += 1
            }
        }
    }
}

enum Base64 {
    static func encode(_ bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let count = min(3, bytes.count - start)
            var group: UInt32 = 0
            for offset in 0..<3 { group = group << 8 | (offset < count ? UInt32(bytes[start + offset]) : 0) }
            for place in 0..<4 {
                text.append(place <= count ? alphabet[Int(group >> UInt32(18 - 6 * place) & 63)] : 0x3D)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
