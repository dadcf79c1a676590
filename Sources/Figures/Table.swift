/// What stands in one place of a table.
public enum Cell: Equatable, Sendable {
    case text(String)
    case number(Double)
    /// A mean and how far values lie from it.
    case uncertain(mean: Double, deviation: Double)
    case empty

    init(_ datum: Datum) {
        switch datum {
        case .number(let value): self = .number(value)
        case .category(let text): self = .text(text)
        case .missing, .gap: self = .empty
        }
    }

    /// The number that is compared and aligned.
    var value: Double? {
        switch self {
        case .number(let value), .uncertain(let value, _): value
        case .text, .empty: nil
        }
    }
}

/// How the numbers of a column are written.
public enum NumberFormat: Equatable, Sendable {
    /// As many decimals as the column's numbers need, the same for all.
    case automatic
    case decimals(Int)
    case significant(Int)
    /// The fraction 0.973 as 97.3%.
    case percent(decimals: Int)
    case scientific(Int)
}

/// Which number of a column is marked as the best.
public enum Best: Equatable, Sendable { case highest, lowest }

/// A column as it is kept: a title and its cells.
public struct TableColumn: Equatable, Sendable {
    public var title: String
    public var cells: [Cell]
    public var format: NumberFormat
    public var best: Best?

    public init(_ title: String, cells: [Cell], format: NumberFormat = .automatic, best: Best? = nil) {
        self.title = title
        self.cells = cells
        self.format = format
        self.best = best
    }

    public init(_ title: String, _ values: [some Plottable], format: NumberFormat = .automatic, best: Best? = nil) {
        self.init(title, cells: values.map { Cell($0.datum) }, format: format, best: best)
    }
}

/// A table, as a value.
///
///     Table(features) {
///         Column("Feature", \.name)
///         Column("Mean", \.mean, format: .decimals(2))
///         Column("Accuracy", mean: \.accuracy, deviation: \.spread, best: .highest)
///     }
public struct Table: Equatable, Sendable {
    public private(set) var columns: [TableColumn]

    /// Columns side by side; a shorter one is filled with empty cells.
    public init(columns: [TableColumn]) {
        let count = columns.map { $0.cells.count }.max() ?? 0
        self.columns = columns.map { column in
            var column = column
            column.cells += Array(repeating: .empty, count: count - column.cells.count)
            return column
        }
    }

    public init<Row>(_ rows: some Sequence<Row>, @ColumnBuilder<Row> columns: () -> [Column<Row>]) {
        let rows = Array(rows)
        self.init(
            columns: columns().map { column in
                TableColumn(column.title, cells: rows.map(column.cell), format: column.format, best: column.best)
            })
    }

    public var rowCount: Int { columns.first?.cells.count ?? 0 }
}

/// How a column of a table is read from a row.
public struct Column<Row> {
    var title: String
    var format: NumberFormat
    var best: Best?
    var cell: (Row) -> Cell

    public init<Value: Plottable>(
        _ title: String, _ value: @escaping (Row) -> Value, format: NumberFormat = .automatic, best: Best? = nil
    ) {
        self.title = title
        self.format = format
        self.best = best
        cell = { Cell(value($0).datum) }
    }

    /// A column of cells like 0.97 ± 0.02.
    public init(
        _ title: String, mean: @escaping (Row) -> Double, deviation: @escaping (Row) -> Double,
        format: NumberFormat = .automatic, best: Best? = nil
    ) {
        self.title = title
        self.format = format
        self.best = best
        cell = { .uncertain(mean: mean($0), deviation: deviation($0)) }
    }
}

/// Builds the columns of a table.
@resultBuilder
public enum ColumnBuilder<Row> {
    public static func buildExpression(_ column: Column<Row>) -> [Column<Row>] { [column] }
    public static func buildBlock(_ columns: [Column<Row>]...) -> [Column<Row>] { columns.flatMap { $0 } }
    public static func buildOptional(_ columns: [Column<Row>]?) -> [Column<Row>] { columns ?? [] }
    public static func buildEither(first columns: [Column<Row>]) -> [Column<Row>] { columns }
    public static func buildEither(second columns: [Column<Row>]) -> [Column<Row>] { columns }
    public static func buildArray(_ columns: [[Column<Row>]]) -> [Column<Row>] { columns.flatMap { $0 } }
}
