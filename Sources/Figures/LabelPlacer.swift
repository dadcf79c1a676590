import CMath

/// Finds places for text among the marks, so that no two labels overlap and none leaves the picture.
struct LabelPlacer {
    private var taken: [Box]
    private let bounds: Box
    /// What the marks cover: corners and ends of lines, which a label had better not hide.
    private let lines: [[Place]]

    init(avoiding labels: [Label], lines: [[Place]], in bounds: Box) {
        taken = labels.map { $0.outline }
        self.bounds = bounds
        self.lines = lines
    }

    /// A label beside `place`, and the line that joins them if it stands farther off; `nil` where there is no room.
    mutating func beside(
        _ place: Place, _ text: String, _ position: AnnotationPosition, ink: Ink
    ) -> (label: Label, leader: [Place]?)? {
        var best: (label: Label, cost: Double, distance: Double)?
        for distance in [7.0, 18, 34, 56] {
            for (rank, direction) in Self.directions(position).enumerated() {
                let label = Self.label(text, place, direction, distance, ink)
                guard isFree(label.outline) else { continue }
                let cost = Double(crossings(label.outline)) * 3 + Double(rank) * 0.4 + distance * 0.12
                if cost < best?.cost ?? .infinity { best = (label, cost, distance) }
            }
        }
        guard let best else { return nil }
        let box = best.label.outline
        taken.append(box)
        guard best.distance > 20 else { return (best.label, nil) }
        let end = Place(x: min(max(place.x, box.x), box.maxX), y: min(max(place.y, box.y), box.maxY))
        return (best.label, [place, end])
    }

    /// A label with its middle at `place`, moved into the picture; `nil` if other text stands there.
    mutating func centred(_ place: Place, _ text: String, ink: Ink, halo: Bool) -> Label? {
        let width = Font.label.width(of: text)
        guard width <= bounds.width else { return nil }
        let x = min(max(place.x, bounds.x + width / 2), bounds.maxX - width / 2)
        let y = min(max(place.y, bounds.y + 8), bounds.maxY - 8)
        let label = Label(text: text, at: Place(x: x, y: y + 5), anchor: .middle, ink: ink, halo: halo)
        guard isFree(label.outline) else { return nil }
        taken.append(label.outline)
        return label
    }

    /// How much of the marks a label with its middle at `place` would hide.
    func crossings(ofCentred text: String, at place: Place) -> Int {
        crossings(Label(text: text, at: Place(x: place.x, y: place.y + 5), anchor: .middle, ink: .text).outline)
    }

    private func isFree(_ box: Box) -> Bool {
        box.x >= bounds.x && box.maxX <= bounds.maxX && box.y >= bounds.y && box.maxY <= bounds.maxY
            && !taken.contains { $0.intersects(box) }
    }

    private func crossings(_ box: Box) -> Int {
        var count = 0
        for line in lines {
            if line.count == 1 {
                if Clip.contains(line[0], box) { count += 1 }
                continue
            }
            for index in line.indices.dropFirst()
            where Self.mayMeet(line[index - 1], line[index], box)
                && !Clip.line([line[index - 1], line[index]], to: box).isEmpty
            {
                count += 1
                if count > 20 { return count }
            }
        }
        return count
    }

    private static func mayMeet(_ a: Place, _ b: Place, _ box: Box) -> Bool {
        min(a.x, b.x) <= box.maxX && max(a.x, b.x) >= box.x && min(a.y, b.y) <= box.maxY && max(a.y, b.y) >= box.y
    }

    private static func directions(_ position: AnnotationPosition) -> [Place] {
        let top = [Place(x: 0, y: -1), Place(x: 1, y: -1), Place(x: -1, y: -1)]
        let bottom = [Place(x: 0, y: 1), Place(x: 1, y: 1), Place(x: -1, y: 1)]
        let (right, left) = ([Place(x: 1, y: 0)], [Place(x: -1, y: 0)])
        switch position {
        case .automatic, .top: return top + right + left + bottom
        case .bottom: return bottom + right + left + top
        case .leading: return left + top + bottom + right
        case .trailing: return right + top + bottom + left
        }
    }

    private static func label(
        _ text: String, _ place: Place, _ direction: Place, _ distance: Double, _ ink: Ink
    ) -> Label {
        // Along the diagonal the corner of the text, not its side, is `distance` away.
        let reach = direction.x != 0 && direction.y != 0 ? distance * 0.7 : distance
        let x = place.x + direction.x * reach
        let y = place.y + direction.y * (reach + 7) + 5
        return Label(
            text: text, at: Place(x: x, y: y),
            anchor: direction.x > 0 ? .start : direction.x < 0 ? .end : .middle, ink: ink, halo: true)
    }
}

extension Label {
    /// Where the text stands with its rim, turned or not, as browsers measure a line of text.
    var outline: Box {
        let width = font.width(of: text)
        let left = anchor == .start ? 0 : anchor == .middle ? -width / 2 : -width
        let corners = [
            (left, -font.size), (left + width, -font.size), (left, font.size * 0.28), (left + width, font.size * 0.28),
        ]
        let angle = rotation * .pi / 180
        let (cosine, sine) = (cos(angle), sin(angle))
        let xs = corners.map { $0.0 * cosine - $0.1 * sine }
        let ys = corners.map { $0.0 * sine + $0.1 * cosine }
        let (x, y) = (xs.min() ?? 0, ys.min() ?? 0)
        return Box(x: at.x + x, y: at.y + y, width: (xs.max() ?? 0) - x, height: (ys.max() ?? 0) - y)
    }
}
