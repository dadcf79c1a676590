extension Chart {
    /// The chart as an SVG element to stand in HTML, or in a file of its own. The same chart gives the same bytes.
    public func svg() -> String { scene.svg() }

    /// The phases in their order: marks → channels → scales → layout → scene.
    var scene: Scene {
        let said = Channels(marks, options: options)
        let channels = said.stacked(log: options.y.type == .log)
        let scales = Scales(channels, options: options)
        let layout = Layout(channels, scales, options)
        let words = Description(channels: said, options: options)
        return Drawing(channels: channels, scales: scales, layout: layout, options: options)
            .scene(title: words.title, description: words.text)
    }

    /// What a reader should be told: which values were missing or not finite, and so are not drawn.
    public var notes: [String] { Channels(marks, options: options).notes }

    /// The chart in words: its title, and what each series does.
    public var plainText: String {
        let words = Description(channels: Channels(marks, options: options), options: options)
        return options.title == nil ? words.text : words.title + "\n" + words.text
    }

    /// The numbers behind the chart: a column for every label, a row for every mark.
    public func dataTable() -> Table {
        var labels: [String] = []
        var rows: [[(label: String, datum: Datum)]] = []
        for mark in marks {
            var row: [(label: String, datum: Datum)] = []
            for value in [mark.facet, mark.series, mark.position, mark.x, mark.xEnd, mark.y, mark.yEnd] {
                guard let value, !row.contains(where: { $0.label == value.label && $0.datum == value.datum }) else {
                    continue
                }
                var label = value.label
                if row.contains(where: { $0.label == label }) { label += " (end)" }
                if !labels.contains(label) { labels.append(label) }
                row.append((label, value.datum))
            }
            rows.append(row)
        }
        return Table(
            columns: labels.map { label in
                TableColumn(
                    label, cells: rows.map { row in row.first { $0.label == label }.map { Cell($0.datum) } ?? .empty })
            })
    }

    /// The numbers behind the chart as CSV.
    public var csv: String { dataTable().csv }
}
