import Foundation
import Markdown

extension PixelSize {
    /// The size that a PNG, GIF or JPEG file says it has; nil for other files and for broken ones.
    public init?(picture data: Data) {
        let bytes = [UInt8](data)
        func number(_ at: Int) -> Int { Int(bytes[at]) << 8 | Int(bytes[at + 1]) }
        if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]), bytes.count >= 24 {
            self.init(width: number(16) << 16 | number(18), height: number(20) << 16 | number(22))
        } else if bytes.starts(with: "GIF8".utf8), bytes.count >= 10 {
            self.init(width: Int(bytes[7]) << 8 | Int(bytes[6]), height: Int(bytes[9]) << 8 | Int(bytes[8]))
        } else if bytes.starts(with: [0xFF, 0xD8]) {
            // Segments follow each other, each with a marker and a length; a frame header has the size.
            var at = 2
            while at + 8 < bytes.count, bytes[at] == 0xFF {
                let isFrame = (0xC0...0xCF).contains(bytes[at + 1]) && ![0xC4, 0xC8, 0xCC].contains(bytes[at + 1])
                if isFrame { break }
                at += 2 + max(2, number(at + 2))
            }
            guard at + 8 < bytes.count, bytes[at] == 0xFF else { return nil }
            self.init(width: number(at + 7), height: number(at + 5))
        } else {
            return nil
        }
        guard width > 0, height > 0, width < 1 << 24, height < 1 << 24 else { return nil }
    }
}
