/// Random matrices whose rows or columns are orthonormal.
enum Orthogonal {
    /// `[rows, columns]`: the shorter axis's vectors are orthogonal to each other and of length `gain`.
    ///
    /// Normal vectors are made orthogonal one after another (Gram and Schmidt, twice over for rounding's sake), which
    /// draws every orthogonal matrix with equal density (Mezzadri 2007).
    static func draw(
        _ rows: Int, _ columns: Int, _ gain: Float, using generator: inout some RandomNumberGenerator
    ) -> Tensor {
        let (count, length) = (min(rows, columns), max(rows, columns))
        var vectors: [[Double]] = []
        while vectors.count < count {
            var vector = (0..<length).map { _ in generator.normal() }
            for _ in 0..<2 { for other in vectors { subtractShare(of: other, from: &vector) } }
            let norm = dot(vector, vector).squareRoot()
            if norm > 1e-6 { vectors.append(vector.map { $0 / norm }) }
        }
        let result = Tensor(shape: [count, length], vectors.flatMap { $0.map { gain * Float($0) } })
        return rows <= columns ? result : result.transposed()
    }

    private static func subtractShare(of unit: [Double], from vector: inout [Double]) {
        let share = dot(unit, vector)
        for k in vector.indices { vector[k] -= share * unit[k] }
    }

    private static func dot(_ a: [Double], _ b: [Double]) -> Double {
        var sum = 0.0
        for k in a.indices { sum += a[k] * b[k] }
        return sum
    }
}
