/// The columns of a matrix of features, in double precision.
struct Columns {
    let values: [[Double]]

    /// The columns of `features` `[examples, features]`, which has at least one row.
    init(_ features: Tensor, for name: String) {
        require(
            features.rank == 2 && features.shape[0] > 0,
            "\(name) needs a matrix with rows, not \(Shape.describe(features.shape))")
        let (rows, columns) = (features.shape[0], features.shape[1])
        values = features.withUnsafeElements { x in
            (0..<columns).map { column in (0..<rows).map { Double(x[$0 * columns + column]) } }
        }
    }

    func map<Result>(_ transform: ([Double]) -> Result) -> [Result] { values.map(transform) }
}

extension Tensor {
    /// Each element of a matrix with `count` columns replaced by `transform` of it and its column, off any tape.
    func mappingColumns(_ count: Int, for name: String, _ transform: (Double, Int) -> Double) -> Tensor {
        require(
            rank == 2 && shape[1] == count,
            "\(name) of \(count) features, applied to \(Shape.describe(shape))")
        var result = detached
        result.withUnsafeMutableElements { x in
            for index in x.indices { x[index] = Float(transform(Double(x[index]), index % count)) }
        }
        return result
    }
}
