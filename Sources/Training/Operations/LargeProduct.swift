#if canImport(COpenBLAS)
    import CKernels
    import COpenBLAS

    /// A product of matrices for OpenBLAS: C ← C + scale·op(A)·op(B), alone or by two threads.
    struct LargeProduct {
        let a: UnsafePointer<Float>, orientationA: Matrix.Orientation
        let b: UnsafePointer<Float>, orientationB: Matrix.Orientation
        let c: UnsafeMutablePointer<Float>
        let rows: Int, columns: Int, inner: Int
        let scale: Float

        /// OpenBLAS itself keeps to one thread: lessons run side by side, and small products lose by being shared out.
        private static let singleThread: Void = openblas_set_num_threads(1)

        /// So many multiplications take about 25 µs, several times what handing over half of them does.
        private static let worthSharing = 1 << 20

        func add() {
            _ = Self.singleThread
            if rows * columns * inner < Self.worthSharing {
                addPart(rows: 0..<rows, columns: 0..<columns)
            } else if second_thread_is_here() == 0 {
                // In halves too, since OpenBLAS adds in an order that depends on the extents.
                addHalf(0)
                addHalf(1)
            } else {
                withUnsafePointer(to: self) { product in
                    second_thread_share(
                        { context, half in
                            context?.assumingMemoryBound(to: LargeProduct.self).pointee.addHalf(Int(half))
                        }, UnsafeMutableRawPointer(mutating: product))
                }
            }
        }

        /// One half of the rows or of the columns, whichever are more: OpenBLAS rearranges the other factor once for
        /// each half, and that is then the smaller one. The cut is at a multiple of what its kernels take at once.
        private func addHalf(_ half: Int) {
            let byRows = rows >= columns
            let extent = byRows ? rows : columns, middle = min((extent / 2 + 15) / 16 * 16, extent)
            let part = half == 0 ? 0..<middle : middle..<extent
            addPart(rows: byRows ? part : 0..<rows, columns: byRows ? 0..<columns : part)
        }

        private func addPart(rows part: Range<Int>, columns slice: Range<Int>) {
            if part.isEmpty || slice.isEmpty { return }
            cblas_sgemm(
                CblasRowMajor, orientationA == .asStored ? CblasNoTrans : CblasTrans,
                orientationB == .asStored ? CblasNoTrans : CblasTrans,
                Int32(part.count), Int32(slice.count), Int32(inner), scale,
                a + part.lowerBound * (orientationA == .asStored ? inner : 1),
                Int32(orientationA == .asStored ? inner : rows),
                b + slice.lowerBound * (orientationB == .asStored ? 1 : inner),
                Int32(orientationB == .asStored ? columns : inner), 1,
                c + part.lowerBound * columns + slice.lowerBound, Int32(columns))
        }
    }
#endif
