extension ChartContent {
    /// One colour for these marks.
    public func foregroundStyle(_ color: Color) -> MarkGroup { changed { $0.style.color = color } }

    /// A colour for each value: a category is a series with a colour, dash and symbol of its own; a number of a point
    /// or a rectangle is a shade.
    public func foregroundStyle(by value: PlottableValue) -> MarkGroup { changed { $0.series = value } }

    /// How lines are stroked: width in pixels and dashes.
    public func lineStyle(_ style: StrokeStyle) -> MarkGroup { changed { $0.style.stroke = style } }

    /// The shape of points.
    public func symbol(_ symbol: Symbol) -> MarkGroup { changed { $0.style.symbol = symbol } }

    /// A symbol for each value; the series get colours as well.
    public func symbol(by value: PlottableValue) -> MarkGroup { changed { $0.series = value } }

    /// A symbol whose area grows with `value`, from the least to the greatest of the chart.
    public func symbolSize(by value: PlottableValue) -> MarkGroup { changed { $0.size = value } }

    /// How a line or area runs from value to value.
    public func interpolationMethod(_ method: InterpolationMethod) -> MarkGroup {
        changed { $0.style.interpolation = method }
    }

    /// Marks with a higher index are drawn over others; 0 if not given.
    public func zIndex(_ index: Double) -> MarkGroup { changed { $0.style.zIndex = index.isNaN ? 0 : index } }

    /// Text beside the mark. It moves away from other text and from the data, and is joined by a line if it goes far.
    public func annotation(_ text: String, position: AnnotationPosition = .automatic) -> MarkGroup {
        changed { $0.annotation = Annotation(text: text, position: position) }
    }

    /// The area of symbols, in square pixels; 36 if not given.
    public func symbolSize(_ area: Double) -> MarkGroup { changed { $0.style.symbolArea = area } }

    /// How much of what lies below is hidden, 0…1.
    public func opacity(_ opacity: Double) -> MarkGroup { changed { $0.style.opacity = opacity } }

    /// Bars side by side, one place in the group for each value.
    public func position(by value: PlottableValue) -> MarkGroup { changed { $0.position = value } }

    /// A small chart for each pair of values, in rows and columns.
    public func facet(row: PlottableValue, column: PlottableValue) -> MarkGroup {
        changed { ($0.facetRow, $0.facet) = (row, column) }
    }

    /// A small chart for each value; all share their scales unless `chartFacets` says otherwise.
    public func facet(by value: PlottableValue) -> MarkGroup { changed { $0.facet = value } }

    private func changed(_ change: (inout Mark) -> Void) -> MarkGroup {
        var group = MarkGroup(marks: marks)
        for index in group.marks.indices { change(&group.marks[index]) }
        return group
    }
}
