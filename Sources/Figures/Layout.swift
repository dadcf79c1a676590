/// Where everything stands that is not data: the third phase. All text of the picture is placed here.
struct Layout {
    /// One plot area; a chart with facets has several.
    struct Panel {
        var facet: String?
        var box: Box
        var showsX = true
        var showsY = true
    }

    /// A sample of a series in the legend.
    struct Key {
        var name: String
        var at: Place
    }

    var width: Double
    var height: Double
    var panels: [Panel] = []
    var xTicks: [Tick] = []
    var yTicks: [Tick] = []
    var xLabelsRotate = false
    var labels: [Label] = []
    var keys: [Key] = []
    /// The samples of the shade scale, from light to dark.
    var shadeKeys: [Box] = []

    static let margin = 6.0
    static let keyWidth = 26.0

    init(_ channels: Channels, _ scales: Scales, _ options: ChartOptions) {
        width = options.width
        height = options.height ?? 0
        let direct = options.legend == .automatic ? DirectLabels(channels, scales, width: width) : nil
        if let direct {
            arrange(channels, scales, options, right: direct.width + 10, legend: false)
            if let placed = direct.labels(in: panels[0].box, scales) {
                labels += placed
                return
            }
            self.reset(options)
        }
        arrange(channels, scales, options, right: 0, legend: options.legend != .hidden)
    }

    private mutating func reset(_ options: ChartOptions) {
        (panels, labels, keys, shadeKeys, xLabelsRotate) = ([], [], [], [], false)
        height = options.height ?? 0
    }

    private mutating func arrange(
        _ channels: Channels, _ scales: Scales, _ options: ChartOptions, right: Double, legend: Bool
    ) {
        let columns = Self.columns(channels.facets.count, width: width)
        let rows = max(1, (channels.facets.count + columns - 1) / columns)
        var top = Self.margin
        addTitles(options, top: &top)
        if legend { addLegend(channels, scales, top: &top) }
        addYTitle(options.y.label ?? channels.yLabel ?? "", top: &top)
        if height == 0 { height = rows == 1 && columns == 1 ? 360 : max(360, top + 40 + Double(rows) * 200) }
        let facetHeight = channels.facets.isEmpty ? 0.0 : 24
        let xTitle = options.x.label ?? channels.xLabel ?? ""
        let below = 26.0 + (xTitle.isEmpty ? 0 : 20)

        chooseYTicks(scales, height: (height - top - below) / Double(rows) - facetHeight)
        let left = max(Self.margin + 4, (yTicks.map { Font.label.width(of: $0.label) }.max() ?? 0) + Self.margin + 8)
        let gap = 22.0
        var panelWidth = (width - left - max(right, 14) - gap * Double(columns - 1)) / Double(columns)
        panelWidth = max(panelWidth, 20)
        chooseXTicks(scales, width: panelWidth)
        let last = xTicks.last.flatMap { scales.x.unit($0.value) } ?? 0
        let overhang =
            xLabelsRotate ? 0 : (Font.label.width(of: xTicks.last?.label ?? "") / 2) - (1 - last) * panelWidth
        if overhang > max(right, 14) - 4 { panelWidth = max(20, panelWidth - (overhang - max(right, 14) + 4)) }
        let tilt = xLabelsRotate ? (xTicks.map { Font.label.width(of: $0.label) }.max() ?? 0) * 0.58 : 0
        let bottom = height - below - tilt
        let panelHeight = max(20, (bottom - top - Double(rows - 1) * 8) / Double(rows) - facetHeight)
        addPanels(
            channels.facets, columns: columns, rows: rows,
            first: Box(x: left, y: top + facetHeight, width: panelWidth, height: panelHeight),
            strideX: panelWidth + gap, strideY: panelHeight + facetHeight + 8)
        addXTitle(xTitle, end: left + panelWidth + Double(columns - 1) * (panelWidth + gap))
        addTickLabels(scales)
    }

    private static func columns(_ count: Int, width: Double) -> Int {
        guard count > 1 else { return 1 }
        let most = max(1, Int(width / 190))
        let rows = (count + most - 1) / most
        return (count + rows - 1) / rows
    }

    private mutating func addTitles(_ options: ChartOptions, top: inout Double) {
        for (text, font, ink) in [
            (options.title, Font.title, Ink.text), (options.subtitle, Font.subtitle, Ink.mutedText),
        ] {
            guard let text else { continue }
            for line in font.wrapped(text, to: width - 2 * Self.margin) {
                labels.append(Label(text: line, at: Place(x: Self.margin, y: top + font.size), font: font, ink: ink))
                top += font.lineHeight
            }
            top += 4
        }
    }

    /// The title of y stands above its axis, where it reads without turning the head and takes no width.
    private mutating func addYTitle(_ title: String, top: inout Double) {
        guard !title.isEmpty else {
            top += 8
            return
        }
        let text = Font.label.truncated(title, to: width - 2 * Self.margin)
        labels.append(Label(text: text, at: Place(x: Self.margin, y: top + 14), ink: .mutedText))
        top += 30
    }

    private mutating func addXTitle(_ title: String, end: Double) {
        guard !title.isEmpty else { return }
        let text = Font.label.truncated(title, to: width - 2 * Self.margin)
        let right = min(width - Self.margin, max(end, Self.margin + Font.label.width(of: text)))
        labels.append(
            Label(text: text, at: Place(x: right, y: height - Self.margin - 2), anchor: .end, ink: .mutedText))
    }

    private mutating func addPanels(
        _ facets: [String], columns: Int, rows: Int, first: Box, strideX: Double, strideY: Double
    ) {
        let count = max(1, facets.count)
        for index in 0..<count {
            let (row, column) = (index / columns, index % columns)
            var box = first
            box.x += Double(column) * strideX
            box.y += Double(row) * strideY
            let facet = facets.isEmpty ? nil : facets[index]
            // A panel with none below it carries the x labels; where the last row is short, they have room there.
            panels.append(Panel(facet: facet, box: box, showsX: index + columns >= count, showsY: column == 0))
            if let facet {
                let text = Font.heading.truncated(facet, to: box.width)
                labels.append(Label(text: text, at: Place(x: box.x, y: box.y - 8), font: .heading))
            }
        }
    }
}
