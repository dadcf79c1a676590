/// Which small multiples there are, and in which row and column each stands.
struct FacetGrid {
    private(set) var facets: [Channels.Facet] = []
    private(set) var columns = 1
    private(set) var rows = 1
    /// Panels run in two directions, and the rows are named at the right.
    private(set) var hasRowNames = false

    init(_ channels: Channels, _ options: ChartOptions, width: Double) {
        if channels.facetRows.isEmpty {
            let count = max(1, channels.facets.count)
            columns = options.facetColumns.map { min($0, count) } ?? Self.columns(count, width, channels.areOnlyImages)
            rows = (count + columns - 1) / columns
            facets = channels.facets.isEmpty ? [Channels.Facet()] : channels.facets.map { Channels.Facet(column: $0) }
            return
        }
        hasRowNames = true
        columns = max(1, channels.facets.count)
        rows = channels.facetRows.count
        for row in channels.facetRows {
            for column in channels.facets { facets.append(Channels.Facet(column: column, row: row)) }
        }
    }

    /// As many as have room, and about as many in each row.
    private static func columns(_ count: Int, _ width: Double, _ images: Bool) -> Int {
        guard count > 1 else { return 1 }
        let most = max(1, Int(width / (images ? 80 : 190)))
        let rows = (count + most - 1) / most
        return (count + rows - 1) / rows
    }
}

/// The room between small multiples.
struct Spacing {
    /// Above a panel, for its name.
    var header = 0.0
    /// Where panels run in two directions, only those of the first row have names above them.
    var innerHeader = 0.0
    var rowGap: Double

    init(_ grid: FacetGrid, _ options: ChartOptions, hidesX: Bool) {
        rowGap = options.x.sharing == .own && !hidesX ? 30 : grid.hasRowNames ? 16 : 14
    }
}

extension Layout {
    mutating func addPanels(
        _ grid: FacetGrid, _ axes: [Axes], _ scales: [Scales], first: Box, strideX: Double, strideY: Double
    ) {
        let count = grid.facets.count
        for index in 0..<count {
            let (row, column) = (index / grid.columns, index % grid.columns)
            var box = first
            // Two directions name their columns once, above.
            box.x += Double(column) * strideX
            box.y += Double(row) * strideY
            let facet = grid.facets[index]
            // A panel with none below it carries the x labels; where the last row is short, they have room there.
            // Turned labels and those of several lines would reach into the row below, and stand below the last row only.
            let isLast = axes[index].xExtra > 0 ? row == grid.rows - 1 : index + grid.columns >= count
            panels.append(
                Panel(
                    facet: facet, box: box, scales: scales[index], axes: axes[index],
                    showsX: !hidesX && (options.x.sharing == .own || isLast),
                    showsY: !hidesY && (options.y.sharing == .own || column == 0)))
            if let name = facet.column, !name.isEmpty, row == 0 || !grid.hasRowNames {
                let text = Font.heading.truncated(name, to: box.width)
                labels.append(Label(text: text, at: Place(x: box.x, y: box.y - 8), font: .heading))
            }
            if let name = facet.row, column == grid.columns - 1 {
                let text = Font.heading.truncated(name, to: box.height)
                labels.append(
                    Label(
                        text: text, at: Place(x: box.maxX + 12, y: box.y + box.height / 2), anchor: .middle,
                        font: .heading, rotation: 90))
            }
        }
    }
}

extension Scales {
    /// These scales, with those of one panel where panels have their own.
    func replaced(by own: Scales, _ options: ChartOptions) -> Scales {
        var copy = self
        if options.x.sharing == .own { (copy.x, copy.xStep) = (own.x, own.xStep) }
        if options.y.sharing == .own { (copy.y, copy.yStep) = (own.y, own.yStep) }
        return copy
    }
}
