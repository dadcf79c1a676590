/// The eigenvalues and eigenvectors of a symmetric matrix.
public struct Spectrum: Sendable {
    /// From the largest to the smallest.
    public let eigenvalues: [Double]
    /// One row an eigenvalue, in the same order: orthogonal to each other, of length 1, with the entry of largest
    /// magnitude positive.
    public let eigenvectors: [[Double]]

    /// All eigenvalues of a symmetric matrix given by rows, by Jacobi's rotations (Golub and Van Loan 2013, section
    /// 8.5). Of the two halves the mean is used, so that rounding does not matter.
    public init(ofSymmetric matrix: [[Double]]) {
        var a = matrix
        let n = a.count
        for row in a { require(row.count == n, "Spectrum of a matrix of \(n) rows and \(row.count) columns") }
        for i in 0..<n {
            for j in 0..<i {
                a[i][j] = (a[i][j] + a[j][i]) / 2
                a[j][i] = a[i][j]
            }
        }
        var vectors = [[Double]](repeating: [Double](repeating: 0, count: n), count: n)
        for k in 0..<n { vectors[k][k] = 1 }
        for _ in 0..<60 { if !Spectrum.sweep(&a, &vectors) { break } }
        let diagonal: [Double] = (0..<n).map { a[$0][$0] }
        let order = Array(0..<n).sorted { diagonal[$0] > diagonal[$1] }
        eigenvalues = order.map { diagonal[$0] }
        eigenvectors = order.map { Spectrum.withPositivePeak(vectors[$0]) }
    }

    /// The largest eigenvalue; 0 for an empty matrix.
    public var largest: Double { eigenvalues.first ?? 0 }

    /// Eigenvalues whose magnitude exceeds `floor` times the largest one's. Below that lie the directions along which
    /// the loss does not curve at all, up to rounding: a softmax layer has one for each of its inputs and one for the
    /// bias, since adding the same to all logits changes nothing.
    public func nonzero(floor: Double = 1e-13) -> [Double] {
        let limit = floor * (eigenvalues.map { $0.magnitude }.max() ?? 0)
        return eigenvalues.filter { $0.magnitude > limit }
    }

    /// The largest magnitude divided by the smallest, among the nonzero eigenvalues; NaN when there are none.
    ///
    /// Gradient descent on a quadratic needs a number of steps proportional to it. Double precision shows ratios up to
    /// about 10¹²; larger ones drown in rounding.
    public var conditionNumber: Double {
        let magnitudes = nonzero().map { $0.magnitude }
        guard let largest = magnitudes.max(), let smallest = magnitudes.min() else { return .nan }
        return largest / smallest
    }

    /// Rotates every pair of axes once; false when nothing was left to rotate.
    private static func sweep(_ a: inout [[Double]], _ vectors: inout [[Double]]) -> Bool {
        var rotated = false
        for p in a.indices {
            for q in a.indices.dropFirst(p + 1) {
                let scale = (a[p][p] * a[q][q]).magnitude.squareRoot()
                // Relative to its own diagonal, so that small eigenvalues beside large ones keep their digits.
                if a[p][q].magnitude <= 1e-17 * scale || a[p][q].magnitude < 1e-300 { continue }
                rotate(&a, &vectors, p, q)
                rotated = true
            }
        }
        return rotated
    }

    /// Makes a[p][q] zero by a rotation in the plane of axes p and q.
    private static func rotate(_ a: inout [[Double]], _ vectors: inout [[Double]], _ p: Int, _ q: Int) {
        let theta = (a[q][q] - a[p][p]) / (2 * a[p][q])
        let sign: Double = theta < 0 ? -1 : 1
        let tangent =
            theta.magnitude > 1e150 ? 0.5 / theta : sign / (theta.magnitude + (theta * theta + 1).squareRoot())
        let cosine = 1 / (tangent * tangent + 1).squareRoot()
        let sine = tangent * cosine
        let shift = tangent * a[p][q]
        a[p][p] -= shift
        a[q][q] += shift
        a[p][q] = 0
        a[q][p] = 0
        for k in a.indices where k != p && k != q {
            let (x, y) = (a[k][p], a[k][q])
            a[k][p] = cosine * x - sine * y
            a[p][k] = a[k][p]
            a[k][q] = sine * x + cosine * y
            a[q][k] = a[k][q]
        }
        for k in a.indices {
            let (x, y) = (vectors[p][k], vectors[q][k])
            vectors[p][k] = cosine * x - sine * y
            vectors[q][k] = sine * x + cosine * y
        }
    }

    /// Of a vector and its opposite, the one whose largest entry is positive.
    private static func withPositivePeak(_ vector: [Double]) -> [Double] {
        var peak = 0.0
        for entry in vector where entry.magnitude > peak.magnitude { peak = entry }
        return peak < 0 ? vector.map { -$0 } : vector
    }
}
