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

    /// The area of symbols, in square pixels; 28 if not given.
    public func symbolSize(_ area: Double) -> MarkGroup { changed { $0.style.symbolArea = area } }

    /// How much of what lies below is hidden, 0…1.
    public func opacity(_ opacity: Double) -> MarkGroup { changed { $0.style.opacity = opacity } }

    /// Bars side by side, one place in the group for each value.
    public func position(by value: PlottableValue) -> MarkGroup { changed { $0.position = value } }

    /// A small chart for each value, all on the same scales.
    public func facet(by value: PlottableValue) -> MarkGroup { changed { $0.facet = value } }

    private func changed(_ change: (inout Mark) -> Void) -> MarkGroup {
        var group = MarkGroup(marks: marks)
        for index in group.marks.indices { change(&group.marks[index]) }
        return group
    }
}
