extension Scene {
    /// The picture as an SVG element, its text as text. It has no ids and no style sheet, so that several can share a page.
    /// `--width` lets a page decide how far it may shrink.
    func svg() -> String {
        var writer = MarkupWriter()
        let (width, height) = (MarkupWriter.number(width), MarkupWriter.number(height))
        writer.open(
            "svg",
            [
                ("xmlns", "http://www.w3.org/2000/svg"), ("viewBox", "0 0 \(width) \(height)"),
                ("width", width), ("height", height), ("role", "img"),
                ("style", "--width:\(width);max-width:100%;height:auto"),
                ("font-family", "var(--figure-font,Inter,Helvetica,Arial,sans-serif)"), ("font-size", "14"),
            ])
        writer.element("title", [], title)
        writer.element("desc", [], description)
        writer.newline()
        for shape in shapes {
            shape.write(to: &writer)
            writer.newline()
        }
        writer.close("svg")
        return writer.text
    }
}

extension Shape {
    fileprivate func write(to writer: inout MarkupWriter) {
        switch self {
        case .path(let lines, let closed, let paint):
            var path = PathWriter()
            for line in lines {
                guard let first = line.first else { continue }
                path.move(to: first)
                path.lines(line.dropFirst())
                if line.count == 1 { path.append("h0") }
                if closed { path.append("z") }
            }
            writer.empty("path", [("d", path.text)] + paint.attributes)
        case .lines(let lines, let paint):
            writer.open("g", paint.attributesOfEach)
            for line in lines where line.count > 1 {
                var path = PathWriter()
                path.move(to: line[0])
                path.lines(line.dropFirst())
                writer.empty("path", [("d", path.text)])
            }
            writer.close("g")
        case .boxes(let boxes, let paint):
            var path = PathWriter()
            for box in boxes { path.box(box) }
            writer.empty("path", [("d", path.text)] + paint.attributes)
        case .symbols(let places, let symbol, let size, let separate, let paint):
            Shape.writeSymbols(places, symbol, size: size, separate: separate, paint, to: &writer)
        case .label(let label):
            label.write(to: &writer)
        case .image(let box, let png):
            writer.empty(
                "image",
                [
                    ("xmlns:xlink", "http://www.w3.org/1999/xlink"), ("xlink:href", "data:image/png;base64," + png),
                    ("x", MarkupWriter.number(box.x)), ("y", MarkupWriter.number(box.y)),
                    ("width", MarkupWriter.number(box.width)), ("height", MarkupWriter.number(box.height)),
                    ("preserveAspectRatio", "none"), ("style", "image-rendering:pixelated"),
                ])
        case .group(let attributes, let shapes):
            writer.open("g", attributes.map { ($0.name, $0.value) })
            for shape in shapes { shape.write(to: &writer) }
            writer.close("g")
        }
    }

    private static func writeSymbols(
        _ places: [Place], _ symbol: Symbol, size: Double, separate: Bool, _ paint: Paint, to writer: inout MarkupWriter
    ) {
        var paint = paint
        if symbol == .circle || symbol == .cross || symbol == .plus {
            paint.stroke = paint.stroke ?? paint.fill
            paint.fill = nil
            paint.strokeWidth = symbol == .circle ? size : max(1.5, size / 4)
            paint.roundCaps = symbol == .circle
        }
        func path(_ places: ArraySlice<Place>) -> String {
            var path = PathWriter()
            for place in places { path.symbol(symbol, at: place, size: size) }
            return path.text
        }
        let offset = PathWriter.middle(of: symbol, size: size)
        let middle =
            offset == Place(x: 0, y: 0)
            ? [] : [("data-at", MarkupWriter.number(offset.x) + " " + MarkupWriter.number(offset.y))]
        if separate {
            writer.open("g", paint.attributesOfEach + middle)
            for index in places.indices { writer.empty("path", [("d", path(places[index...index]))]) }
            writer.close("g")
        } else {
            writer.empty("path", [("d", path(places[...]))] + paint.attributes + middle)
        }
    }
}

extension PathWriter {
    fileprivate mutating func box(_ box: Box) {
        let right = MarkupWriter.number(box.maxX)
        move(to: Place(x: box.x, y: box.y))
        append("H" + right + "V" + MarkupWriter.number(box.maxY) + "H" + MarkupWriter.number(box.x) + "z")
    }

    /// Where the middle of a symbol is, seen from where its path starts.
    fileprivate static func middle(of symbol: Symbol, size: Double) -> Place {
        let half = size / 2
        switch symbol {
        case .circle: return Place(x: 0, y: 0)
        case .square: return Place(x: half * 0.9, y: half * 0.9)
        case .triangle: return Place(x: half * 1.1, y: -half * 0.8)
        case .diamond: return Place(x: half * 1.2, y: 0)
        case .cross: return Place(x: half, y: half)
        case .plus: return Place(x: half, y: 0)
        }
    }

    fileprivate mutating func symbol(_ symbol: Symbol, at place: Place, size: Double) {
        let half = size / 2
        switch symbol {
        case .circle:
            move(to: place)
            append("h0")
        case .square:
            move(to: Place(x: place.x - half * 0.9, y: place.y - half * 0.9))
            let edge = MarkupWriter.number(size * 0.9)
            append("h\(edge)v\(edge)h-\(edge)z")
        case .triangle:
            move(to: Place(x: place.x - half * 1.1, y: place.y + half * 0.8))
            append(
                "h\(MarkupWriter.number(size * 1.1))l-\(MarkupWriter.number(half * 1.1))-\(MarkupWriter.number(half * 1.9))z"
            )
        case .diamond:
            let reach = half * 1.2
            let text = MarkupWriter.number(reach)
            move(to: Place(x: place.x - reach, y: place.y))
            append("l\(text)-\(text) \(text) \(text)-\(text) \(text)z")
        case .cross:
            let side = MarkupWriter.number(size)
            move(to: Place(x: place.x - half, y: place.y - half))
            append("l\(side) \(side)m0-\(side)l-\(side) \(side)")
        case .plus:
            let (side, far) = (MarkupWriter.number(size), MarkupWriter.number(half))
            move(to: Place(x: place.x - half, y: place.y))
            append("h\(side)m-\(far)-\(far)v\(side)")
        }
    }
}

extension Paint {
    /// For one element, or for many that are to look like one.
    fileprivate var attributes: [(String, String)] { look + (opacity < 1 ? [("opacity", opacityText)] : []) }

    /// For a group whose elements are translucent one by one, so that they darken where they overlap: the opacity of a
    /// group would be that of all of them together.
    fileprivate var attributesOfEach: [(String, String)] {
        var list = look
        guard opacity < 1 else { return list }
        if fill != nil { list.append(("fill-opacity", opacityText)) }
        if stroke != nil { list.append(("stroke-opacity", opacityText)) }
        return list
    }

    private var opacityText: String {
        MarkupWriter.hundredths(min(99, Int((max(opacity, 0) * 100).rounded())))
    }

    private var look: [(String, String)] {
        var list: [(String, String)] = [("fill", fill?.css ?? "none")]
        if let stroke {
            list.append(("stroke", stroke.css))
            if strokeWidth != 1 { list.append(("stroke-width", MarkupWriter.number(strokeWidth))) }
            if !dash.isEmpty { list.append(("stroke-dasharray", dash.map(MarkupWriter.number).joined(separator: " "))) }
            if roundCaps { list.append(("stroke-linecap", "round")) }
            if strokeWidth > 1, !roundCaps { list.append(("stroke-linejoin", "round")) }
        }
        if evenOdd { list.append(("fill-rule", "evenodd")) }
        return list
    }
}

extension Ink {
    /// `var(--name,#fallback)`, or `#rrggbb`.
    var css: String {
        let digits = Array("0123456789abcdef")
        var hex = "#"
        for shift in [20, 16, 12, 8, 4, 0] as [UInt32] { hex.append(digits[Int(fallback >> shift & 15)]) }
        return variable.map { "var(\($0),\(hex))" } ?? hex
    }
}

extension Label {
    fileprivate func write(to writer: inout MarkupWriter) {
        var list: [(String, String)] = [
            ("x", MarkupWriter.number(at.x)), ("y", MarkupWriter.number(at.y)), ("fill", ink.css),
        ]
        if halo {
            list += [("stroke", Ink.surface.css), ("stroke-width", "3"), ("style", "paint-order:stroke")]
            list.append(("stroke-linejoin", "round"))
        }
        if let key { list.append(("data-key", key)) }
        if anchor != .start { list.append(("text-anchor", anchor == .middle ? "middle" : "end")) }
        if font.size != 14 { list.append(("font-size", MarkupWriter.number(font.size))) }
        if font.weight == .semibold { list.append(("font-weight", "600")) }
        if rotation != 0 {
            let (x, y) = (MarkupWriter.number(at.x), MarkupWriter.number(at.y))
            list.append(("transform", "rotate(\(MarkupWriter.number(rotation)) \(x) \(y))"))
        }
        writer.element("text", list, text)
    }
}
