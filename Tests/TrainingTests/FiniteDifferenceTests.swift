import Testing

@testable import Training

/// Every operation's gradient against central differences, over shapes with broadcasting, size 1 and empty axes, and its
/// formulas in dual numbers against each other.
@Suite struct FiniteDifferenceTests {
    /// Compares the gradients of a weighted sum of `function` at every element of every point.
    func check(
        _ shapes: [[Int]], positive: Bool = false, at location: SourceLocation = #_sourceLocation,
        _ function: @escaping ([Tensor]) -> Tensor
    ) {
        var generator = Generator(seed: 7)
        let points = shapes.map {
            positive ? Tensor.uniform($0, from: 0.5, to: 2, using: &generator) : .normal($0, using: &generator)
        }
        let weights = Tensor.normal(function(points).shape, using: &generator)
        let value = { (xs: [Tensor]) in (function(xs) * weights).sum() }
        let gradients = gradients(at: points, of: value)
        let step: Float = 0.01
        for (index, point) in points.enumerated() {
            #expect(gradients[index].shape == point.shape, sourceLocation: location)
            for element in 0..<point.count {
                let difference = [step, -step].map { move in
                    var moved = points
                    moved[index].withUnsafeMutableElements { $0[element] += move }
                    return value(moved).item
                }
                let slope = (difference[0] - difference[1]) / (2 * step), found = gradients[index].elements[element]
                #expect(
                    (slope - found).magnitude <= 4e-3 * max(1, slope.magnitude),
                    "input \(index), element \(element): \(found), not \(slope)", sourceLocation: location)
            }
            checkDuals(points, index, function, weights, gradients[index], at: location)
        }
    }

    /// The same formulas in dual numbers: Jᵀ·u is the gradient, and u·(J·v), found forward, equals v·(Jᵀ·u), found back.
    private func checkDuals(
        _ points: [Tensor], _ index: Int, _ function: ([Tensor]) -> Tensor, _ weights: Tensor, _ gradient: Tensor,
        at location: SourceLocation
    ) {
        if points[index].count == 0 { return }
        let jacobian = Jacobian(at: points[index]) { x in
            var inputs = points
            inputs[index] = x
            return function(inputs)
        }
        let u = weights.elements.map(Double.init), back = jacobian.transposedProduct(u)
        let scale = max(1, back.map(\.magnitude).max() ?? 0)
        for (found, expected) in zip(back, gradient.elements) {
            #expect((found - Double(expected)).magnitude < 1e-4 * scale, "input \(index)", sourceLocation: location)
        }
        let v = back.indices.map { Double($0 % 5) - 1.5 }
        let forward = zip(u, jacobian.product(v)).reduce(0) { $0 + $1.0 * $1.1 }
        let backward = zip(v, back).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(
            (forward - backward).magnitude < 1e-9 * max(1, backward.magnitude), "input \(index): forward and back",
            sourceLocation: location)
    }

    static let pairs: [[[Int]]] = [
        [[2, 3], [2, 3]], [[2, 3], [3]], [[2, 1], [1, 3]], [[], [2, 2]], [[3, 1, 4], [2, 4]], [[1], [1]],
        [[0, 3], [3]],
        [[2, 3, 1], [3, 2]], [[], []],
    ]

    @Test(arguments: pairs) func arithmetic(_ shapes: [[Int]]) {
        check(shapes) { $0[0] + $0[1] }
        check(shapes) { $0[0] - $0[1] }
        check(shapes) { $0[0] * $0[1] }
        check(shapes, positive: true) { $0[0] / $0[1] }
    }

    @Test(arguments: [[], [1], [4], [2, 3], [0, 2]] as [[Int]]) func elementwise(_ shape: [Int]) {
        check([shape]) { -$0[0] }
        check([shape], positive: true) { $0[0].relu() - ($0[0] - 3).relu() }
        check([shape], positive: true) { $0[0].abs() + (-$0[0]).abs() * 2 }
        check([shape]) { $0[0].tanh() }
        check([shape]) { $0[0].sigmoid() }
        check([shape]) { $0[0].exp() }
        check([shape], positive: true) { $0[0].log() }
        check([shape], positive: true) { $0[0].squareRoot() }
    }

    @Test(arguments: [[2, 3, 2], [1, 3, 1], [3, 1, 2], [0, 3, 2], [2, 3, 0], [2, 0, 3]] as [[Int]]) func reductions(
        _ shape: [Int]
    ) {
        for axes in [[0], [1], [2], [0, 2], [-1, 0], [0, 1, 2], []] {
            check([shape]) { $0[0].sum(axes: axes) }
            check([shape]) { $0[0].mean(axes: axes, keepingAxes: true) }
            check([shape]) { $0[0].variance(axes: axes) }
        }
        for axis in 0..<3 where shape[axis] > 0 {
            check([shape]) { $0[0].max(axis: axis) }
            check([shape]) { $0[0].logSumExp(axis: axis) }
            check([shape]) { $0[0].softmax(axis: axis) }
            check([shape]) { $0[0].logSoftmax(axis: axis) }
        }
    }

    @Test func rearrangements() {
        check([[2, 3, 2]]) { $0[0].transposed() }
        check([[2, 3, 2]]) { $0[0].transposed([1, 0, 2]) }
        check([[2, 3]]) { $0[0].reshaped([3, -1]) * 2 }
        check([[4, 3]]) { $0[0].sliced(1..<3) }
        check([[2, 5]]) { $0[0].sliced(0..<5, by: 2, axis: -1) }
        check([[2, 5]]) { $0[0].sliced(2..<2, axis: 1) }
        check([[3, 2]]) { $0[0].rows([2, 0, 2]) }
        check([[2, 2], [1, 2]]) { .concatenated($0) }
        check([[2, 2], [2, 0], [2, 3]]) { .concatenated($0, axis: 1) }
        check([[0, 3, 2]]) { $0[0].transposed([2, 0, 1]) }
        check([[2, 0]]) { $0[0].reshaped([0, 5]) }
        check([[3, 2]]) { $0[0].rows([]) }
        check([[2, 3, 2]]) { $0[0].gathered([2, 0, 2, 1], axis: 1) }
        check([[2, 3]]) { $0[0].gathered([1], axis: -1) }
        check([[0, 3]]) { $0[0].gathered([1, 1], axis: 1) }
        check([[1, 1, 1]]) { $0[0].transposed().reshaped([]) }
        check([[2], [2]]) { xs in
            var sum = xs[0]
            sum += xs[1]
            sum *= xs[0]
            sum -= xs[1]
            return sum
        }
        check([[2], [3, 2]], positive: true) { xs in
            var quotient = xs[0]
            quotient /= xs[1]
            return quotient
        }
    }

    @Test func products() {
        check([[2, 3], [3, 4]]) { $0[0].matmul($0[1]) }
        check([[1, 1], [1, 1]]) { $0[0].matmul($0[1]) }
        check([[6, 2], [2, 3]]) { $0[0].matmul($0[1]) }
        check([[0, 3], [3, 2]]) { $0[0].matmul($0[1]) }
        check([[2, 0], [0, 3]]) { $0[0].matmul($0[1]) }
        check([[2, 1, 2, 3], [3, 3, 2]]) { $0[0].matmul($0[1]) }
        check([[3, 4], [2, 4], [2]]) { $0[0].affine(weight: $0[1], bias: $0[2]) }
        check([[7, 4], [2, 4]]) { $0[0].affine(weight: $0[1]) }
        check([[2, 2, 3], [2, 3], [2]]) { $0[0].affine(weight: $0[1], bias: $0[2]) }
        check([[1, 3], [1, 3], [1]]) { $0[0].affine(weight: $0[1], bias: $0[2]) }
        check([[0, 3], [2, 3], [2]]) { $0[0].affine(weight: $0[1], bias: $0[2]) }
    }

    @Test func crossEntropy() {
        check([[3, 4]]) { softmaxCrossEntropy($0[0], [0, 3, 1]) }
        check([[1, 1]]) { softmaxCrossEntropy($0[0], [0]) }
        check([[2, 3]]) { softmaxCrossEntropy($0[0], [2, 2], labelSmoothing: 0.2) }
    }

    @Test func aTensorUsedTwiceCollectsBothGradients() {
        check([[2, 2]]) { $0[0] * $0[0] + $0[0] }
        check([[2, 2]]) { $0[0].matmul($0[0]) }
    }
}
