/// The bytes that a paragraph, heading or table cell has for its inlines, and where in the file each of them stands.
struct InlineText {
    private(set) var bytes: [UInt8] = []
    /// Runs of bytes that stand one after the other in one line.
    private var runs: [(offset: Int, start: Position)] = []

    init() {}

    mutating func append(_ slice: some Collection<UInt8>, at start: Position) {
        runs.append((bytes.count, start))
        bytes += slice
    }

    /// The bytes that other lines have where these have theirs.
    init(placesOf text: InlineText, in lines: SourceLines) {
        for run in text.runRanges {
            let start = text.position(at: run.lowerBound)
            let content = text.bytes[run]
            let isEnded = content.last == .newline
            append(
                lines[start.line].dropFirst(start.column - 1).prefix(content.count - (isEnded ? 1 : 0))
                    + (isEnded ? [.newline] : []), at: start)
        }
    }

    /// The offsets of the bytes that stand one after the other in one line.
    var runRanges: [Range<Int>] {
        runs.indices.map { runs[$0].offset..<($0 + 1 < runs.count ? runs[$0 + 1].offset : bytes.count) }
    }

    /// Where a byte stands; for the offset after the last, the place after it.
    func position(at offset: Int) -> Position {
        var low = 0
        var high = runs.count
        while low < high {
            let middle = (low + high) / 2
            if runs[middle].offset <= offset { low = middle + 1 } else { high = middle }
        }
        guard low > 0 else { return Position(line: 1, column: 1) }
        let run = runs[low - 1]
        return Position(line: run.start.line, column: run.start.column + offset - run.offset)
    }
}

/// What a container takes from the head of each line of the blocks in it.
enum ContainerPrefix {
    case quote
    /// Columns of white space.
    case item(width: Int)
}

extension InlineText {
    /// The lines of a paragraph or heading, without what its containers and its own marks take.
    init(_ block: Tree.Node, in source: SourceLines, within containers: [ContainerPrefix]) {
        let range = block.range
        for line in range.start.line...max(range.start.line, range.end.line) {
            let content = source[line]
            let skipped =
                line == range.start.line
                ? min(range.start.column - 1, content.count)
                : InlineText.prefixLength(of: content, within: containers)
            var text = content.dropFirst(skipped).drop(while: \.isBlank)
            if case .heading = block.kind, range.start.line == range.end.line {
                text = text.drop { $0 == UInt8(ascii: "#") }.drop(while: \.isBlank)
            }
            let column = text.startIndex - content.startIndex + 1
            append(text + [.newline], at: Position(line: line, column: column))
        }
    }

    /// How many bytes of a continuation line the containers take; a lazy line has fewer of their marks.
    static func prefixLength(of line: ArraySlice<UInt8>, within containers: [ContainerPrefix]) -> Int {
        var at = line.startIndex
        var room = 3
        for container in containers {
            switch container {
            case .item(let width): room += width
            case .quote:
                var mark = at
                while mark < line.endIndex, line[mark].isBlank { mark += 1 }
                guard mark < line.endIndex, line[mark] == UInt8(ascii: ">"), mark - at <= room else {
                    return at - line.startIndex
                }
                at = mark + 1
                if at < line.endIndex, line[at].isBlank { at += 1 }
                room = 3
            }
        }
        return at - line.startIndex
    }
}
