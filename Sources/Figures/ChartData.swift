extension Chart {
    /// The numbers behind the chart: a column for every label, a row for every mark, for a box its five numbers. Text and
    /// pictures are left out, and of a surface the grid.
    public func dataTable() -> Table {
        var labels: [String] = []
        var index: [String: Int] = [:]
        var rows: [[Datum?]] = []
        func add(_ label: String, _ datum: Datum, to row: inout [Datum?]) {
            let column: Int
            if let known = index[label] {
                column = known
            } else {
                column = labels.count
                labels.append(label)
                index[label] = column
            }
            while row.count <= column { row.append(nil) }
            row[column] = datum
        }
        for mark in marks where mark.kind != .text && mark.kind != .image && mark.kind != .contour {
            var row: [Datum?] = []
            var said: [PlottableValue] = []
            for (name, value) in zip(Mark.valueNames, mark.values) {
                guard var value, value.datum != .gap, !said.contains(value) else { continue }
                if value.label.isEmpty { value.label = name }
                let isEnd = said.contains { $0.label == value.label }
                add(isEnd ? value.label + " (end)" : value.label, value.datum, to: &row)
                said.append(value)
            }
            if case .summary(let summary)? = mark.attachment {
                let numbers = [summary.low, summary.quarter, summary.threeQuarters, summary.high]
                for (name, number) in zip(["Low", "Lower quartile", "Upper quartile", "High"], numbers) {
                    add(name, .number(number), to: &row)
                }
                add("Outliers", .number(Double(summary.outliers.count)), to: &row)
            }
            if !row.isEmpty { rows.append(row) }
        }
        return Table(
            columns: labels.indices.map { column in
                TableColumn(
                    labels[column],
                    cells: rows.map { row in
                        column < row.count ? row[column].map { Cell($0) } ?? .empty : .empty
                    })
            })
    }
}

extension Mark {
    /// How a column is headed if its values have no label.
    fileprivate static let valueNames = ["row", "panel", "series", "group", "x", "x", "y", "y", "size"]

    fileprivate var values: [PlottableValue?] {
        [facetRow, facet, series, position, x, xEnd, y, yEnd, size]
    }
}
