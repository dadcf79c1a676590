import Markdown
import Notebook

/// The Swift text of some cells of a lesson, in order, as one program with a boundary in front of each. At a boundary
/// the process that runs it reports, forks, and may go on in another unit instead.
struct UnitSource {
    /// Units' modules are called so that their names can be told from an author's.
    static func moduleName(_ number: Int) -> String { "LessonUnit\(number)" }

    /// Takes units' modules out of the names of types: which unit a cell was compiled in is no part of its outcome.
    static func withoutModuleNames(_ text: String) -> String {
        guard text.contains("LessonUnit") else { return text }
        return text.replacing(#/LessonUnit\d+\./#, with: "")
    }

    /// The module that it is compiled to.
    let module: String
    let file: String
    /// The cells, by their place in the lesson.
    let cells: [Int]
    /// The modules that its cells import, or those before them.
    let importedModules: [String]
    private(set) var text = ""
    private(set) var columns = ColumnMap()

    /// - Parameters:
    ///   - modules: the modules of units that ran before it, whose declarations it sees.
    ///   - imports: the `import` declarations of cells that stand before its own.
    init(
        _ lesson: Lesson, _ analyses: [CellAnalysis], cells: [Int], module: String, modules: [String],
        imports: [String]
    ) {
        self.module = module
        self.file = lesson.file
        self.cells = cells
        importedModules = (imports + cells.flatMap { analyses[$0].imports }).compactMap(Self.module(of:))
        text = Self.head(modules.map { "@testable import \($0)" } + imports)
        for (index, cell) in cells.enumerated() {
            text += "__boundary(\(index))\n"
            add(lesson.cells[cell], analyses[cell])
        }
        text += "__boundary(\(cells.count))\n"
    }

    /// What `import struct Foundation.URL` and the like name: the module.
    private static func module(of declaration: String) -> String? {
        declaration.split(whereSeparator: \.isWhitespace).last?.split(separator: ".").first.map(String.init)
    }

    private static func head(_ imports: [String]) -> String {
        """
        \(imports.map { $0 + "\n" }.joined())\
        import Lab
        @_silgen_name("lessons_boundary") func __boundary(_ index: Int32)
        @_silgen_name("lessons_mark") func __mark(_ line: Int32, _ column: Int32)
        Lab._reportTraining()

        """
    }

    private mutating func add(_ cell: Cell, _ analysis: CellAnalysis) {
        var insertions: [(place: Position, text: String)] = []
        if cell.kind == .value {
            insertions.append((Position(line: 1, column: 1), "Lab._value("))
        } else {
            for statement in analysis.throwingStatements {
                let place = place(statement.place, in: cell)
                insertions.append((statement.statement, "__mark(\(place.line), \(place.column)); "))
            }
            if let last = analysis.lastExpression { insertions.append((last.start, "Lab._display(")) }
        }
        var lines = cell.source.lines.map(String.init)
        close(cell, analysis, in: &lines)
        insert(insertions, into: &lines, of: cell)
        text += "#sourceLocation(file: \(Self.quoted(file)), line: \(cell.position.line))\n"
        text += lines.joined(separator: "\n") + "\n#sourceLocation()\n"
    }

    /// Ends the call that shows the last expression, or a value.
    private func close(_ cell: Cell, _ analysis: CellAnalysis, in lines: inout [String]) {
        if cell.kind == .value {
            var end = ""
            if let format = cell.value.format { end += ", format: \(Self.quoted(format))" }
            if let expect = cell.value.expect { end += ", expect: \(expect)" }
            lines[lines.count - 1] += end + ")"
        } else if let last = analysis.lastExpression {
            lines[last.end.line - 1].insert(")", atColumn: last.end.column)
        }
    }

    private mutating func insert(
        _ insertions: [(place: Position, text: String)], into lines: inout [String], of cell: Cell
    ) {
        let margin = cell.position.column - 1
        for line in lines.indices where margin > 0 {
            columns.add(line: cell.position.line + line, column: 1, shift: margin)
        }
        for insertion in insertions.reversed() {
            lines[insertion.place.line - 1].insert(insertion.text, atColumn: insertion.place.column)
        }
        for insertion in insertions {
            columns.add(
                line: cell.position.line + insertion.place.line - 1, column: insertion.place.column,
                shift: -insertion.text.utf8.count)
        }
    }

    private func place(_ position: Position, in cell: Cell) -> Position {
        Position(line: cell.position.line + position.line - 1, column: cell.position.column + position.column - 1)
    }

    static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}

/// Takes the compiler's columns back to the lesson's, past what was put in front of a statement and the margin of a
/// block in a list.
struct ColumnMap {
    private var shifts: [Int: [(column: Int, shift: Int)]] = [:]

    /// Notes that in a line what stood at `column` and later stands elsewhere in the unit. Calls for one line come from
    /// left to right; each column is that of the cell's own text.
    mutating func add(line: Int, column: Int, shift: Int) {
        shifts[line, default: []].append((column, shift))
    }

    func column(_ column: Int, inLine line: Int) -> Int {
        guard let list = shifts[line], column > 0 else { return column }
        var margin = 0
        var inserted = 0
        for (start, shift) in list {
            if shift > 0 {
                margin = shift
            } else if column >= start + inserted - shift {
                inserted -= shift
            } else if column >= start + inserted {
                // Inside what was inserted: the place where it was.
                return start + margin
            }
        }
        return column - inserted + margin
    }
}

extension String {
    /// Inserts text before the byte at a column, from 1.
    mutating func insert(_ text: String, atColumn column: Int) {
        let place = utf8.index(startIndex, offsetBy: column - 1, limitedBy: endIndex) ?? endIndex
        insert(contentsOf: text, at: place)
    }
}
