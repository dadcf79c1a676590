import Testing

@testable import Markdown

/// What stands in the source at each node of a kind that is asked for.
private func sources(_ markdown: String, startingAt line: Int = 1, where isWanted: (Kind) -> Bool) -> [String] {
    let tree = Tree(markdown: markdown, startingAt: line)
    let lines = SourceLines(Array(markdown.utf8))
    return tree.descendants().filter { isWanted(tree[$0].kind) }.map { id in
        let range = tree[id].range
        guard range.start.line == range.end.line else { return "\(range.start.line)…\(range.end.line)" }
        let bytes = lines[range.start.line - line + 1].dropFirst(range.start.column - 1)
        let text = String(decoding: bytes.prefix(range.end.column - range.start.column), as: UTF8.self)
        return "\(range.start.line):\(range.start.column) \(text)"
    }
}

private func isText(_ kind: Kind) -> Bool {
    if case .text = kind { true } else { false }
}

private func isCode(_ kind: Kind) -> Bool {
    if case .code = kind { true } else { false }
}

@Suite struct PositionTests {
    @Test(arguments: [
        ("a `b` c", ["1:4 b"]),
        ("one\ntwo `x` and\n   `y`", ["2:6 x", "3:5 y"]),
        ("> one `x`\n> two `y`\n`z`", ["1:8 x", "2:8 y", "3:2 z"]),
        ("- one\n  two `x`\n\n  > three\n  > `y`", ["2:8 x", "5:6 y"]),
        ("> - > deep `x`\n>   > next `y`", ["1:13 x", "2:13 y"]),
        ("# head `x` #", ["1:9 x"]),
        ("two\nlines `x`\n=====", ["2:8 x"]),
        ("`` ` `` then `x`", ["1:4 `", "1:15 x"]),
        ("x x `x` x `x`", ["1:6 x", "1:12 x"]),
        ("größe `x` 𝛼 `y`", ["1:10 x", "1:19 y"]),
        ("**bold `x`** [link `y`](/url \"`t`\") `z`", ["1:9 x", "1:21 y", "1:38 z"]),
        ("[a]: /x 'one'\n[a] `x`", ["2:6 x"]),
        ("[a][b] [b][] [b] `x`\n\n[b]: /u", ["1:19 x"]),
        ("&copy; \\* &#35; &nope; `x`", ["1:25 x"]),
        ("hard  \nbreak\\\n`x`", ["3:2 x"]),
        ("<b title=\"\n`\"> <http://a.b/`c> `x`", ["2:22 x"]),
        ("\u{FEFF}a `x`", ["1:4 x"]),
        ("a\r\nb `x`\rc `y`", ["2:4 x", "3:4 y"]),
    ]) func codeStandsWhereItIs(markdown: String, expected: [String]) {
        #expect(sources(markdown, where: isCode) == expected)
    }

    @Test func textStandsWhereItIs() {
        #expect(sources("> a *b\n> c* d", where: isText) == ["1:3 a ", "1:6 b", "2:3 c", "2:5  d"])
        #expect(sources("1. x &amp; y\n   \\[z\\]", where: isText) == ["1:4 x &amp; y", "2:4 \\[z\\]"])
    }

    @Test func marksBelongToWhatTheyMark() {
        let wanted = sources("a *b* **c** [d](e) ![f][g] <http://h.i>\n\n[g]: /g") { $0.hasInlines }
        #expect(wanted == ["1:3 *b*", "1:7 **c**", "1:13 [d](e)", "1:20 ![f][g]", "1:28 <http://h.i>"])
    }

    @Test func linesCountFromTheHead() {
        #expect(sources("a\n`x`", startingAt: 7, where: isCode) == ["8:2 x"])
    }

    @Test(arguments: [
        ("```swift\nlet a\n\n  b\n```", [[2, 1], [3, 1], [4, 1]]),
        ("> ```\n> let a\n>  b\n", [[2, 3], [3, 3]]),
        ("- ```\n  a\n    b\n  ```", [[2, 3], [3, 3]]),
        ("  ```\n  a\n b\n```", [[2, 3], [3, 2]]),
        ("text\n\n    a\n      b", [[3, 5], [4, 5]]),
        ("\ta\n\n\tb", [[1, 2], [2, 1], [3, 2]]),
        ("```\n```", []),
        ("1. > ~~~\n   > x\n   > ~~~", [[2, 6]]),
        ("```\r\na\r\nb\r\n```", [[2, 1], [3, 1]]),
    ]) func codeLinesStandWhereTheyAre(markdown: String, expected: [[Int]]) throws {
        let tree = Tree(markdown: markdown)
        let starts = try #require(tree.lineStarts.values.first)
        #expect(starts.map { [$0.line, $0.column] } == expected)
    }

    @Test func bytesOfCodeStandWhereTheyAre() throws {
        let tree = Tree(markdown: "> ```swift\n> let a\n>   b\n> ```\n> x `{swift} y`", startingAt: 11)
        let block = try #require(tree.lineStarts.keys.first)
        #expect(tree.position(ofByte: 4, in: block) == Position(line: 12, column: 7))
        #expect(tree.position(ofByte: 8, in: block) == Position(line: 13, column: 5))
        let span = try #require(tree.descendants().first { tree[$0].kind == .code("{swift} y") })
        #expect(tree.position(ofByte: 8, in: span) == Position(line: 15, column: 14))
    }
}

@Suite struct WalkTests {
    @Test func everyNodeIsEnteredAndLeft() {
        let tree = Tree(markdown: "a *b*\n\n> c")
        var depth = 0
        var deepest = 0
        var entered = 0
        for event in tree.walk() {
            if case .enter = event { depth += 1 } else { depth -= 1 }
            if case .enter = event { entered += 1 }
            deepest = max(deepest, depth)
        }
        #expect(depth == 0)
        #expect(deepest == 4)
        #expect(entered == tree.nodes.count)
    }

    @Test func whatIsSkippedIsNotEntered() throws {
        let tree = Tree(markdown: "> a\n\nb")
        var walk = tree.walk()
        var texts: [Kind] = []
        while let event = walk.next() {
            if tree[event.id].kind == .blockQuote { walk.skip(event.id) }
            if case .enter(let id) = event, case .text = tree[id].kind { texts.append(tree[id].kind) }
        }
        #expect(texts == [.text("b")])
    }
}
