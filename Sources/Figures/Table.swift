/// What stands in one place of a table.
public enum Cell: Equatable, Sendable {
    /// Words, at the left of their column.
    case text(String)
    /// A number, aligned by its decimals.
    case number(Double)
    /// A mean and how far values lie from it.
    case uncertain(mean: Double, deviation: Double)
    /// Nothing.
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
    /// So many digits behind the point.
    case decimals(Int)
    /// So many digits, without the zeros before them.
    case significant(Int)
    /// The fraction 0.973 as 97.3 %, with a narrow space that does not break, as in text.
    case percent(decimals: Int)
    /// A power of ten, and so many digits behind the point of what is before it.
    case scientific(Int)
}

/// Which number of a column is marked as the best.
public enum Best: Equatable, Sendable {
    /// The greatest or the least.
    case highest, lowest
}

/// What stands below a column.
public enum Total: Equatable, Sendable {
    /// Of the numbers above it.
    case sum, mean
}

/// A column as it is kept: a title and its cells.
public struct TableColumn: Equatable, Sendable {
    /// What stands in the head.
    public var title: String
    /// From the first row to the last.
    public var cells: [Cell]
    /// How the numbers are written.
    public var format: NumberFormat
    /// Which number is marked as the best, if one is.
    public var best: Best?
    /// What the numbers are measured in; it stands in the head.
    public var unit: String?
    /// Whether cells are shaded by their numbers.
    public var heat: Bool
    /// What stands below the numbers, and below those of each group.
    public var total: Total?

    /// A column of these cells.
    public init(
        _ title: String, cells: [Cell], format: NumberFormat = .automatic, best: Best? = nil, unit: String? = nil,
        heat: Bool = false, total: Total? = nil
    ) {
        self.title = title
        self.cells = cells
        self.format = format
        self.best = best
        self.unit = unit
        self.heat = heat
        self.total = total
    }

    /// A column of numbers or names.
    public init(
        _ title: String, _ values: [some Plottable], format: NumberFormat = .automatic, best: Best? = nil,
        unit: String? = nil, heat: Bool = false, total: Total? = nil
    ) {
        self.init(
            title, cells: values.map { Cell($0.datum) }, format: format, best: best, unit: unit, heat: heat,
            total: total)
    }

    /// The title with the unit behind it.
    var heading: String { unit.map { title.isEmpty ? $0 : title + ", " + $0 } ?? title }
}

/// A table, as a value.
///
///     Table(features) {
///         Column("Feature", \.name)
///         Column("Mean", \.mean, format: .decimals(2))
///         Column("Accuracy", mean: \.accuracy, deviation: \.spread, best: .highest)
///     }
public struct Table: Equatable, Sendable {
    /// From left to right, each with as many cells as the longest had.
    public private(set) var columns: [TableColumn]
    /// Runs of rows with a name above each; empty if the table is not grouped.
    public private(set) var groups: [(name: String, rows: Range<Int>)] = []

    /// Columns side by side; a shorter one is filled with empty cells.
    public init(columns: [TableColumn]) {
        let count = columns.map { $0.cells.count }.max() ?? 0
        self.columns = columns.map { column in
            var column = column
            column.cells += Array(repeating: .empty, count: count - column.cells.count)
            return column
        }
    }

    /// A table with a row for each element of `rows`.
    public init<Row>(_ rows: some Sequence<Row>, @ColumnBuilder<Row> columns: () -> [Column<Row>]) {
        let rows = Array(rows)
        self.init(columns: columns().map { $0.read(rows) })
    }

    /// A table whose rows stand in groups of equal `group`, groups in the order of their first rows.
    public init<Row, Group: Plottable>(
        _ rows: some Sequence<Row>, groupedBy group: (Row) -> Group, @ColumnBuilder<Row> columns: () -> [Column<Row>]
    ) {
        var names: [String] = []
        var members: [String: [Row]] = [:]
        for row in rows {
            let name = group(row).datum.name
            if members[name] == nil { names.append(name) }
            members[name, default: []].append(row)
        }
        let sorted = names.flatMap { members[$0] ?? [] }
        self.init(columns: columns().map { $0.read(sorted) })
        var start = 0
        for name in names {
            let count = members[name]?.count ?? 0
            groups.append((name, start..<start + count))
            start += count
        }
    }

    /// How many rows there are below the head.
    public var rowCount: Int { columns.first?.cells.count ?? 0 }

    public static func == (a: Table, b: Table) -> Bool {
        a.columns == b.columns && a.groups.map { $0.name } == b.groups.map { $0.name }
            && a.groups.map { $0.rows } == b.groups.map { $0.rows }
    }
}

/// How a column of a table is read from a row.
public struct Column<Row> {
    /// A column without cells, which says how they are shown.
    var look: TableColumn
    var cell: (Row) -> Cell

    /// A column of what `value` reads from each row.
    public init<Value: Plottable>(
        _ title: String, _ value: @escaping (Row) -> Value, format: NumberFormat = .automatic, best: Best? = nil,
        unit: String? = nil, heat: Bool = false, total: Total? = nil
    ) {
        look = TableColumn(title, cells: [], format: format, best: best, unit: unit, heat: heat, total: total)
        cell = { Cell(value($0).datum) }
    }

    /// A column of cells like 0.97 ± 0.02.
    public init(
        _ title: String, mean: @escaping (Row) -> Double, deviation: @escaping (Row) -> Double,
        format: NumberFormat = .automatic, best: Best? = nil, unit: String? = nil, heat: Bool = false
    ) {
        look = TableColumn(title, cells: [], format: format, best: best, unit: unit, heat: heat)
        cell = { .uncertain(mean: mean($0), deviation: deviation($0)) }
    }

    func read(_ rows: [Row]) -> TableColumn {
        var column = look
        column.cells = rows.map(cell)
        return column
    }
}

/// Builds the columns of a table.
@resultBuilder
public enum ColumnBuilder<Row> {
    /// A column in the closure of a table.
    public static func buildExpression(_ column: Column<Row>) -> [Column<Row>] { [column] }
    /// Columns one after the other.
    public static func buildBlock(_ columns: [Column<Row>]...) -> [Column<Row>] { columns.flatMap { $0 } }
    /// An `if` without `else`.
    public static func buildOptional(_ columns: [Column<Row>]?) -> [Column<Row>] { columns ?? [] }
    /// An `if`, or the first case of a `switch`.
    public static func buildEither(first columns: [Column<Row>]) -> [Column<Row>] { columns }
    /// An `else`, or another case of a `switch`.
    public static func buildEither(second columns: [Column<Row>]) -> [Column<Row>] { columns }
    /// A `for` loop.
    public static func buildArray(_ columns: [[Column<Row>]]) -> [Column<Row>] { columns.flatMap { $0 } }
}
