import Markdown

/// Which cell of a lesson needs which: a pure value, made from the cells' analyses.
public struct DependencyGraph: Sendable {
    /// For each cell, the earlier cells that it needs, in order. Cells are named by their place in the lesson.
    public private(set) var parents: [[Int]]
    /// For each cell, what is wrong with the names it defines or mentions, if anything.
    public private(set) var problems: [Int: NameProblem] = [:]

    public init(_ cells: [CellAnalysis]) {
        let builder = Builder(cells)
        parents = builder.parents.map { $0.sorted() }
        problems = builder.problems
    }

    /// The cell and all that it needs, in reading order.
    public func closure(of cells: some Sequence<Int>) -> [Int] {
        var found: Set<Int> = []
        var stack = Array(cells)
        while let cell = stack.popLast() {
            if found.insert(cell).inserted { stack += parents[cell] }
        }
        return found.sorted()
    }

    /// All cells that need one of the given ones, directly or through others; not the given ones themselves.
    public func descendants(of cells: Set<Int>) -> Set<Int> {
        var found: Set<Int> = []
        for cell in parents.indices where !cells.contains(cell) {
            if parents[cell].contains(where: { cells.contains($0) || found.contains($0) }) { found.insert(cell) }
        }
        return found
    }
}

/// A fault in how the names of a lesson are used.
public enum NameProblem: Hashable, Sendable {
    /// The name is defined at `position` of this cell, and in an earlier cell.
    case definedTwice(name: String, position: Position, earlier: Int, earlierPosition: Position)
    /// The name is mentioned at `position`, and defined only in a later cell.
    case definedLater(name: String, position: Position, later: Int, laterPosition: Position)
    /// The same, and the later cell needs this one in turn.
    case cycle(name: String, position: Position, later: Int, laterPosition: Position)
}

private struct Builder {
    typealias Definition = CellAnalysis.Definition

    let cells: [CellAnalysis]
    /// The first definition of each name.
    private var definitions: [String: (cell: Int, definition: Definition)] = [:]
    private(set) var parents: [Set<Int>]
    private(set) var problems: [Int: NameProblem] = [:]

    init(_ cells: [CellAnalysis]) {
        self.cells = cells
        parents = Array(repeating: [], count: cells.count)
        collectDefinitions()
        connectMentions()
        findCycles()
        connectWhatAffectsAll()
        keepOrderOfChanges()
    }

    private mutating func collectDefinitions() {
        for (index, cell) in cells.enumerated() {
            for definition in cell.definitions {
                if let first = definitions[definition.name], first.cell != index,
                    !mayOverload(first.definition, definition)
                {
                    problems[index] = .definedTwice(
                        name: definition.name, position: definition.position, earlier: first.cell,
                        earlierPosition: first.definition.position)
                } else if definitions[definition.name] == nil {
                    definitions[definition.name] = (index, definition)
                } else {
                    // An overload in a later cell: whoever mentions the name needs both.
                    overloads[definition.name, default: []].append(index)
                }
            }
        }
    }

    private var overloads: [String: [Int]] = [:]

    /// Operators are overloaded by their nature; any other name has one definition in a lesson.
    private func mayOverload(_ a: Definition, _ b: Definition) -> Bool {
        a.kind == .function && b.kind == .function && a.name.first.map { !$0.isLetter && $0 != "_" } == true
    }

    private mutating func connectMentions() {
        for (index, cell) in cells.enumerated() {
            for (name, position) in cell.references.sorted(by: { $0.value < $1.value }) {
                guard let (definer, definition) = definitions[name] else { continue }
                if definer < index {
                    parents[index].insert(definer)
                    parents[index].formUnion(overloads[name, default: []].filter { $0 < index })
                } else if definer > index, problems[index] == nil, !cell.uncertainReferences.contains(name) {
                    problems[index] = .definedLater(
                        name: name, position: position, later: definer, laterPosition: definition.position)
                }
            }
        }
    }

    private mutating func connectWhatAffectsAll() {
        var affecting: [Int] = []
        for (index, cell) in cells.enumerated() {
            parents[index].formUnion(affecting)
            if cell.affectsLaterCells { affecting.append(index) }
        }
    }

    /// Where the cell of a later definition needs this one, moving it up is no way out.
    private mutating func findCycles() {
        for (index, problem) in problems {
            guard case .definedLater(let name, let position, let later, let laterPosition) = problem else { continue }
            var seen: Set<Int> = []
            var stack = [later]
            while let cell = stack.popLast() {
                if seen.insert(cell).inserted { stack += parents[cell].filter { $0 >= index } }
            }
            guard seen.contains(index) else { continue }
            problems[index] = .cycle(name: name, position: position, later: later, laterPosition: laterPosition)
        }
    }

    /// Cells that may change one variable, or one object, run in their order, so each needs the one before it.
    private mutating func keepOrderOfChanges() {
        let names = ChangeableNames(cells, definitions)
        var last: [String: Int] = [:]
        for index in cells.indices {
            for name in names.byCell[index] {
                if let previous = last[name], previous != index { parents[index].insert(previous) }
                last[name] = index
            }
        }
    }
}
