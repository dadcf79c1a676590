/// What the marks say, gathered by series: the first phase. Values are still data, not places.
struct Channels {
    /// A mark's values.
    struct Point {
        var x: Datum?
        var xEnd: Datum?
        var y: Datum?
        var yEnd: Datum?
        /// A number that becomes a shade.
        var shade: Double?
        /// A number that becomes the area of a symbol.
        var size: Double?
        var attachment: Attachment?
        var annotation: Annotation?
    }

    /// Which small multiple a series belongs to; `nil` in a direction: to all.
    struct Facet: Equatable {
        var column: String?
        var row: String?

        func holds(_ other: Facet) -> Bool {
            (other.column == nil || other.column == column) && (other.row == nil || other.row == row)
        }

        var name: String { [row, column].compactMap { $0 }.joined(separator: ", ") }
    }

    /// Marks that are drawn alike, together.
    struct Series {
        var kind: Mark.Kind
        /// The value of `foregroundStyle(by:)`.
        var name: String?
        var position: String?
        var facet = Facet()
        var style: MarkStyle
        var points: [Point]
    }

    var series: [Series] = []
    var xLabel: String?
    var yLabel: String?
    var seriesLabel: String?
    /// In the order of their numbers: the first is drawn with `--series-1`.
    var seriesNames: [String] = []
    var positions: [String] = []
    var facets: [String] = []
    var facetRows: [String] = []
    var sizeLabel: String?
    /// How many values of each label are missing, not finite, or out of a log scale.
    var omitted: [(label: String, count: Int)] = []

    init(_ marks: [Mark], options: ChartOptions) {
        seriesNames = options.seriesOrder
        for mark in marks { add(mark, options: options) }
        // Sorting is stable in the order of the data.
        if series.contains(where: { $0.style.zIndex != 0 }) {
            series = series.enumerated().sorted {
                ($0.element.style.zIndex, Double($0.offset)) < ($1.element.style.zIndex, Double($1.offset))
            }.map { $0.element }
        }
    }

    /// The channels of one panel.
    func only(_ facet: Facet) -> Channels {
        var copy = self
        copy.series = series.filter { facet.holds($0.facet) }
        return copy
    }

    /// Whether pictures are all there is, so that axes say nothing.
    var areOnlyImages: Bool {
        !series.isEmpty && series.allSatisfy { $0.kind == .image && $0.points.allSatisfy { $0.x == .number(0) } }
            && xLabel == "" && yLabel == ""
    }

    /// The width over the height of the largest picture.
    var imageAspect: Double? {
        var largest: PixelImage?
        for series in series {
            for case .image(let image)? in series.points.map({ $0.attachment })
            where image.columns * image.rows > (largest.map { $0.columns * $0.rows } ?? 0) {
                largest = image
            }
        }
        return largest.map { Double($0.columns) / Double($0.rows) }
    }

    private mutating func add(_ mark: Mark, options: ChartOptions) {
        xLabel = xLabel ?? mark.x?.label ?? mark.xEnd?.label
        yLabel = yLabel ?? mark.y?.label ?? mark.yEnd?.label
        var point = Point(x: mark.x?.datum, xEnd: mark.xEnd?.datum, y: mark.y?.datum, yEnd: mark.yEnd?.datum)
        point.x = checked(point.x, mark.x, options.x)
        point.xEnd = checked(point.xEnd, mark.xEnd, options.x)
        point.y = checked(point.y, mark.y, options.y)
        point.yEnd = checked(point.yEnd, mark.yEnd, options.y)
        point.attachment = mark.attachment
        point.annotation = mark.annotation
        if let value = mark.size {
            sizeLabel = sizeLabel ?? value.label
            point.size = value.datum.finite
        }
        var name: String?
        if let value = mark.series {
            seriesLabel = seriesLabel ?? value.label
            if Self.isShaded(mark.kind), case .number(let shade) = value.datum {
                point.shade = shade
            } else {
                name = value.datum.name
            }
        }
        register(name, in: &seriesNames)
        if mark.kind == .bar { register(mark.position?.datum.name, in: &positions) }
        register(mark.facet?.datum.name, in: &facets)
        register(mark.facetRow?.datum.name, in: &facetRows)
        let index = seriesIndex(for: mark, name: name)
        series[index].points.append(point)
    }

    /// Whether a number given to `foregroundStyle(by:)` is a shade, and not the name of a series.
    private static func isShaded(_ kind: Mark.Kind) -> Bool {
        kind == .point || kind == .rectangle || kind == .vector || kind == .tick
    }

    /// `datum`, or missing (and counted) if it cannot be placed.
    private mutating func checked(
        _ datum: Datum?, _ value: PlottableValue?, _ axis: ChartOptions.Axis
    ) -> Datum? {
        guard let datum, let label = value?.label else { return nil }
        switch datum {
        case .category, .gap: return datum
        case .number(let number) where number.isFinite && (axis.type != .log || number > 0): return datum
        case .number, .missing:
            if let index = omitted.firstIndex(where: { $0.label == label }) {
                omitted[index].count += 1
            } else {
                omitted.append((label, 1))
            }
            return .missing
        }
    }

    private func register(_ name: String?, in names: inout [String]) {
        if let name, names.last != name, !names.contains(name) { names.append(name) }
    }

    private mutating func seriesIndex(for mark: Mark, name: String?) -> Int {
        let position = mark.position?.datum.name
        let facet = Facet(column: mark.facet?.datum.name, row: mark.facetRow?.datum.name)
        // By index, for a copy of a series counts references to all it holds.
        func matches(_ index: Int) -> Bool {
            series[index].kind == mark.kind && series[index].name == name && series[index].position == position
                && series[index].facet == facet && series[index].style == mark.style
        }
        if let last = series.indices.last, matches(last) { return last }
        if let index = series.indices.first(where: matches) { return index }
        series.append(
            Series(kind: mark.kind, name: name, position: position, facet: facet, style: mark.style, points: []))
        return series.count - 1
    }

    /// The number of a series, from 1; 1 for marks without one.
    func number(of name: String?) -> Int {
        guard let name, let index = seriesNames.firstIndex(of: name) else { return 1 }
        return index + 1
    }

    /// What a reader should be told of values that are not drawn.
    var notes: [String] {
        omitted.map { label, count in
            count == 1
                ? "1 value of \(label) is missing or cannot be placed on its scale, and is left out."
                : "\(count) values of \(label) are missing or cannot be placed on their scale, and are left out."
        }
    }
}

extension Channels {
    /// Bars are horizontal where y is a category and x a number.
    var barsAreHorizontal: Bool {
        for series in series where series.kind == .bar {
            for point in series.points {
                if case .category = point.y, case .number = point.x, point.yEnd == nil { return true }
                if case .category = point.x { return false }
            }
        }
        return false
    }

    /// The same channels, with every bar and area from zero given both its ends, bars at one place on top of each other.
    func stacked(log: Bool) -> Channels {
        var copy = self
        let horizontal = barsAreHorizontal
        var tops: [String: (positive: Double, negative: Double)] = [:]
        for s in copy.series.indices where copy.series[s].kind == .bar || copy.series[s].kind == .area {
            let isBar = copy.series[s].kind == .bar
            let group = copy.series[s].facet.name + "\u{1}" + (isBar ? copy.series[s].position ?? "" : "")
            for p in copy.series[s].points.indices {
                let point = copy.series[s].points[p]
                let value = horizontal && isBar ? point.x : point.y
                let end = horizontal && isBar ? point.xEnd : point.yEnd
                guard end == nil, let length = value?.finite else { continue }
                var base = 0.0
                if isBar, !log {
                    let place = (horizontal ? point.y : point.x) ?? .missing
                    let key = group + "\u{1}" + place.name
                    var top = tops[key] ?? (0, 0)
                    base = length >= 0 ? top.positive : top.negative
                    if length >= 0 { top.positive += length } else { top.negative += length }
                    tops[key] = top
                }
                let from = Datum.number(log ? length : base)
                let to = Datum.number(log ? length : base + length)
                if horizontal && isBar {
                    copy.series[s].points[p].x = from
                    copy.series[s].points[p].xEnd = to
                } else {
                    copy.series[s].points[p].y = from
                    copy.series[s].points[p].yEnd = to
                }
            }
        }
        return copy
    }
}
