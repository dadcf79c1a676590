extension Tensor: CustomStringConvertible {
    /// The elements in brackets, as in NumPy: one row a line, with at most the first and last three of a long axis.
    public var description: String {
        if rank == 0 { return format(0) }
        return describe(axis: 0, start: 0, indent: 1)
    }

    private func describe(axis: Int, start: Int, indent: Int) -> String {
        let step = Shape.count(Array(shape[(axis + 1)...]))
        let isLast = axis == rank - 1
        var separator = isLast ? ", " : ",\n"
        if !isLast { for _ in 0..<indent { separator += " " } }
        var text = "["
        for index in 0..<shape[axis] {
            if shape[axis] > 12 && index >= 3 && index < shape[axis] - 3 {
                if index == 3 { text += separator + "…" }
                continue
            }
            if index > 0 { text += separator }
            let offset = start + index * step
            text += isLast ? format(offset) : describe(axis: axis + 1, start: offset, indent: indent + 1)
        }
        return text + "]"
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
