extension InterpolationMethod {
    /// The polyline through `places` that looks like the curve, its chords at most a tenth of a pixel off.
    func polyline(_ places: [Place]) -> [Place] {
        guard places.count > 1 else { return places }
        switch self {
        case .linear: return places
        case .stepStart, .stepCenter, .stepEnd: return steps(places)
        case .monotone: return curve(places, tangents: Self.monotoneTangents(places))
        case .catmullRom: return curve(places, tangents: Self.catmullRomTangents(places))
        }
    }

    private func steps(_ places: [Place]) -> [Place] {
        var result = [places[0]]
        for index in places.indices.dropFirst() {
            let (from, to) = (places[index - 1], places[index])
            switch self {
            case .stepStart: result.append(Place(x: from.x, y: to.y))
            case .stepEnd: result.append(Place(x: to.x, y: from.y))
            default:
                let middle = (from.x + to.x) / 2
                result += [Place(x: middle, y: from.y), Place(x: middle, y: to.y)]
            }
            result.append(to)
        }
        return result
    }

    /// Cubic Hermite pieces; a tangent belongs to the whole of a piece before and after its place.
    private func curve(_ places: [Place], tangents: [(before: Place, after: Place)]) -> [Place] {
        var result = [places[0]]
        for index in places.indices.dropFirst() {
            let (a, d) = (places[index - 1], places[index])
            let (from, to) = (tangents[index - 1].after, tangents[index].before)
            let b = Place(x: a.x + from.x / 3, y: a.y + from.y / 3)
            let c = Place(x: d.x - to.x / 3, y: d.y - to.y / 3)
            let bend = max(
                abs(a.x - 2 * b.x + c.x) + abs(a.y - 2 * b.y + c.y), abs(b.x - 2 * c.x + d.x) + abs(b.y - 2 * c.y + d.y)
            )
            let count = Int(min(max((bend * 7.5).squareRoot().rounded(.up), 1), 40))
            for step in 1..<max(count, 1) + 1 {
                let t = Double(step) / Double(count)
                let s = 1 - t
                let (wa, wb, wc, wd) = (s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t)
                result.append(
                    step == count
                        ? d
                        : Place(
                            x: wa * a.x + wb * b.x + wc * c.x + wd * d.x, y: wa * a.y + wb * b.y + wc * c.y + wd * d.y))
            }
        }
        return result
    }

    /// Slopes that keep each piece between its ends (Steffen's form of the method, 1990).
    private static func monotoneTangents(_ places: [Place]) -> [(before: Place, after: Place)] {
        let secants = places.indices.dropFirst().map { index -> Double in
            let dx = places[index].x - places[index - 1].x
            return dx == 0 ? 0 : (places[index].y - places[index - 1].y) / dx
        }
        let slopes = places.indices.map { index -> Double in
            if index == 0 { return secants[0] }
            if index == places.count - 1 { return secants[index - 1] }
            let (left, right) = (secants[index - 1], secants[index])
            guard left * right > 0 else { return 0 }
            let (h0, h1) = (places[index].x - places[index - 1].x, places[index + 1].x - places[index].x)
            let mean = h0 + h1 == 0 ? 0 : (left * h1 + right * h0) / (h0 + h1)
            let least = 2 * min(abs(left), abs(right))
            return left < 0 ? max(mean, -least) : min(mean, least)
        }
        return places.indices.map { index in
            func tangent(_ other: Int) -> Place {
                let dx = abs(places[index].x - places[other].x) * (places[places.count - 1].x < places[0].x ? -1 : 1)
                return Place(x: dx, y: dx * slopes[index])
            }
            return (tangent(max(index - 1, 0)), tangent(min(index + 1, places.count - 1)))
        }
    }

    /// Half the way from the place before to the place after.
    private static func catmullRomTangents(_ places: [Place]) -> [(before: Place, after: Place)] {
        places.indices.map { index in
            let (from, to) = (places[max(index - 1, 0)], places[min(index + 1, places.count - 1)])
            let tangent = Place(x: (to.x - from.x) / 2, y: (to.y - from.y) / 2)
            return (tangent, tangent)
        }
    }
}
