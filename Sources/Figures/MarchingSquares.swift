/// Cuts a grid of values at a level, by the marching squares of Lorensen and Cline's algorithm in two dimensions.
struct MarchingSquares {
    private let columns: Int
    private let rows: Int
    private let values: [Double]
    private let position: (Int, Int) -> (x: Double, y: Double)

    /// A grid for lines.
    init(_ contour: Contour) {
        (columns, rows, values) = (contour.columns, contour.rows, contour.values)
        position = { contour.place($0, $1) }
    }

    /// A grid whose border is surrounded by the lowest of values at the same place, so that what lies above a level has a
    /// closed outline.
    init(closing contour: Contour) {
        let (columns, rows) = (contour.columns, contour.rows)
        var padded = Array(repeating: -Double.infinity, count: (columns + 2) * (rows + 2))
        for row in 0..<rows {
            for column in 0..<columns {
                let value = contour.values[row * columns + column]
                padded[(row + 1) * (columns + 2) + column + 1] = value.isNaN ? -.infinity : value
            }
        }
        (self.columns, self.rows, values) = (columns + 2, rows + 2, padded)
        position = { contour.place(min(max($0 - 1, 0), columns - 1), min(max($1 - 1, 0), rows - 1)) }
    }

    /// The lines where the values pass `level`, each joined as far as it goes; closed ones end where they begin.
    func lines(at level: Double) -> [[Place]] {
        guard columns > 1, rows > 1 else { return [] }
        var links: [Int: [Int]] = [:]
        var order: [Int] = []
        for row in 0..<(rows - 1) {
            for column in 0..<(columns - 1) {
                for (from, to) in segments(column, row, level) {
                    if links[from] == nil { order.append(from) }
                    links[from, default: []].append(to)
                    if links[to] == nil { order.append(to) }
                    links[to, default: []].append(from)
                }
            }
        }
        var used: Set<Int> = []
        var lines: [[Place]] = []
        // Open lines begin at an end; what is left are loops.
        for start in order.filter({ links[$0]?.count == 1 }) + order where !used.contains(start) {
            var line = [start]
            used.insert(start)
            while let last = line.last, let next = links[last]?.first(where: { !used.contains($0) }) {
                line.append(next)
                used.insert(next)
            }
            if line.count > 2, let last = line.last, links[last]?.contains(start) == true { line.append(start) }
            if line.count > 1 { lines.append(line.map { crossing($0, level) }) }
        }
        return lines
    }

    /// The edges that lines enter and leave a cell by. An edge has the number of its first corner, doubled, plus one if
    /// it is vertical.
    private func segments(_ column: Int, _ row: Int, _ level: Double) -> [(Int, Int)] {
        let corner = row * columns + column
        let corners = [values[corner], values[corner + 1], values[corner + columns + 1], values[corner + columns]]
        if corners.contains(where: { $0.isNaN }) { return [] }
        let (bottom, right, top, left) = (corner * 2, (corner + 1) * 2 + 1, (corner + columns) * 2, corner * 2 + 1)
        var pattern = 0
        for index in 0..<4 where corners[index] >= level { pattern |= 1 << index }
        switch pattern {
        case 1, 14: return [(left, bottom)]
        case 2, 13: return [(bottom, right)]
        case 3, 12: return [(left, right)]
        case 4, 11: return [(right, top)]
        case 6, 9: return [(bottom, top)]
        case 7, 8: return [(left, top)]
        case 5, 10:
            // A saddle: the middle says which corners belong together.
            let middle = corners.reduce(0) { $0 + $1 / 4 }
            return (middle >= level) == (pattern == 5)
                ? [(left, top), (bottom, right)] : [(left, bottom), (right, top)]
        default: return []
        }
    }

    private func crossing(_ edge: Int, _ level: Double) -> Place {
        let corner = edge / 2
        let (column, row) = (corner % columns, corner / columns)
        let isVertical = edge % 2 == 1
        let (a, b) = (values[corner], values[corner + (isVertical ? columns : 1)])
        let (from, to) = (position(column, row), position(column + (isVertical ? 0 : 1), row + (isVertical ? 1 : 0)))
        guard a.isFinite, b.isFinite else {
            let end = a.isFinite ? from : to
            return Place(x: end.x, y: end.y)
        }
        let share = (level - a) / (b - a)
        return Place(x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share)
    }
}
