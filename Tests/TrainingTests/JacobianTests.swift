import Testing

@testable import Training

@Suite struct JacobianTests {
    private func expectClose(_ found: [Double], _ expected: [Double], _ what: Comment) {
        #expect(found.count == expected.count, what)
        for (a, b) in zip(found, expected) { #expect((a - b).magnitude < 1e-6 * max(1, b.magnitude), what) }
    }

    /// The Jacobian of x·Wᵀ is W; that of a function of each element is diagonal.
    @Test func knownMatrices() {
        let weight = Tensor([[1, -2, 0.5], [3, 0, 4]])
        let linear = Jacobian(at: Tensor([[0.3, 0.7, -1]])) { $0.matmul(weight.transposed()) }
        #expect(linear.inputs == 3 && linear.outputs == 2)
        #expect(linear.matrix() == [[1, -2, 0.5], [3, 0, 4]])
        #expect(linear.product([1, 1, 2]) == [0, 11] && linear.transposedProduct([2, -1]) == [-1, -4, -3])
        let squares = Jacobian(at: Tensor([2, 3])) { $0 * $0 }
        #expect(squares.product([1, 0]) == [4, 0] && squares.matrix() == [[4, 0], [0, 6]])
    }

    @Test func productsAreThoseOfTheMatrix() {
        var generator = Generator(seed: 1)
        let x = Tensor.normal([3, 4], using: &generator)
        let model = Sequential {
            Dense(4, 5, using: &generator); Tanh(); LayerNorm([5]); Dense(5, 2, using: &generator)
        }
        let jacobian = Jacobian(of: model) { model, mode in model(x, mode: mode).softmax() }
        #expect(jacobian.inputs == model.parameterCount && jacobian.outputs == 6)
        let matrix = jacobian.matrix()
        let v = (0..<jacobian.inputs).map { _ in generator.normal() }, u = (0..<6).map { _ in generator.normal() }
        expectClose(
            jacobian.product(v), matrix.map { zip($0, v).reduce(0) { $0 + $1.0 * $1.1 } }, "forward")
        expectClose(
            jacobian.transposedProduct(u),
            (0..<jacobian.inputs).map { j in zip(matrix, u).reduce(0) { $0 + $1.0[j] * $1.1 } }, "back")
        // A direction does not leak into the next product.
        expectClose(jacobian.product([Double](repeating: 0, count: v.count)), [0, 0, 0, 0, 0, 0], "no direction")
    }

    @Test func aLossHasItsGradientForARow() {
        var generator = Generator(seed: 2)
        let x = Tensor.normal([5, 3], using: &generator), model = Dense(3, 2, using: &generator)
        let loss = { (model: Dense, mode: Mode) in softmaxCrossEntropy(model(x, mode: mode), [0, 1, 1, 0, 1]) }
        expectClose(Jacobian(of: model, output: loss).matrix()[0], Hessian(of: model, loss: loss).gradient, "gradient")
    }

    @Test func whatHasNoInfluenceHasZeros() {
        let constant = Jacobian(at: Tensor([1, 2])) { _ in Tensor([3, 4, 5]) }
        #expect(constant.matrix() == [[0, 0], [0, 0], [0, 0]] && constant.product([1, 1]) == [0, 0, 0])
    }
}
