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
        return Drawing(channels: channels, layout: layout, options: options)
            .scene(title: words.title, description: words.text)
    }

    /// What a reader should be told: which values were missing or not finite, and so are not drawn.
    public var notes: [String] { Channels(marks, options: options).notes }

    /// The chart in words: its title, and what each series does.
    public var plainText: String {
        let words = Description(channels: Channels(marks, options: options), options: options)
        return options.title == nil ? words.text : words.title + "\n" + words.text
    }

    /// The numbers behind the chart as CSV.
    public var csv: String { dataTable().csv }
}
