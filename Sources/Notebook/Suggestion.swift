/// "; did you mean ‘label’?", or nothing when no known name is near.
public func suggestion(for name: String, among known: some Sequence<String>) -> String {
    let limit = max(2, name.count / 3)
    let nearest = known.map { (name: $0, distance: editDistance(name, $0)) }.min { $0.distance < $1.distance }
    guard let nearest, nearest.distance <= limit else { return "" }
    return "; did you mean ‘\(nearest.name)’?"
}

/// How many letters must be inserted, removed, replaced or swapped with a neighbour to turn one word into another
/// (Damerau 1964).
func editDistance(_ a: String, _ b: String) -> Int {
    let a = Array(a.lowercased()), b = Array(b.lowercased())
    var before: [Int] = []
    var above = Array(0...b.count)
    for i in a.indices {
        var row = [i + 1]
        for j in b.indices {
            var best = min(above[j + 1] + 1, row[j] + 1, above[j] + (a[i] == b[j] ? 0 : 1))
            if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, before[j - 1] + 1) }
            row.append(best)
        }
        before = above
        above = row
    }
    return above[b.count]
}
