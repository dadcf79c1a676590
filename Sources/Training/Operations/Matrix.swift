#if canImport(COpenBLAS)
    import CKernels
#endif

/// The one place where matrices are multiplied: by OpenBLAS where it exists, by kernels of our own where a mini-batch
/// makes one factor small, and by plain Swift elsewhere.
enum Matrix {
    enum Orientation { case asStored, transposed }

    /// C ← scale·op(A)·op(B) + kept·C, with op(A) `rows × inner`, op(B) `inner × columns`, and C `rows × columns`.
    static func multiply(
        _ a: UnsafePointer<Float>, _ orientationA: Orientation,
        _ b: UnsafePointer<Float>, _ orientationB: Orientation,
        into c: UnsafeMutablePointer<Float>, _ rows: Int, _ columns: Int, _ inner: Int,
        scale: Float = 1, keeping kept: Float
    ) {
        // OpenBLAS is slow at scaling C by zero: clearing it here and adding is quicker.
        if kept == 0 { c.update(repeating: 0, count: rows * columns) }
        if rows == 0 || columns == 0 || inner == 0 { return }
        #if canImport(COpenBLAS)
            if multiplySmall(a, orientationA, b, orientationB, into: c, rows, columns, inner, scale) { return }
            LargeProduct(
                a: a, orientationA: orientationA, b: b, orientationB: orientationB, c: c, rows: rows,
                columns: columns, inner: inner, scale: scale
            ).add()
        #else
            accumulateFloat(a, orientationA, b, orientationB, into: c, rows, columns, inner, scale)
        #endif
    }

    #if canImport(COpenBLAS)
        static let hasKernels = kernels_are_available() != 0

        /// Adds the product and returns true, if a kernel of our own is the quickest way. A BLAS first rearranges both
        /// factors, which pays when each is used often enough (measured against OpenBLAS 0.3.21 with factors of
        /// 64 × 64 to 784 × 256; without a rule it would lose up to four times in batches of 2, and win by a third in
        /// batches of 64).
        private static func multiplySmall(
            _ a: UnsafePointer<Float>, _ orientationA: Orientation,
            _ b: UnsafePointer<Float>, _ orientationB: Orientation,
            into c: UnsafeMutablePointer<Float>, _ rows: Int, _ columns: Int, _ inner: Int, _ scale: Float
        ) -> Bool {
            guard hasKernels else { return false }
            switch (orientationA, orientationB) {
            case (.asStored, .transposed) where rows <= 8 || rows * 8 <= inner || columns < 48 && rows <= 64:
                kernels_add_product_transposed(a, b, c, rows, columns, inner, scale)
            case (.asStored, .asStored) where rows <= 64:
                kernels_add_product(a, inner, 1, b, c, rows, columns, inner, scale)
            case (.transposed, .asStored) where inner <= (columns < 128 ? 32 : 24):
                kernels_add_product(a, 1, rows, b, c, rows, columns, inner, scale)
            default: return false
            }
            return true
        }
    #endif

    /// The same in plain Swift, for `Float`.
    static func accumulateFloat(
        _ a: UnsafePointer<Float>, _ orientationA: Orientation,
        _ b: UnsafePointer<Float>, _ orientationB: Orientation,
        into c: UnsafeMutablePointer<Float>, _ rows: Int, _ columns: Int, _ inner: Int, _ scale: Float
    ) {
        accumulate(a, orientationA, b, orientationB, into: c, rows, columns, inner, scale: scale)
    }

    /// C ← scale·op(A)·op(B) + C for any scalar. The innermost loop runs along rows of memory whenever it can.
    static func accumulate<S: Scalar>(
        _ a: UnsafePointer<S>, _ orientationA: Orientation, _ b: UnsafePointer<S>, _ orientationB: Orientation,
        into c: UnsafeMutablePointer<S>, _ rows: Int, _ columns: Int, _ inner: Int, scale: S
    ) {
        let (rowStep, innerStep) = orientationA == .asStored ? (inner, 1) : (1, rows)
        for row in 0..<rows {
            let target = c + row * columns
            switch orientationB {
            case .asStored:
                for step in 0..<inner {
                    let factor = scale * a[row * rowStep + step * innerStep]
                    let source = b + step * columns
                    for column in 0..<columns { target[column] += factor * source[column] }
                }
            case .transposed:
                for column in 0..<columns {
                    let source = b + column * inner
                    var sum: S = 0
                    for step in 0..<inner { sum += a[row * rowStep + step * innerStep] * source[step] }
                    target[column] += scale * sum
                }
            }
        }
    }
}

extension Float {
    static func accumulate(
        _ a: UnsafePointer<Float>, _ orientationA: Matrix.Orientation,
        _ b: UnsafePointer<Float>, _ orientationB: Matrix.Orientation,
        into c: UnsafeMutablePointer<Float>, _ rows: Int, _ columns: Int, _ inner: Int
    ) {
        Matrix.multiply(a, orientationA, b, orientationB, into: c, rows, columns, inner, keeping: 1)
    }
}

extension Dual {
    static func accumulate(
        _ a: UnsafePointer<Dual>, _ orientationA: Matrix.Orientation,
        _ b: UnsafePointer<Dual>, _ orientationB: Matrix.Orientation,
        into c: UnsafeMutablePointer<Dual>, _ rows: Int, _ columns: Int, _ inner: Int
    ) {
        Matrix.accumulate(a, orientationA, b, orientationB, into: c, rows, columns, inner, scale: 1)
    }
}
