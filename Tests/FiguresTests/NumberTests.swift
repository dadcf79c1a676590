import Testing

@testable import Figures

@Suite struct NumberTests {
    @Test(arguments: [
        (0.0, 2, "0.00"), (1234.5, 1, "1,234.5"), (-0.004, 2, "0.00"), (-12, 0, "−12"), (0.05, 3, "0.050"),
        (1_234_567, 0, "1,234,567"), (999.999, 2, "1,000.00"),
    ])
    func fixed(value: Double, decimals: Int, text: String) {
        #expect(Numbers.fixed(value, decimals: decimals) == text)
    }

    @Test(arguments: [
        (1e-300, 3, "10⁻³⁰⁰"), (1.25e-7, 3, "1.25×10⁻⁷"), (9.999e22, 2, "10²³"), (-3e300, 3, "−3×10³⁰⁰"),
        (5e-324, 1, "5×10⁻³²⁴"), (0, 3, "0"),
    ])
    func scientific(value: Double, digits: Int, text: String) {
        #expect(Numbers.scientific(value, digits: digits) == text)
    }

    @Test(arguments: [
        (0.41237, 3, "0.412"), (1.1, 3, "1.1"), (746.894, 3, "747"), (0.0000123, 3, "1.23×10⁻⁵"), (99.96, 3, "100"),
    ])
    func significant(value: Double, digits: Int, text: String) {
        #expect(Numbers.significant(value, digits: digits) == text)
    }

    @Test(arguments: [(0, "0"), (5, ".5"), (-5, "-.5"), (120, "12"), (-1234, "-123.4")])
    func tenths(value: Int, text: String) {
        #expect(MarkupWriter.tenths(value) == text)
    }

    @Test func escapesWhatMarkupForbids() {
        #expect(MarkupWriter.escaped("a<b>&\"\u{1}\n🦊") == "a&lt;b&gt;&amp;&quot;\u{FFFD} 🦊")
    }

    @Test func columnsChooseTheirDecimals() {
        #expect(TableColumn("x", [746.894, 0.3619]).texts == ["746.89", "0.36"])
        #expect(TableColumn("x", [1.0, 20, 300]).texts == ["1", "20", "300"])
        #expect(TableColumn("x", [1e-9, 2.5e-9]).texts == ["10⁻⁹", "2.5×10⁻⁹"])
        #expect(TableColumn("x", [12.5, 3], format: .significant(2)).texts == ["13\u{2008}\u{2007}", "3.0"])
        #expect(TableColumn("x", [Double.nan, .infinity, 1.5]).texts == ["–", "∞", "1.50"])
    }

    @Test func csvQuotesAndKeepsPrecision() {
        let table = Table(columns: [TableColumn("a,b", ["x\"y", "plain"]), TableColumn("n", [0.1 + 0.2])])
        #expect(table.csv == "\"a,b\",n\r\n\"x\"\"y\",0.30000000000000004\r\nplain,\r\n")
    }
}

@Suite struct SpreadTests {
    @Test func hasMeanAndDeviationOfTheSample() {
        let spread = Spread([2, 4, 4, 4, 5, 5, 7, 9] as [Double])
        #expect(spread.mean == 5 && spread.count == 8)
        #expect((spread.deviation - (32.0 / 7).squareRoot()).magnitude < 1e-12)
        #expect(Spread([3] as [Float]) == Spread([3] as [Double]) && Spread([3] as [Double]).deviation == 0)
        #expect(Spread([] as [Double]).mean.isNaN)
        #expect(!Spread([1, .infinity] as [Double]).mean.isFinite)
    }

    @Test func isAColumn() {
        let rows = [[0.9, 0.92, 0.94], [0.5, 0.7, 0.9]]
        let table = Table(rows) { Column("Accuracy", { Spread($0) }, format: .decimals(2), best: .highest) }
        #expect(table.plainText.contains("0.92 ± 0.02") && table.plainText.contains("0.70 ± 0.20"))
    }

    @Test func aRowWithoutASpreadHasAnEmptyCell() {
        let table = Table([[1.0, 3], []]) { Column("Loss", { $0.isEmpty ? nil : Spread($0) }, format: .decimals(1)) }
        #expect(table.columns[0].cells == [.uncertain(mean: 2, deviation: 2.0.squareRoot()), .empty])
    }
}
