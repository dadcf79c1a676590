import Notebook

/// A code cell on a page: its code as its `echo` asks, then what its run left, with a caption if it has one.
public struct CellView: Sendable {
    public var cell: Cell
    /// Nil when the cell has not been run.
    public var outcome: Outcome?
    /// Its number, if its label asks for one.
    public var entry: Numbering.Entry?
    /// The caption, already set as inline HTML.
    public var caption: String?
    /// The path, without ending, of the files that keep the numbers of its charts; nil if there are none.
    public var dataPath: String?
    /// Whether the numbers stand below its charts.
    private var showsData = true

    public init(
        cell: Cell, outcome: Outcome?, entry: Numbering.Entry? = nil, caption: String? = nil, dataPath: String? = nil
    ) {
        self.cell = cell
        self.outcome = outcome
        self.entry = entry
        self.caption = caption
        self.dataPath = dataPath
    }

    /// `<div class="cell">`; empty if neither code nor output is to be seen. The label is the id of the figure, the
    /// table or the listing, and of the whole cell where there is none of these.
    public var html: String {
        let code = codeHTML
        let output = outputHTML
        guard !code.isEmpty || !output.isEmpty else { return "" }
        let label = cell.options.label
        let isPlaced = entry?.kind == .listing ? !code.isEmpty : hasFigure
        let id = label.flatMap { isPlaced ? nil : " id=\"\($0.htmlEscaped)\"" } ?? ""
        return "<div class=\"cell\"\(id)>\n\(code)\(output)</div>\n"
    }

    /// What its label stands for, to be shown elsewhere: the figure or the listing, without the numbers behind it.
    var piece: String {
        var view = self
        view.showsData = false
        guard view.hasFigure, let displays = view.displays else {
            return entry?.kind == .listing ? codeHTML : view.html
        }
        return view.figure(around: displays)
    }

    private var codeHTML: String {
        let view = CodeView(source: cell.source, mark: cell.options.mark)
        let html =
            switch cell.options.echo {
            case .shown: view.html
            case .hidden: ""
            case .folded: view.foldedHTML
            }
        guard entry?.kind == .listing, !html.isEmpty else { return html }
        return figure("listing", html, captionFirst: true)
    }

    private var outputs: [Output] { cell.options.output ? outcome?.outputs ?? [] : errors }

    /// An error is shown even when output is not: a page must not hide that it is broken.
    private var errors: [Output] {
        outcome?.outputs.filter { if case .error = $0 { true } else { false } } ?? []
    }

    private var outputHTML: String {
        if outcome?.state == .skipped {
            return "<p class=\"skipped\">Not run, because something it needs failed.</p>\n"
        }
        let html = displays.map { shown in
            set(outputs[..<shown.lowerBound]) + figure(around: shown) + set(outputs[shown.upperBound...])
        }
        let all = html ?? set(outputs[...])
        return all.isEmpty ? "" : "<div class=\"output\">\n\(all)</div>\n"
    }

    /// From the first display to the last, if they are to stand in a figure.
    private var displays: Range<Int>? {
        guard entry.map({ $0.kind != .listing }) ?? (caption != nil) else { return nil }
        let places = outputs.indices.filter { if case .display = outputs[$0] { true } else { false } }
        guard let first = places.first, let last = places.last else { return nil }
        return first..<last + 1
    }

    private var hasFigure: Bool { outcome?.state != .skipped && displays != nil }

    private func figure(around shown: Range<Int>) -> String {
        let isTable = entry?.kind == .table
        return figure(isTable ? "table" : "chart", set(outputs[shown]), captionFirst: isTable)
    }

    private func set(_ outputs: ArraySlice<Output>) -> String {
        outputs.indices.map { index in
            OutputView(
                outputs[index], expectsError: cell.options.error, alternative: cell.options.caption ?? "",
                showsData: showsData, dataAddress: dataFile(ofOutput: index)
            ).html
        }.joined()
    }

    /// The numbers of its charts as CSV, each in a file.
    public var data: [SiteFile] {
        guard outcome?.state != .skipped else { return [] }
        return outputs.indices.compactMap { index in
            guard case .display(let display) = outputs[index], let path = dataFile(ofOutput: index) else { return nil }
            return DataView(display: display).csv.map { SiteFile(path: path, text: $0) }
        }
    }

    /// The first chart that a reader sees of it.
    var firstChart: Display? {
        guard outcome?.state == .succeeded else { return nil }
        for case .display(let display) in outputs where display.data["image/svg+xml"] != nil { return display }
        return nil
    }

    private func dataFile(ofOutput index: Int) -> String? {
        dataPath.map { $0 + (index == 0 ? "" : "-\(index + 1)") + ".csv" }
    }

    private func figure(_ name: String, _ content: String, captionFirst: Bool) -> String {
        let id = cell.options.label.map { " id=\"\($0.htmlEscaped)\"" } ?? ""
        var parts = [entry.map { "<span class=\"number\">\($0.title)\(caption == nil ? "" : ":")</span>" }, caption]
        parts.removeAll { $0 == nil }
        let text = parts.compactMap { $0 }.joined(separator: " ")
        let line = text.isEmpty ? "" : "<figcaption>\(text)</figcaption>\n"
        let inside = captionFirst ? line + content : content + line
        return "<figure class=\"\(name)\"\(id)>\n\(inside)</figure>\n"
    }
}

/// A value computed inside a sentence.
public struct ValueView: Sendable {
    public var outcome: Outcome?

    public init(outcome: Outcome?) { self.outcome = outcome }

    /// `<data class="value" value="…">`; a value that could not be computed leaves a mark that says why.
    public var html: String {
        let shown = text.htmlEscaped
        // A number and its sign stay in one line.
        let held = shown.hasSuffix(" %") ? shown.dropLast(2) + "\u{202F}%" : shown[...]
        if value != nil { return "<data class=\"value\" value=\"\(shown)\">\(held)</data>" }
        let reason = error?.message ?? "not computed"
        return "<span class=\"value failed\" title=\"\(reason.htmlEscaped)\">\(shown)</span>"
    }

    /// What a reader sees of it.
    public var text: String { value ?? "[no value]" }

    /// What kept the value from being computed.
    public var error: Diagnostic? {
        for case .error(let diagnostic) in outcome?.outputs ?? [] { return diagnostic }
        return nil
    }

    private var value: String? {
        guard let outcome, outcome.state == .succeeded else { return nil }
        for case .display(let display) in outcome.outputs.reversed() { return display.plainText }
        return nil
    }
}
