/// The lines of a source text by number, from 1, as CommonMark ends them: at LF, CR or CR LF.
struct SourceLines: Sendable {
    private(set) var bytes: [UInt8]
    private var lines: [Range<Int>]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        lines = []
        // A byte order mark is no part of the text.
        var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        var at = start
        while at < bytes.count {
            let byte = bytes[at]
            guard byte == .newline || byte == .carriageReturn else {
                at += 1
                continue
            }
            lines.append(start..<at)
            at += byte == .carriageReturn && at + 1 < bytes.count && bytes[at + 1] == .newline ? 2 : 1
            start = at
        }
        if start < bytes.count { lines.append(start..<bytes.count) }
    }

    var count: Int { lines.count }

    /// Whether these bytes stand anywhere: what has no mark of an extension need not be gone through for it.
    func has(_ mark: StaticString) -> Bool {
        bytes.withUnsafeBufferPointer { $0.offset(of: mark) != nil }
    }

    /// The bytes of a line without its end; nothing when there is no such line.
    subscript(line: Int) -> ArraySlice<UInt8> {
        lines.indices.contains(line - 1) ? bytes[lines[line - 1]] : []
    }

    /// Puts bytes of the same number in place of those from a column on.
    mutating func replace(line: Int, column: Int, with replacement: some Collection<UInt8>) {
        guard lines.indices.contains(line - 1) else { return }
        let start = lines[line - 1].lowerBound + column - 1
        guard start + replacement.count <= lines[line - 1].upperBound else { return }
        bytes.replaceSubrange(start..<start + replacement.count, with: replacement)
    }
}

extension String {
    /// The lines of a text without their ends. By bytes, since finding the borders of characters takes ten times as long.
    public var lines: [Substring] {
        utf8.split(separator: .newline, omittingEmptySubsequences: false).map(Substring.init)
    }

    /// Whether a text has these bytes in it, likewise.
    func has(_ mark: StaticString) -> Bool { offset(of: mark) != nil }

    /// How many bytes stand before those of a mark.
    func offset(of mark: StaticString) -> Int? {
        var text = self
        return text.withUTF8 { $0.offset(of: mark) }
    }
}

extension UnsafeBufferPointer<UInt8> {
    fileprivate func offset(of mark: StaticString) -> Int? {
        mark.withUTF8Buffer { mark in
            guard let first = mark.first, count >= mark.count else { return nil }
            return (0...count - mark.count).first {
                self[$0] == first && self[$0..<$0 + mark.count].elementsEqual(mark)
            }
        }
    }
}

extension UInt8 {
    static let newline = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")
    static let space = UInt8(ascii: " ")
    static let tab = UInt8(ascii: "\t")
    static let backslash = UInt8(ascii: "\\")
    static let backtick = UInt8(ascii: "`")
    static let dollar = UInt8(ascii: "$")
    static let pipe = UInt8(ascii: "|")

    var isBlank: Bool { self == .space || self == .tab }
    var isSpaceOrNewline: Bool { isBlank || self == .newline || self == .carriageReturn }
    package var isDigit: Bool { (0x30...0x39).contains(self) }
    package var isLetter: Bool { (0x41...0x5A).contains(self & 0xDF) }

    /// What a backslash can escape.
    var isPunctuation: Bool {
        (0x21...0x2F).contains(self) || (0x3A...0x40).contains(self) || (0x5B...0x60).contains(self)
            || (0x7B...0x7E).contains(self)
    }
}
