/// Arithmetic on shapes: the extents of a row-major tensor, outermost axis first.
enum Shape {
    static func count(_ shape: [Int]) -> Int {
        var product = 1
        for extent in shape { product *= extent }
        return product
    }

    /// The distance in elements between neighbours along each axis.
    static func strides(_ shape: [Int]) -> [Int] {
        var strides = [Int](repeating: 1, count: shape.count)
        var step = 1
        for axis in stride(from: shape.count - 1, through: 0, by: -1) {
            strides[axis] = step
            step *= shape[axis]
        }
        return strides
    }

    /// The shape of an element-wise result by NumPy's rule: aligned at the last axis, an extent of 1 stretches.
    static func broadcast(_ a: [Int], _ b: [Int], for name: String) -> [Int] {
        let rank = max(a.count, b.count)
        var result = [Int](repeating: 1, count: rank)
        for axis in 0..<rank {
            let left = extent(a, axis - (rank - a.count)), right = extent(b, axis - (rank - b.count))
            require(
                left == right || left == 1 || right == 1,
                "\(name): shapes \(describe(a)) and \(describe(b)) do not broadcast")
            result[axis] = left == 1 ? right : left
        }
        return result
    }

    /// Strides for reading a tensor of `shape` as if it had the larger shape `target`: 0 along stretched axes.
    static func strides(_ shape: [Int], stretchedTo target: [Int]) -> [Int] {
        let own = strides(shape)
        var result = [Int](repeating: 0, count: target.count)
        let missing = target.count - shape.count
        for axis in shape.indices where shape[axis] != 1 { result[axis + missing] = own[axis] }
        return result
    }

    /// Axes counted from 0, or from the end when negative; repeated or outlying axes stop the program.
    static func normalize(_ axes: [Int], rank: Int, for name: String) -> [Int] {
        var seen = [Bool](repeating: false, count: rank)
        var result: [Int] = []
        for axis in axes {
            let positive = axis < 0 ? axis + rank : axis
            require(positive >= 0 && positive < rank, "\(name): axis \(axis) of a tensor of rank \(rank)")
            require(!seen[positive], "\(name): axis \(axis) is named twice")
            seen[positive] = true
            result.append(positive)
        }
        return result
    }

    static func describe(_ shape: [Int]) -> String {
        var text = "["
        for (axis, extent) in shape.enumerated() { text += axis == 0 ? "\(extent)" : ", \(extent)" }
        return text + "]"
    }

    private static func extent(_ shape: [Int], _ axis: Int) -> Int { axis < 0 ? 1 : shape[axis] }
}
