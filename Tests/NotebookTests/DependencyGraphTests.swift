import Testing

@testable import Notebook

struct DependencyGraphTests {
    private func graph(_ sources: String...) -> DependencyGraph { DependencyGraph(sources.map(CellAnalyzer.analyze)) }

    @Test func mentionsNeedDefinitions() {
        #expect(graph("let a = 1", "let b = a", "let c = 3", "print(a + c)").parents == [[], [0], [], [0, 2]])
    }

    @Test func extensionsCountForAllLaterCells() {
        #expect(graph("let a = 1", "extension Int { var twice: Int { self * 2 } }", "a.twice", "1").parents[3] == [1])
    }

    @Test func importsMakeNoEdges() {
        #expect(graph("import Foundation", "let a = 1").parents == [[], []])
    }

    @Test func cellsThatMentionOneVariableKeepTheirOrder() {
        #expect(graph("var n = 0", "n += 1", "n += 2", "print(n)").parents == [[], [0], [0, 1], [0, 2]])
    }

    @Test func constantsAreReadInAnyOrder() {
        #expect(graph("let n = 0", "print(n)", "print(n + 1)").parents == [[], [0], [0]])
    }

    @Test func functionsCarryTheVariablesTheyChange() {
        let parents = graph("var n = 0", "func bump() { n += 1 }", "bump()", "print(n)").parents
        #expect(parents[2].contains(1))
        #expect(parents[3].contains(2))
    }

    @Test func closuresCarryTheVariablesTheyChange() {
        let parents = graph("var n = 0", "let bump = { n += 1 }", "bump()", "print(n)").parents
        #expect(parents[3].contains(2))
    }

    @Test func objectsKeepTheirOrder() {
        let parents = graph("class Box { var n = 0 }", "let box = Box()", "box.n = 1", "print(box.n)").parents
        #expect(parents[3].contains(2))
    }

    @Test func valuesOfStructuresAreReadInAnyOrder() {
        let parents = graph("struct Box { var n = 0 }", "let box = Box()", "print(box.n)", "print(box.n)").parents
        #expect(parents[3] == [1])
    }

    @Test func aNameIsDefinedOnce() {
        guard case .definedTwice(let name, let position, let earlier, _) = graph("let a = 1", "\nlet a = 2").problems[1]
        else {
            Issue.record("no problem found")
            return
        }
        #expect((name, position.line, earlier) == ("a", 2, 0))
    }

    @Test func useBeforeDefinitionIsFound() {
        guard case .definedLater(let name, _, let later, _) = graph("print(a)", "let a = 1").problems[0] else {
            Issue.record("no problem found")
            return
        }
        #expect((name, later) == ("a", 1))
    }

    @Test func aMemberIsNoUseBeforeDefinition() {
        #expect(graph("struct A { var a = 1; func f() -> Int { a } }", "let a = 1").problems.isEmpty)
        #expect(graph("extension Int { func f() -> Int { a } }", "let a = 1").problems.isEmpty)
        #expect(graph("xs.map { a in a }", "let a = 1").problems.isEmpty)
    }

    @Test func closureAndDescendants() {
        let graph = graph("let a = 1", "let b = a", "let c = 1", "print(b)", "print(c)")
        #expect(graph.closure(of: [3]) == [0, 1, 3])
        #expect(graph.descendants(of: [0]) == [1, 3])
        #expect(graph.descendants(of: [2]) == [4])
    }

    @Test func cellsThatNeedOneAnotherAreFound() {
        let graph = graph(
            "func even(_ n: Int) -> Bool { n == 0 || odd(n - 1) }", "let a = 1",
            "func odd(_ n: Int) -> Bool { n != 0 && even(n - 1) }")
        guard case .cycle(let name, _, let later, _) = graph.problems[0] else {
            Issue.record("no problem found")
            return
        }
        #expect((name, later) == ("odd", 2))
    }
}
