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

    /// Cells that may change one variable, or one object, run in their order, so each needs the one before it.
    private mutating func keepOrderOfChanges() {
        var last: [String: Int] = [:]
        for index in cells.indices {
            for name in changeable(from: index) {
                if let previous = last[name], previous != index { parents[index].insert(previous) }
                last[name] = index
            }
        }
    }

    /// The variables that a cell defines or may change: those it mentions itself, and those that the functions, types
    /// and closures it mentions mention in turn.
    private func changeable(from index: Int) -> Set<String> {
        var result: Set<String> = []
        var seen: Set<String> = []
        var stack = Array(cells[index].references.keys) + cells[index].definitions.map(\.name)
        while let name = stack.popLast() {
            guard seen.insert(name).inserted, let (cell, definition) = definitions[name], cell <= index else {
                continue
            }
            switch definition.kind {
            case .function, .type: stack += definition.references
            case .variable(let isReassignable, let holdsCode):
                if isReassignable || isObject(definition) { result.insert(name) }
                stack += holdsCode ? Array(definition.references) : definition.references.filter(isCode)
            }
        }
        return result
    }

    private func isCode(_ name: String) -> Bool {
        switch definitions[name]?.definition.kind {
        case .function, .type: true
        default: false
        }
    }

    /// Whether a constant may hold an object of a class that the lesson defines.
    private func isObject(_ definition: Definition) -> Bool {
        var seen: Set<String> = []
        var stack = Array(definition.references)
        while let name = stack.popLast() {
            guard seen.insert(name).inserted, let (_, definition) = definitions[name] else { continue }
            if case .type(isReference: true) = definition.kind { return true }
            if case .variable = definition.kind { continue }
            stack += definition.references
        }
        return false
    }
}
