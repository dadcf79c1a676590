import Foundation
import Testing

/// The pages after an incremental build equal those of a build from an empty store, whatever the edits were.
struct IncrementalTests {
    /// How many edits are tried; `LESSONS_EDITS` in the environment asks for more.
    static let edits = ProcessInfo.processInfo.environment["LESSONS_EDITS"].flatMap(Int.init) ?? 12

    @Test func editsLeaveWhatABuildFromNothingGives() throws {
        var notebook = RandomNotebook(seed: 20_26)
        let course = try TestCourse()
        let fresh = try TestCourse()
        for edit in 0..<Self.edits {
            let text = notebook.markdown
            try course.lesson("one", text)
            try fresh.lesson("one", text)
            try? FileManager.default.removeItem(at: fresh.root.appendingPathComponent(".lessons"))
            let status = try course.build().status
            #expect(try fresh.build().status == status)
            let (page, expected) = (try course.page("one"), try fresh.page("one"))
            guard page == expected else {
                Issue.record("after edit \(edit) the page differs:\n\(text)\n\(page)\n---\n\(expected)")
                return
            }
            notebook.edit()
        }
    }
}

/// A lesson of cells that define, change and show variables, functions and objects, and random edits of it.
private struct RandomNotebook {
    private struct Cell {
        var number: Int
        var kind: Int
        var constant: Int
        /// Cells that it mentions; those that are gone, or stand later, make an error, which has to be the same too.
        var mentions: [Int]
    }

    private var cells: [Cell] = []
    private var state: UInt64
    private var count = 0

    init(seed: UInt64) {
        state = seed
        for _ in 0..<7 { insert(at: cells.count) }
    }

    private mutating func random(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % max(1, bound)
    }

    private mutating func insert(at place: Int) {
        count += 1
        let before = cells.prefix(place).map(\.number)
        let mentions = before.isEmpty ? [] : (0..<random(3)).map { _ in before[random(before.count)] }
        cells.insert(Cell(number: count, kind: random(9), constant: random(100), mentions: mentions), at: place)
    }

    mutating func edit() {
        let place = random(cells.count)
        switch random(5) {
        case 0: insert(at: random(cells.count + 1))
        case 1 where cells.count > 4: cells.remove(at: place)
        case 2 where cells.count > 1: cells.swapAt(place, random(cells.count))
        default: cells[place].constant = random(100)
        }
    }

    var markdown: String {
        cells.map { "```swift\n\(source($0))\n```\n\nValue `{swift} \(value($0))`.\n" }.joined(separator: "\n")
    }

    private func kind(_ number: Int) -> Int? { cells.first { $0.number == number }?.kind }

    /// An expression that reads what another cell defines.
    private func read(_ number: Int) -> String {
        switch kind(number) {
        case 1: "v\(number)"
        case 2: "f\(number)(1)"
        case 3: "o\(number).n"
        case 4: "bump\(number)()"
        case 6: "l\(number).count"
        case 7: "S\(number).n"
        case 8: "same\(number).n"
        default: "c\(number)"
        }
    }

    private func value(_ cell: Cell) -> String { cell.kind == 4 ? "\(cell.constant)" : read(cell.number) }

    private func source(_ cell: Cell) -> String {
        let n = cell.number
        let sum = (cell.mentions.map(read) + ["\(cell.constant)"]).joined(separator: " &+ ")
        let changes = cell.mentions.compactMap { mention -> String? in
            switch kind(mention) {
            case 1: "v\(mention) &+= \(cell.constant)"
            case 3: "o\(mention).n &+= \(cell.constant)"
            case 6: "l\(mention).add(\(cell.constant))"
            case 7: "S\(mention).n &+= \(cell.constant)"
            case 8: "same\(mention).n &+= \(cell.constant)"
            default: nil
            }
        }
        let change = changes.joined(separator: "\n")
        switch cell.kind {
        case 1: return "var v\(n) = \(sum)\n\(change)\nprint(v\(n))"
        case 2: return "func f\(n)(_ x: Int) -> Int { x &* \(cell.constant) &+ \(sum) }"
        case 3: return "final class O\(n) { var n = \(cell.constant) }\nlet o\(n) = O\(n)()\n\(change)"
        case 4: return "var b\(n) = 0\nfunc bump\(n)() -> Int { b\(n) &+= \(cell.constant); return b\(n) }\nbump\(n)()"
        case 5:
            return
                "let c\(n) = [\(sum), Int.random(in: 0..<1000)].reduce(0, &+)\nprecondition(c\(n) % 7 != 3, \"unlucky\")"
        case 6: return "import Foundation\nlet l\(n) = NSMutableArray(array: [\(sum)])\n\(change)\nprint(l\(n))"
        case 7:
            return "enum S\(n) { nonisolated(unsafe) static var n = \(cell.constant) }\n\(change)\nS\(n).n &+= \(sum)"
        case 8:
            // Another name of an earlier object, if there is one.
            let other = cell.mentions.first { kind($0) == 3 }.map { "o\($0)" } ?? "Made\(n)()"
            return "final class Made\(n) { var n = \(sum) }\nlet same\(n) = \(other)\n\(change)\nprint(same\(n).n)"
        default: return "let c\(n) = \(sum)\n\(change)\nprint(c\(n), Int.random(in: 0..<1000))"
        }
    }
}
