import Foundation
import Testing

@testable import Notebook

/// Which cells keep their order because they may change the same thing, and which need not.
struct ChangeableNamesTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var cells: [String]
    }

    private static let box = "final class Box { var n = 0 }"

    /// The last cell sees what the one before it changed.
    static let ordered = [
        Case(
            testDescription: "an object of Foundation",
            cells: ["import Foundation\nlet list = NSMutableArray()", "list.add(1)", "print(list.count)"]),
        Case(
            testDescription: "an object that a function of the system made",
            cells: ["let file = fopen(\"a\", \"w\")", "fputs(\"b\", file)", "fputs(\"c\", file)"]),
        Case(testDescription: "the library's object", cells: ["let tape = Tape()", "use(tape)", "use(tape)"]),
        Case(
            testDescription: "memory",
            cells: ["let p = UnsafeMutablePointer<Int>.allocate(capacity: 1)", "p.pointee = 1", "print(p.pointee)"]),
        Case(
            testDescription: "another name of an object",
            cells: [box, "let a = Box()", "let b = a", "b.n = 1", "print(a.n)"]),
        Case(
            testDescription: "an object in an array",
            cells: [box, "let all = [Box()]", "all[0].n = 1", "print(all[0].n)"]),
        Case(
            testDescription: "an object in a structure",
            cells: [box + "\nstruct Holder { let box = Box() }", "let a = Holder()", "a.box.n = 1", "print(a.box.n)"]),
        Case(
            testDescription: "an object from a function",
            cells: [box, "func make() -> Box { Box() }", "let a = make()", "a.n = 1", "print(a.n)"]),
        Case(
            testDescription: "an object behind a protocol",
            cells: [
                "protocol P: AnyObject { var n: Int { get set } }\nclass Box: P { var n = 0 }", "let a: any P = Box()",
                "a.n = 1", "print(a.n)",
            ]),
        Case(
            testDescription: "an object put into a variable",
            cells: [box, "let a = Box()", "var all: [Box] = []", "all.append(a)", "all[0].n = 1", "print(a.n)"]),
        Case(
            testDescription: "an object in a closure that a function made",
            cells: [
                box, "let a = Box()", "func adder(_ b: Box) -> () -> Void { { b.n += 1 } }", "let add = adder(a)",
                "add()", "print(a.n)",
            ]),
        Case(
            testDescription: "an actor",
            cells: ["actor Counter { nonisolated(unsafe) var n = 0 }", "let a = Counter()", "a.n = 1", "print(a.n)"]),
        Case(
            testDescription: "a static variable",
            cells: ["enum Count { static var n = 0 }", "Count.n += 1", "print(Count.n)"]),
        Case(
            testDescription: "a static variable with observers",
            cells: ["enum Count { static var n = 0 { didSet {} } }", "Count.n += 1", "print(Count.n)"]),
        Case(
            testDescription: "a static variable of a nested type",
            cells: ["struct A { enum B { static var n = 0 } }", "A.B.n += 1", "print(A.B.n)"]),
        Case(
            testDescription: "a static variable in an extension",
            cells: ["extension Int { nonisolated(unsafe) static var n = 0 }", "Int.n += 1", "print(Int.n)"]),
        Case(
            testDescription: "a static object",
            cells: [box + "\nenum Shared { static let box = Box() }", "Shared.box.n = 1", "print(Shared.box.n)"]),
        Case(
            testDescription: "a static variable that a function changes",
            cells: ["enum Count { static var n = 0 }", "func f() { Count.n += 1 }", "f()", "print(Count.n)"]),
        Case(testDescription: "the system's random numbers", cells: ["srand(1)", "print(rand())", "print(rand())"]),
        Case(
            testDescription: "a shared object of Foundation",
            cells: [
                "import Foundation", "UserDefaults.standard.set(1, forKey: \"a\")",
                "print(UserDefaults.standard.integer(forKey: \"a\"))",
            ]),
    ]

    @Test(arguments: ordered)
    func keepsItsOrder(_ row: Case) {
        let parents = DependencyGraph(row.cells.map(CellAnalyzer.analyze)).parents
        #expect(parents.last?.contains(row.cells.count - 2) == true, "\(parents)")
    }

    /// The last two cells need one another in neither order.
    static let free = [
        Case(testDescription: "numbers", cells: ["let a = [1, 2].map { $0 * 2 }", "print(a)", "print(a.count)"]),
        Case(
            testDescription: "tensors",
            cells: ["let a = Tensor.ones([2])", "let b = a.sum()", "print(a * 2)"]),
        Case(
            testDescription: "values of Foundation",
            cells: [
                "import Foundation\nlet a = try String(contentsOfFile: \"a\", encoding: .utf8)\nlet now = Date()",
                "print(a, now)", "print(a.count, now)",
            ]),
        Case(
            testDescription: "values made by a function",
            cells: [
                "import Foundation\nfunc f(_ x: Double) -> Double { sin(x) }\nlet a = f(1)", "print(a)", "print(f(a))",
            ]),
        Case(
            testDescription: "a model",
            cells: [
                """
                struct Net: Layer {
                    var first = Dense(2, 3)
                    func callAsFunction(_ x: Tensor, mode: Mode) -> Tensor { first(x, mode: mode).relu() }
                    mutating func visitParameters(_ visit: (inout Parameter) -> Void) { first.visitParameters(visit) }
                    func size() -> Int { parameterCount + countOf(self) }
                }
                let net = Net()
                """, "print(net.size())", "print(net)",
            ]),
        Case(
            testDescription: "a number from an object whose type is written",
            cells: [box + "\nlet a = Box()\nlet n: Int = a.n", "print(n)", "print(n + 1)"]),
        Case(
            testDescription: "a static constant",
            cells: ["enum A { static let n = 3 }", "print(A.n)", "print(A.n + 1)"]),
        Case(
            testDescription: "a computed static property",
            cells: ["enum A { static var n: Int { 3 } }", "print(A.n)", "print(A.n + 1)"]),
        Case(
            testDescription: "a chart",
            cells: [
                "let a = Chart([1, 2]) { x in LineMark(x: .value(\"x\", x), y: .value(\"y\", x)) }", "a", "display(a)",
            ]),
    ]

    @Test(arguments: free)
    func needsNoOrder(_ row: Case) {
        let parents = DependencyGraph(row.cells.map(CellAnalyzer.analyze)).parents
        #expect(parents.last?.contains(row.cells.count - 2) == false, "\(parents)")
    }

    /// In lessons as they are written, only variables are taken for changeable, and what is made with a tape.
    @Test func theCoursesConstantsAreKnownToBeValues() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let names = try FileManager.default.contentsOfDirectory(atPath: root.path + "/lessons")
        let files = names.filter { $0.hasSuffix(".md") }.sorted()
        #expect(!files.isEmpty)
        for file in files {
            let text = try String(contentsOfFile: root.path + "/lessons/" + file, encoding: .utf8)
            let cells = LessonReader.read(text, file: file).cells.map { CellAnalyzer.analyze($0.source) }
            let definitions = cells.enumerated().flatMap { index, cell in
                cell.definitions.map { ($0.name, (cell: index, definition: $0)) }
            }
            let changeable = ChangeableNames(cells, Dictionary(definitions) { first, _ in first })
            let variables = definitions.compactMap { name, found in
                if case .variable(isReassignable: true, _) = found.definition.kind { name } else { nil }
            }
            let others = changeable.byCell.reduce(into: Set<String>()) { $0.formUnion($1) }.subtracting(
                variables + ["Tape"])
            #expect(others == [], "\(file)")
        }
    }

    /// What the library hands out as objects is not taken for values.
    @Test func theLibrarysClassesAreKnown() throws {
        let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Sources").path
        var found = 0
        for module in ["Training", "Figures", "Datasets", "Lab"] {
            let folder = sources + "/" + module
            let paths = try FileManager.default.subpathsOfDirectory(atPath: folder).filter { $0.hasSuffix(".swift") }
            for path in paths {
                let text = try String(contentsOfFile: folder + "/" + path, encoding: .utf8)
                for match in text.matches(of: /(?m)^\s*(?:public|open) (?:final )?(?:class|actor) (\w+)/) {
                    found += 1
                    #expect(KnownNames.objects.contains(String(match.1)), "\(match.1)")
                    #expect(!KnownNames.values.contains(String(match.1)), "\(match.1)")
                }
            }
        }
        #expect(found > 0)
    }
}
