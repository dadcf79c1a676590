import CMath

/// Leaves out what no pixel would show.
enum Thinning {
    /// The same picture from fewer points: of the points of one half-pixel column the first, the lowest, the highest
    /// and the last are kept, in their order (the M4 aggregation of Jugel et al., 2014).
    static func line(_ places: [Place]) -> [Place] {
        guard places.count > 2000 else { return places }
        var kept: [Place] = []
        var start = 0
        for index in 1...places.count {
            if index < places.count, column(places[index]) == column(places[start]) { continue }
            var lowest = start
            var highest = start
            for candidate in start..<index {
                if places[candidate].y < places[lowest].y { lowest = candidate }
                if places[candidate].y > places[highest].y { highest = candidate }
            }
            var chosen = [start]
            for candidate in [min(lowest, highest), max(lowest, highest), index - 1]
            where chosen.last != candidate && candidate > start {
                chosen.append(candidate)
            }
            for candidate in chosen { kept.append(places[candidate]) }
            start = index
        }
        return kept
    }

    /// One of the points that fall on the same half pixel.
    static func points(_ places: [Place]) -> [Place] {
        var seen: Set<Int> = []
        return places.filter { seen.insert(column($0) * 65_536 + Int(($0.y * 2).rounded())).inserted }
    }

    private static func column(_ place: Place) -> Int { Int((min(max(place.x, -1e6), 1e6) * 2).rounded()) }
}

/// Cuts shapes at the edge of a plot area, so that no clip path, which would need an id, is written.
enum Clip {
    /// Half a pixel of grace keeps what lies on the edge.
    private static let grace = 0.5

    static func contains(_ place: Place, _ box: Box) -> Bool {
        place.x >= box.x - grace && place.x <= box.maxX + grace && place.y >= box.y - grace
            && place.y <= box.maxY + grace
    }

    static func box(_ inner: Box, to outer: Box) -> Box? {
        let left = max(inner.x, outer.x)
        let top = max(inner.y, outer.y)
        let right = min(inner.maxX, outer.maxX)
        let bottom = min(inner.maxY, outer.maxY)
        guard right >= left, bottom >= top else { return nil }
        return Box(x: left, y: top, width: right - left, height: bottom - top)
    }

    /// The parts of a polyline inside `box`.
    static func line(_ places: [Place], to box: Box) -> [[Place]] {
        if places.allSatisfy({ contains($0, box) }) { return [places] }
        var parts: [[Place]] = []
        for index in places.indices.dropFirst() {
            guard let (from, to) = segment(places[index - 1], places[index], box) else { continue }
            if let end = parts.last?.last, end == from {
                parts[parts.count - 1].append(to)
            } else {
                parts.append([from, to])
            }
        }
        return parts
    }

    /// The part of a segment inside `box`, after Liang and Barsky (1984).
    private static func segment(_ a: Place, _ b: Place, _ box: Box) -> (Place, Place)? {
        let (dx, dy) = (b.x - a.x, b.y - a.y)
        var (enter, leave) = (0.0, 1.0)
        for (direction, distance) in [
            (-dx, a.x - box.x + grace), (dx, box.maxX + grace - a.x), (-dy, a.y - box.y + grace),
            (dy, box.maxY + grace - a.y),
        ] {
            if direction == 0 {
                if distance < 0 { return nil }
            } else if direction < 0 {
                enter = max(enter, distance / direction)
            } else {
                leave = min(leave, distance / direction)
            }
        }
        guard enter <= leave else { return nil }
        func at(_ t: Double) -> Place { t == 0 ? a : t == 1 ? b : Place(x: a.x + t * dx, y: a.y + t * dy) }
        return (at(enter), at(leave))
    }
}
