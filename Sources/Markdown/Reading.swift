extension Tree {
    /// Reads Markdown: CommonMark 0.30, and the extensions that are asked for.
    ///
    /// Positions count from `line`, for when a head was cut off before. A null character reads as U+FFFD, as CommonMark
    /// has it, and counts three bytes like that.
    public init(markdown: String, startingAt line: Int = 1, extensions: Extensions = []) {
        let bytes =
            markdown.utf8.contains(0) ? Array(markdown.replacing("\0", with: "\u{FFFD}").utf8) : Array(markdown.utf8)
        if extensions.isEmpty {
            self.init(commonMark: bytes)
            locate(in: SourceLines(bytes))
        } else {
            self = ExtendedTree(bytes, extensions).tree
        }
        if line != 1 { moveLines(by: line - 1) }
    }

    private mutating func moveLines(by count: Int) {
        for index in nodes.indices {
            let id = ID(index: index)
            self[id].range.start.line += count
            self[id].range.end.line += count
        }
        for index in problems.indices { problems[index].position.line += count }
        lineStarts = lineStarts.mapValues { $0.map { Position(line: $0.line + count, column: $0.column) } }
    }
}

extension Kind {
    /// Whether it stands within a line of prose.
    public var isInline: Bool {
        switch self {
        case .text, .softBreak, .lineBreak, .code, .inlineHTML, .math, .footnoteReference: true
        default: hasInlines
        }
    }

    /// Whether it is an inline that holds others.
    public var hasInlines: Bool {
        switch self {
        case .emphasis, .strong, .link, .image, .strikethrough, .highlight: true
        default: false
        }
    }
}
