import Testing

@testable import Training

/// Every way a product is computed (kernels of our own, OpenBLAS) against the plain loops in double precision.
@Suite struct MatrixKernelTests {
    static let extents = [1, 2, 3, 5, 6, 7, 8, 9, 13, 16, 17, 31, 65]

    @Test(arguments: [Matrix.Orientation.asStored, .transposed], [Matrix.Orientation.asStored, .transposed])
    func productsAgreeWithPlainSwift(_ a: Matrix.Orientation, _ b: Matrix.Orientation) {
        var generator = Generator(seed: 1)
        for rows in Self.extents {
            for columns in Self.extents {
                for inner in Self.extents {
                    check(a, b, rows, columns, inner, keeping: (rows + columns + inner) % 2 == 0, &generator)
                }
            }
        }
        for (rows, columns, inner) in [(8, 256, 784), (256, 784, 8), (128, 10, 300), (64, 40, 0), (0, 3, 4)] {
            check(a, b, rows, columns, inner, keeping: true, &generator)
        }
    }

    private func check(
        _ orientationA: Matrix.Orientation, _ orientationB: Matrix.Orientation, _ rows: Int, _ columns: Int,
        _ inner: Int, keeping: Bool, _ generator: inout Generator
    ) {
        let a = Tensor.normal([rows * inner], using: &generator)
        let b = Tensor.normal([inner * columns], using: &generator)
        // One element behind the end shows whether a kernel writes too far.
        let start = Tensor.normal([rows * columns + 1], using: &generator)
        var result = start
        result.withUnsafeMutableElements { c in
            Matrix.multiply(
                a.storage.floats, orientationA, b.storage.floats, orientationB, into: c.baseAddress!, rows, columns,
                inner, scale: -0.5, keeping: keeping ? 1 : 0)
        }
        var expected = start.elements.map { Dual(keeping ? Double($0) : 0, 0) }
        expected.withUnsafeMutableBufferPointer { c in
            Matrix.accumulate(
                a.elements.map { Dual(constant: $0) }, orientationA, b.elements.map { Dual(constant: $0) },
                orientationB, into: c.baseAddress!, rows, columns, inner, scale: Dual(-0.5, 0))
        }
        let found = result.elements
        for index in 0..<rows * columns {
            let distance = (Double(found[index]) - expected[index].value).magnitude
            if distance > 1e-6 * Double(inner + 4) {
                Issue.record("\(rows) × \(inner) × \(columns): element \(index) is off by \(distance)")
                return
            }
        }
        #expect(found[rows * columns] == start.elements[rows * columns])
    }
}
