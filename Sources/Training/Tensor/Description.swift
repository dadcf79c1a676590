extension Tensor: CustomStringConvertible {
    /// The elements in brackets, as in NumPy: one row a line, columns aligned at the right, and of a long axis the
    /// first and last three entries.
    ///
    ///     Tensor([[1, 2.5], [-30, 4]]).description
    ///     // [[  1, 2.5],
    ///     //  [-30,   4]]
    public var description: String {
        if rank == 0 { return format(0) }
        return describe(axis: 0, start: 0, indent: 1, widths: columnWidths())
    }

    private func describe(axis: Int, start: Int, indent: Int, widths: [Int]) -> String {
        let step = Shape.count(Array(shape[(axis + 1)...]))
        let isLast = axis == rank - 1
        let separator = isLast ? ", " : ",\n" + spaces(indent)
        var text = "["
        for (place, index) in shownIndices(axis).enumerated() {
            if place > 0 { text += separator }
            guard let index else {
                text += "…"
                continue
            }
            let offset = start + index * step
            if isLast {
                let number = format(offset)
                text += spaces(widths[index] - number.utf8.count) + number
            } else {
                text += describe(axis: axis + 1, start: offset, indent: indent + 1, widths: widths)
            }
        }
        return text + "]"
    }

    /// The entries of an axis that are shown; nil stands for those left out.
    private func shownIndices(_ axis: Int) -> [Int?] {
        let extent = shape[axis]
        return extent > 12 ? [0, 1, 2, nil, extent - 3, extent - 2, extent - 1] : (0..<extent).map { $0 }
    }

    /// How many characters the longest number of each column takes, of those in the lines that are shown.
    private func columnWidths() -> [Int] {
        let columns = shape[rank - 1]
        var widths = [Int](repeating: 0, count: columns)
        // The rows of a single line need no padding.
        if rank == 1 || count == 0 { return widths }
        var starts = [0]
        for axis in 0..<rank - 1 {
            let step = Shape.count(Array(shape[(axis + 1)...])), shown = shownIndices(axis)
            starts = starts.flatMap { start in shown.compactMap { index in index.map { start + $0 * step } } }
        }
        for column in shownIndices(rank - 1) {
            guard let column else { continue }
            for start in starts { widths[column] = Swift.max(widths[column], format(start + column).utf8.count) }
        }
        return widths
    }

    private func spaces(_ count: Int) -> String {
        var text = ""
        for _ in 0..<Swift.max(count, 0) { text += " " }
        return text
    }

    /// Four decimals, which is what a page needs; numbers too large or too small for that as they are.
    private func format(_ offset: Int) -> String {
        let number = storage.floats[offset]
        let magnitude = number.magnitude
        if number == number.rounded() && magnitude < 1e7 { return "\(Int(number))" }
        guard magnitude.isFinite, magnitude >= 0.001, magnitude < 1e6 else { return "\(number)" }
        let scaled = Int((Double(magnitude) * 10_000).rounded())
        var digits = "\(scaled % 10_000 + 10_000)".dropFirst()
        while digits.last == "0" { digits = digits.dropLast() }
        let sign = number < 0 ? "-" : ""
        return digits.isEmpty ? sign + "\(scaled / 10_000)" : sign + "\(scaled / 10_000)." + String(digits)
    }
}
