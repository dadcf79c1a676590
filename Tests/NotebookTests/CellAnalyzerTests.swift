import Testing

@testable import Notebook

/// What a cell defines and mentions, one row a rule.
struct CellAnalyzerTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var source: String
        var definitions: Set<String> = []
        var references: Set<String> = []

        var testDescription: String { source }

        init(_ source: String, defines definitions: Set<String> = [], mentions references: Set<String> = []) {
            self.source = source
            self.definitions = definitions
            self.references = references
        }
    }

    static let cases: [Case] = [
        Case("let a = 1", defines: ["a"]),
        Case("var a = b", defines: ["a"], mentions: ["b"]),
        Case("let (a, b) = pair", defines: ["a", "b"], mentions: ["pair"]),
        Case("let (a, (b, _)) = pair", defines: ["a", "b"], mentions: ["pair"]),
        Case("let a: Model = make()", defines: ["a"], mentions: ["Model", "make"]),
        Case("let a = 1, b = a", defines: ["a", "b"]),
        Case("a = 2", mentions: ["a"]),
        Case("a.b.c", mentions: ["a"]),
        Case("a.b(c: d)", mentions: ["a", "d"]),
        Case("\"\\(a) and \\(b + 1)\"", mentions: ["a", "b"]),
        Case("func f(x: Int) -> Int { x + y }", defines: ["f"], mentions: ["Int", "y"]),
        Case("func f(of x: Int = z) -> Int { x }", defines: ["f"], mentions: ["Int", "z"]),
        Case("func f<T>(x: T) -> T { x }", defines: ["f"]),
        Case("func f<T: P>(x: T) where T.A == B {}", defines: ["f"], mentions: ["P", "B"]),
        Case("func f() { let a = b; print(a) }", defines: ["f"], mentions: ["b", "print"]),
        Case("func f() { print(a); let a = 1 }", defines: ["f"], mentions: ["a", "print"]),
        Case("func f() { g(); func g() {} }", defines: ["f"]),
        Case("xs.map { $0 * k }", mentions: ["xs", "k", "$0", "0"]),
        Case("xs.map { x in x + y }", mentions: ["xs", "y"]),
        Case("xs.map { (x: Int) -> Int in x }", mentions: ["xs", "Int"]),
        Case("{ [a, c = b] in a + c }", mentions: ["a", "b"]),
        Case("for x in xs where x > k { use(x) }", mentions: ["xs", "k", "use"]),
        Case("for (i, x) in xs { use(i, x) }", mentions: ["xs", "use"]),
        Case("for case let .some(x) in xs { use(x) }", mentions: ["xs", "use"]),
        Case("if let a { use(a) } else { no(a) }", mentions: ["a", "use", "no"]),
        Case("if let b = a { use(b) } else { no(b) }", mentions: ["a", "b", "use", "no"]),
        Case("if case .some(let x) = a { use(x) }", mentions: ["a", "use"]),
        Case("if case let (x, y) = a { use(x, y) }", mentions: ["a", "use"]),
        Case("guard let a = b else { fatalError() }", defines: ["a"], mentions: ["b", "fatalError"]),
        Case("while let x = next() { use(x) }", mentions: ["next", "use"]),
        Case("switch a { case .p(let x): use(x)\ndefault: no() }", mentions: ["a", "use", "no"]),
        Case("switch a { case let .p(x, y) where x > k: use(y)\ndefault: break }", mentions: ["a", "k", "use"]),
        Case("do { try f() } catch { show(error) }", mentions: ["f", "show"]),
        Case("do { try f() } catch let e as Bad { show(e) }", mentions: ["f", "Bad", "show"]),
        Case("struct A { var x: Int; func f() -> Int { x + y } }", defines: ["A"], mentions: ["Int", "y"]),
        Case("struct A { let b: B; static let c = D() }", defines: ["A"], mentions: ["B", "D"]),
        Case("struct A<T> { var x: T }", defines: ["A"]),
        Case("struct A { func f() -> A { self } }", defines: ["A"], mentions: ["self"]),
        Case("class A: B { override func f() { g() } }", defines: ["A"], mentions: ["B", "g"]),
        Case("enum E { case a, b(F); var x: Int { 1 } }", defines: ["E"], mentions: ["F", "Int"]),
        Case("actor A { var n = m }", defines: ["A"], mentions: ["m"]),
        Case("protocol P { associatedtype T; func f(_ t: T) -> Q }", defines: ["P"], mentions: ["Q"]),
        Case("typealias A = [B]", defines: ["A"], mentions: ["B"]),
        Case("typealias A<T> = [T: B]", defines: ["A"], mentions: ["B"]),
        Case("extension A { func f() { g() } }", mentions: ["A", "g"]),
        Case("extension A: P where T: Q { var x: R { y } }", mentions: ["A", "P", "T", "Q", "R", "y"]),
        Case("var a: Int { b }", defines: ["a"], mentions: ["Int", "b"]),
        Case("var a = 1 { didSet { print(oldValue, b) } }", defines: ["a"], mentions: ["print", "b"]),
        Case("@Wrapped var a = 1", defines: ["a"], mentions: ["Wrapped"]),
        Case("use($a, _b)", mentions: ["use", "$a", "a", "_b", "b"]),
        Case("#expect(a == b)", mentions: ["expect", "a", "b"]),
        Case("let k = \\A.b.c", defines: ["k"], mentions: ["A"]),
        Case("let `class` = 1", defines: ["class"]),
        Case("`class` + 1", mentions: ["class"]),
        Case("a as? B", mentions: ["a", "B"]),
        Case("let f: (A) -> B = { c($0) }", defines: ["f"], mentions: ["A", "B", "c", "$0", "0"]),
        Case("func f(_ g: (A) throws -> B) {}", defines: ["f"], mentions: ["A", "B"]),
        Case("subscriptable[a, b]", mentions: ["subscriptable", "a", "b"]),
        Case("let x = a ? b : c", defines: ["x"], mentions: ["a", "b", "c"]),
        Case("let d = [a: b]", defines: ["d"], mentions: ["a", "b"]),
        Case("repeat { a += 1 } while a < b", mentions: ["a", "b"]),
        Case("defer { a() }", mentions: ["a"]),
        Case("struct A { subscript(i: Int) -> B { c[i] } }", defines: ["A"], mentions: ["Int", "B", "c"]),
        Case("struct A { init(x: Int) { y = x } ; var y: Int }", defines: ["A"], mentions: ["Int"]),
        Case("var a: Int { get { b } set { c = newValue } }", defines: ["a"], mentions: ["Int", "b", "c"]),
        Case("import Foundation"),
        Case("infix operator +++"),
        Case("func +++ (a: A, b: A) -> A { a }", defines: ["+++"], mentions: ["A"]),
        Case("precedencegroup P { higherThan: AdditionPrecedence }"),
        Case("let x: some P = y", defines: ["x"], mentions: ["P", "y"]),
        Case("let x: any P = y", defines: ["x"], mentions: ["P", "y"]),
        Case("let x = A<B>()", defines: ["x"], mentions: ["A", "B"]),
        Case("let x: A.B = .c", defines: ["x"], mentions: ["A"]),
        Case("label: for i in 0..<n { if i == m { break label } }", mentions: ["n", "m"]),
        Case("func f() { if let a = b { use(a) }; use(a) }", defines: ["f"], mentions: ["a", "b", "use"]),
        Case("let a = b\nlet c = a", defines: ["a", "c"], mentions: ["b"]),
        Case("func f() async throws -> Int { try await g() }", defines: ["f"], mentions: ["Int", "g"]),
        Case("struct A { struct B {}; var b: B }", defines: ["A"]),
        Case("enum E: Int { case a = 1 }", defines: ["E"], mentions: ["Int"]),
        Case("_ = a", mentions: ["a"]),
        Case("let _ = a", mentions: ["a"]),
        Case("print(a, terminator: \"\")", mentions: ["print", "a"]),
        Case("// only a comment"),
        Case("guard case let (a, b) = c else { fatalError() }", defines: ["a", "b"], mentions: ["c", "fatalError"]),
        Case("let (x, y): (A, B) = c", defines: ["x", "y"], mentions: ["A", "B", "c"]),
        Case("do { let a = b; use(a) }", mentions: ["b", "use"]),
        Case("func f() { let a = a; use(a) }", defines: ["f"], mentions: ["a", "use"]),
        Case("func f(a: Int) { func g() { a + b } }", defines: ["f"], mentions: ["Int", "b"]),
        Case("for i in a { let a = i; use(a) }", mentions: ["a", "use"]),
        Case("if let a, let b = a.b { use(a, b) }", mentions: ["a", "use"]),
        Case("while case .some(let x) = next() { use(x) }", mentions: ["next", "use"]),
        Case("let a = if b { c } else { d }", defines: ["a"], mentions: ["b", "c", "d"]),
        Case("{ [weak a, unowned b] in use(a, b) }", mentions: ["a", "b", "use"]),
        Case("let f = { (a: Int) -> Int in let b = a; return b + c }", defines: ["f"], mentions: ["Int", "c"]),
        Case("@Wrapped(a, b: c) var d = 1", defines: ["d"], mentions: ["Wrapped", "a", "c"]),
        Case("struct A { @Wrapped var x = y }", defines: ["A"], mentions: ["Wrapped", "y"]),
        Case("@Made struct A {}", defines: ["A"], mentions: ["Made"]),
        Case("#plot(a, by: \\.b, c)", mentions: ["plot", "a", "c"]),
        Case("extension A: @retroactive P {}", mentions: ["A", "P", "retroactive"]),
        Case("func f(@Builder _ b: () -> T) {}", defines: ["f"], mentions: ["Builder", "T"]),
        Case("prefix func √ (x: Double) -> Double { x }", defines: ["√"], mentions: ["Double"]),
        Case("xs.reduce(0, +++)", mentions: ["xs", "+++"]),
        Case("xs.map(f).map(\\.y)", mentions: ["xs", "f"]),
        Case("nonisolated(unsafe) var a = b", defines: ["a"], mentions: ["b"]),
        Case("try? f(a!)[b]?.c", mentions: ["f", "a", "b"]),
        Case("#if DEBUG\nlet a = b\n#else\nlet a = c\n#endif", defines: ["a"], mentions: ["DEBUG", "b", "c"]),
    ]

    @Test(arguments: cases)
    func names(_ row: Case) {
        let analysis = CellAnalyzer.analyze(row.source)
        #expect(Set(analysis.definitions.map(\.name)) == row.definitions)
        #expect(Set(analysis.references.keys) == row.references)
    }

    @Test(arguments: [
        ("xs.count", true), ("let a = 1", false), ("a = 1", false), ("a += 1", false), ("a == b", true),
        ("a\nb", true), ("if a { b } else { c }", false), ("for x in xs {}", false), ("Chart { LineMark() }", true),
        ("try f()", true), ("// nothing", false), ("func f() {}", false), ("\"text\"", true),
    ])
    func lastExpression(_ source: String, isShown: Bool) {
        #expect((CellAnalyzer.analyze(source).lastExpression != nil) == isShown)
    }

    @Test func whatThrowsAtTopLevelIsFound() {
        let analysis = CellAnalyzer.analyze("let a = 1; let b = try f()\ndo { try g() } catch {}\nlet h = { try f() }")
        #expect(analysis.throwingStatements.count == 1)
        #expect(analysis.throwingStatements.first?.statement == .init(line: 1, column: 12))
        #expect(analysis.throwingStatements.first?.place == .init(line: 1, column: 20))
    }

    @Test func awaitAtTopLevelIsFound() {
        #expect(CellAnalyzer.analyze("let a = await f()").topLevelAwait == .init(line: 1, column: 9))
        #expect(CellAnalyzer.analyze("for await x in xs {}").topLevelAwait == .init(line: 1, column: 5))
        #expect(CellAnalyzer.analyze("async let a = f()").topLevelAwait == .init(line: 1, column: 1))
        #expect(CellAnalyzer.analyze("do { await f() } catch {}").topLevelAwait == .init(line: 1, column: 6))
        #expect(CellAnalyzer.analyze("func g() async { await f() }").topLevelAwait == nil)
        #expect(CellAnalyzer.analyze("Task { async let a = f(); await a }").topLevelAwait == nil)
    }

    @Test func brokenSyntaxIsSeen() {
        #expect(CellAnalyzer.analyze("let a = (").hasSyntaxError)
        #expect(!CellAnalyzer.analyze("let a = ()").hasSyntaxError)
    }
}
