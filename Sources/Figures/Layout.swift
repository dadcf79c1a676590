/// Where everything stands that is not data: the third phase. All text of the picture but what marks say is placed here.
struct Layout {
    /// One plot area; a chart with facets has several.
    struct Panel {
        var facet = Channels.Facet()
        var box: Box
        var scales: Scales
        var axes: Axes
        var showsX = true
        var showsY = true
    }

    /// What stands along the edges of a panel.
    struct Axes {
        var xTicks: [Tick] = []
        var yTicks: [Tick] = []
        var xLabelsRotate = false

        static let lineHeight = 17.0

        /// The height of the labels of x beyond that of one line.
        var xExtra: Double {
            if xLabelsRotate { return xTicks.map { Font.label.width(of: $0.label) * 0.58 }.max() ?? 0 }
            let breaks = xTicks.map { tick in tick.label.utf8.reduce(0) { $1 == 0x0A ? $0 + 1 : $0 } }.max() ?? 0
            return Double(breaks) * Self.lineHeight
        }
    }

    /// A sample of a series in the legend.
    struct Key {
        var name: String
        var at: Place
    }

    var width: Double
    var height: Double
    var panels: [Panel] = []
    var labels: [Label] = []
    var keys: [Key] = []
    /// The samples of the shade scale, from the least to the greatest.
    var shadeKeys: [Box] = []
    /// The levels of filled contours, whose shades tell ranks and not numbers.
    var shadeLevels: [Double]?
    var sizeKeys: [(at: Place, area: Double)] = []
    let options: ChartOptions
    let hidesX: Bool
    let hidesY: Bool

    static let margin = 6.0
    static let keyWidth = 26.0
    /// The least width and height of a panel.
    static let leastPanel = 40.0

    init(_ channels: Channels, _ scales: Scales, _ options: ChartOptions) {
        self.options = options
        width = options.width
        height = options.height ?? 0
        // Without marks, axes have nothing to say.
        hidesX = options.x.isHidden || channels.areOnlyImages || channels.series.isEmpty
        hidesY = options.y.isHidden || channels.areOnlyImages || channels.series.isEmpty
        let direct = options.legend == .automatic ? DirectLabels(channels, scales, width: width) : nil
        if let direct {
            arrange(channels, scales, right: direct.width + 10, legend: false)
            if let placed = direct.labels(in: panels[0].box, scales) {
                labels += placed
                return
            }
            reset()
        }
        arrange(channels, scales, right: 0, legend: options.legend != .hidden)
    }

    private mutating func reset() {
        (panels, labels, keys, shadeKeys, shadeLevels, sizeKeys) = ([], [], [], [], nil, [])
        (width, height) = (options.width, options.height ?? 0)
    }

    private mutating func arrange(_ channels: Channels, _ scales: Scales, right: Double, legend: Bool) {
        var top = Self.margin
        addTitles(&top)
        if legend { addLegend(channels, scales, top: &top) }
        addYTitle(hidesY ? "" : options.y.label ?? channels.yLabel ?? "", top: &top)
        let grid = FacetGrid(channels, options, width: width)
        let aspect = options.aspectRatio ?? (channels.areOnlyImages ? channels.imageAspect : nil)
        let all = grid.facets.map { facet in
            let own = options.x.sharing == .own || options.y.sharing == .own
            return own ? scales.replaced(by: Scales(channels.only(facet), options: options), options) : scales
        }
        let xTitle = hidesX ? "" : options.x.label ?? channels.xLabel ?? ""
        let notes = channels.notes.flatMap { Font.label.wrapped($0, to: width - 2 * Self.margin) }
        let noteHeight = notes.isEmpty ? 0 : Double(notes.count) * Font.label.lineHeight + 10
        let below = (hidesX ? 8.0 : 26) + (xTitle.isEmpty ? 0 : 22) + noteHeight
        var spacing = Spacing(grid, options, hidesX: hidesX)
        spacing.header = channels.facets.isEmpty ? 0 : 24
        spacing.innerHeader = grid.hasRowNames ? 0 : spacing.header
        if height == 0, aspect == nil {
            let perRow = spacing.innerHeader + (grid.rows > 1 || grid.columns > 1 ? 170 : 0)
            height =
                grid.rows == 1 && grid.columns == 1
                ? 360
                : max(
                    grid.rows > 1 ? 0 : 300,
                    top + below + spacing.header - spacing.innerHeader + Double(grid.rows) * (perRow + spacing.rowGap))
        }
        let guess =
            height > 0
            ? (height - top - below) / Double(grid.rows) - spacing.innerHeader
            : (width * 0.9 / Double(grid.columns)) / (aspect ?? 1)
        var axes = all.map { Axes(yTicks: hidesY ? [] : yTicks($0, height: guess)) }
        let frame = Frame(top: top, below: below, right: right, xTitle: xTitle, aspect: aspect)
        place(grid, &axes, all, spacing, frame)
        addNotes(notes)
    }

    /// What `arrange` has found out when panels are placed.
    private struct Frame {
        var top: Double
        var below: Double
        var right: Double
        var xTitle: String
        var aspect: Double?
    }

    private mutating func place(
        _ grid: FacetGrid, _ axes: inout [Axes], _ all: [Scales], _ spacing: Spacing, _ frame: Frame
    ) {
        let columns = Double(grid.columns)
        let rows = Double(grid.rows)
        let widest = axes.flatMap { $0.yTicks }.map { Font.label.width(of: $0.label) }.max() ?? 0
        let left = hidesY ? Self.margin + 2 : max(Self.margin + 4, widest + Self.margin + 8)
        let gap = options.y.sharing == .own && !hidesY ? widest + 26 : hidesY ? 12 : 28
        let right = max(frame.right, grid.hasRowNames ? 28 : hidesY && hidesX ? 6 : 14)
        var panelWidth = (width - left - right - gap * (columns - 1)) / columns
        // A picture that is too small for its panels grows.
        if panelWidth < Self.leastPanel {
            width = (width + (Self.leastPanel - panelWidth) * columns).rounded(.up)
            panelWidth = Self.leastPanel
        }
        for index in axes.indices { chooseXTicks(&axes[index], all[index], width: panelWidth) }
        let overhang = zip(axes, all).map { axes, scales in Self.overhang(axes, scales, panelWidth) }.max() ?? 0
        if overhang > right - 4 { panelWidth = max(20, panelWidth - (overhang - right + 4)) }
        let extra = axes.map { $0.xExtra }.max() ?? 0
        let below = frame.below + extra
        let ownX = spacing.rowGap + (options.x.sharing == .own ? extra : 0)
        let fixed = spacing.header + (rows - 1) * (ownX + spacing.innerHeader)
        var panelHeight: Double
        if let aspect = frame.aspect, height == 0 {
            panelHeight = panelWidth / aspect
            height = (frame.top + below + fixed + rows * panelHeight).rounded()
        } else {
            panelHeight = (height - below - frame.top - fixed) / rows
            if panelHeight < Self.leastPanel, !hidesX || rows > 1 {
                height = (height + (Self.leastPanel - panelHeight) * rows).rounded(.up)
            }
            panelHeight = max(Self.leastPanel, panelHeight)
            if let aspect = frame.aspect {
                panelWidth = min(panelWidth, max(20, panelHeight * aspect))
                panelHeight = min(panelHeight, panelWidth / aspect)
            }
        }
        let first = Box(x: left, y: frame.top + spacing.header, width: panelWidth, height: panelHeight)
        addPanels(
            grid, axes, all, first: first, strideX: panelWidth + gap, strideY: panelHeight + spacing.innerHeader + ownX)
        addXTitle(frame.xTitle, end: left + panelWidth + (columns - 1) * (panelWidth + gap))
        addTickLabels()
    }

    /// How far the last label of x reaches beyond its panel.
    private static func overhang(_ axes: Axes, _ scales: Scales, _ width: Double) -> Double {
        guard !axes.xLabelsRotate else { return 0 }
        return axes.xTicks.map { tick in
            Font.label.width(of: tick.label) / 2 - (1 - (scales.x.unit(tick.value) ?? 0)) * width
        }.max() ?? 0
    }

    /// Which values are not shown, at the foot of the picture.
    private mutating func addNotes(_ notes: [String]) {
        for (index, note) in notes.enumerated() {
            let y = height - 6 - Double(notes.count - 1 - index) * Font.label.lineHeight
            labels.append(Label(text: note, at: Place(x: Self.margin, y: y), ink: .mutedText))
        }
    }

    private mutating func addTitles(_ top: inout Double) {
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
            top += hidesY ? 2 : 8
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
        let bottom = panels.map { $0.box.maxY }.max() ?? height
        let extra = panels.map { $0.axes.xExtra }.max() ?? 0
        labels.append(
            Label(text: text, at: Place(x: right, y: bottom + extra + 40), anchor: .end, ink: .mutedText))
    }
}
