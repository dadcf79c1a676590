/// What the cells of a lesson may change that other cells see: variables, objects, static properties.
///
/// A constant can be changed too if there is an object in it. Whether there is one cannot be seen for certain without the
/// compiler; a constant counts as an object unless its declaration leads only to what is known to be values. Objects
/// that one cell mentions count as one from then on, since one may hold the other.
struct ChangeableNames {
    typealias Definition = CellAnalysis.Definition

    /// For each cell, what it may change; one name stands for all that may be one object.
    private(set) var byCell: [Set<String>] = []

    private let cells: [CellAnalysis]
    private let definitions: [String: (cell: Int, definition: Definition)]
    /// Whether the lesson sees more than Lab and what it hands on.
    private let hasImports: Bool
    /// By type: the first cell that gives it a static property that can be changed, and whether that may be an object.
    private var staticState: [String: (cell: Int, isObject: Bool)] = [:]
    /// By name of an object, another that may be the same.
    private var alias: [String: String] = [:]

    init(_ cells: [CellAnalysis], _ definitions: [String: (cell: Int, definition: Definition)]) {
        self.cells = cells
        self.definitions = definitions
        hasImports = cells.contains { !$0.imports.allSatisfy { $0 == "import Lab" } }
        for (index, cell) in cells.enumerated() {
            for property in cell.staticProperties {
                let isObject = mayHoldObject(property.references)
                guard isObject || property.isReassignable else { continue }
                let before = staticState[property.type]
                staticState[property.type] = (before?.cell ?? index, isObject || before?.isObject == true)
            }
        }
        let found = cells.indices.map(changeable)
        for names in found { unite(names.objects) }
        byCell = found.map { Set($0.all.map(representative)) }
    }

    /// Those that a cell mentions or defines itself, and those that the functions, types and closures it mentions mention
    /// in turn.
    private func changeable(from index: Int) -> (all: Set<String>, objects: Set<String>) {
        var all: Set<String> = []
        var objects: Set<String> = []
        var seen: Set<String> = []
        var stack = Array(cells[index].references.keys) + cells[index].definitions.map(\.name)
        func note(_ name: String, isObject: Bool) {
            all.insert(name)
            if isObject { objects.insert(name) }
        }
        while let name = stack.popLast() {
            guard seen.insert(name).inserted else { continue }
            if let state = staticState[name], state.cell <= index { note(name, isObject: state.isObject) }
            guard let (cell, definition) = definitions[name] else {
                if isForeignState(name) { note(name, isObject: true) }
                continue
            }
            guard cell <= index else { continue }
            switch definition.kind {
            case .function, .type: stack += definition.references
            case .variable(let isReassignable, let holdsCode):
                let isObject = mayHoldObject([name])
                if isReassignable || isObject { note(name, isObject: isObject) }
                stack += holdsCode ? Array(definition.references) : definition.references.filter(isCode)
            }
        }
        return (all, objects)
    }

    private func isCode(_ name: String) -> Bool {
        switch definitions[name]?.definition.kind {
        case .function, .type: true
        default: false
        }
    }

    /// Whether what is made of these names may be, or hold, an object.
    private func mayHoldObject(_ names: Set<String>) -> Bool {
        var seen: Set<String> = []
        var stack = Array(names)
        while let name = stack.popLast() {
            guard seen.insert(name).inserted else { continue }
            guard let (_, definition) = definitions[name] else {
                if isForeignObject(name) { return true }
                continue
            }
            if case .type(isReference: true) = definition.kind { return true }
            stack += definition.typeReferences ?? definition.references
        }
        return false
    }

    /// Whether a name that the lesson does not define may lead to an object, in a library or in the system.
    private func isForeignObject(_ name: String) -> Bool {
        guard let first = name.first, first.isLetter, !KnownNames.values.contains(name) else { return false }
        if first.isUppercase { return hasImports || KnownNames.objects.contains(name) }
        // What may be a member of a type that is written elsewhere is no function of the system's.
        return !cells.contains { $0.uncertainReferences.contains(name) }
    }

    /// Whether to mention such a name is itself to share something: a class may have an instance for all, and some of the
    /// system's functions remember. What others do, such as to open a file, is seen only by whoever has the result.
    private func isForeignState(_ name: String) -> Bool {
        name.first?.isUppercase == true ? isForeignObject(name) : KnownNames.functionsWithState.contains(name)
    }

    // MARK: What may be one object

    private func representative(_ name: String) -> String {
        var name = name
        while let next = alias[name] { name = next }
        return name
    }

    private mutating func unite(_ names: Set<String>) {
        let found = Set(names.map(representative))
        guard let first = found.min() else { return }
        for name in found where name != first { alias[name] = first }
    }
}
