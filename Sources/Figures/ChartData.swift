extension Chart {
    /// The numbers behind the chart: a column for every label, a row for every place that marks tell something of, for a
    /// box its five numbers. Text and pictures are left out, and of a surface the grid.
    public func dataTable() -> Table {
        var rows = DataRows()
        for mark in marks where mark.kind != .text && mark.kind != .image && mark.kind != .contour {
            rows.add(mark.cells, of: mark.kind)
        }
        return rows.table
    }
}

/// A cell of a row to be, in the column that its title names.
private struct LabelledCell {
    var title: String
    var datum: Datum
    /// Whether it says where a mark stands, and not what is there.
    var isPlace = false
}

/// The rows of a chart's numbers. A point, its line and its error bar tell of one place, and so share a row; two points do
/// not, even where they lie on each other.
private struct DataRows {
    private var titles: [String] = []
    private var columns: [String: Int] = [:]
    private var rows: [[Datum?]] = []
    /// By row: the kinds of the marks that it is of.
    private var kinds: [[Mark.Kind]] = []
    /// The last row that tells of a place.
    private var last: [Place: Int] = [:]

    private struct Place: Hashable {
        var columns: [Int] = []
        var names: [String] = []
        var numbers: [UInt64] = []
    }

    mutating func add(_ cells: [LabelledCell], of kind: Mark.Kind) {
        guard !cells.isEmpty else { return }
        var place = Place()
        var row: [(column: Int, datum: Datum)] = []
        for cell in cells {
            let column = column(of: cell.title)
            row.append((column, cell.datum))
            guard cell.isPlace else { continue }
            place.columns.append(column)
            switch cell.datum {
            case .number(let value): place.numbers.append(value.bitPattern)
            case .category(let name): place.names.append(name)
            case .missing, .gap: break
            }
        }
        if let known = last[place], !place.columns.isEmpty, !kinds[known].contains(kind), fits(row, into: known) {
            kinds[known].append(kind)
            for (column, datum) in row { set(datum, known, column) }
        } else {
            last[place] = rows.count
            rows.append([])
            kinds.append([kind])
            for (column, datum) in row { set(datum, rows.count - 1, column) }
        }
    }

    private func fits(_ row: [(column: Int, datum: Datum)], into known: Int) -> Bool {
        row.allSatisfy { column, datum in
            guard column < rows[known].count, let there = rows[known][column] else { return true }
            return there == datum
        }
    }

    private mutating func set(_ datum: Datum, _ row: Int, _ column: Int) {
        while rows[row].count <= column { rows[row].append(nil) }
        rows[row][column] = datum
    }

    private mutating func column(of title: String) -> Int {
        if let known = columns[title] { return known }
        columns[title] = titles.count
        titles.append(title)
        return titles.count - 1
    }

    var table: Table {
        Table(
            columns: titles.indices.map { column in
                TableColumn(
                    titles[column],
                    cells: rows.map { row in
                        column < row.count ? row[column].map { Cell($0) } ?? .empty : .empty
                    })
            })
    }
}

extension Mark {
    /// Its values with the titles of their columns; those of a stretch from one value to another say so.
    fileprivate var cells: [LabelledCell] {
        let places = [("row", facetRow), ("panel", facet), ("series", series), ("group", position)]
        var cells: [LabelledCell] = []
        var said: [PlottableValue] = []
        for (name, value) in places {
            guard let value, value.datum != .gap, !said.contains(value) else { continue }
            cells.append(
                LabelledCell(title: value.label.isEmpty ? name : value.label, datum: value.datum, isPlace: true))
            said.append(value)
        }
        for (name, from, to) in [("x", x, xEnd), ("y", y, yEnd), ("size", size, nil)] {
            let isStretch = from != nil && to != nil && from != to && from?.label == to?.label
            for (value, ending) in [(from, " (from)"), (to, " (to)")] {
                guard let value, value.datum != .gap, !said.contains(value) else { continue }
                let title = value.label.isEmpty ? name : value.label
                cells.append(
                    LabelledCell(
                        title: isStretch ? title + ending : title, datum: value.datum,
                        isPlace: name == "x" && to == nil))
                said.append(value)
            }
        }
        guard case .summary(let summary)? = attachment else { return cells }
        let numbers = [summary.low, summary.quarter, summary.threeQuarters, summary.high]
        for (name, number) in zip(["Low", "Lower quartile", "Upper quartile", "High"], numbers) {
            cells.append(LabelledCell(title: name, datum: .number(number)))
        }
        cells.append(LabelledCell(title: "Outliers", datum: .number(Double(summary.outliers.count))))
        return cells
    }
}
