import Testing

@testable import Training

@Suite struct HessianTests {
    /// Parameters are small multiples of 2⁻⁶, so that the steps of the differences are exact in `Float`.
    static func coarse(_ shape: [Int], _ generator: inout Generator) -> Tensor {
        Tensor(shape: shape, Tensor.normal(shape, using: &generator).elements.map { ($0 * 64).rounded() / 64 })
    }

    @Test func productsAreDerivativesOfTheGradient() {
        var generator = Generator(seed: 8)
        let x = Tensor.normal([6, 3], using: &generator), labels = [0, 1, 2, 0, 1, 2]
        let layers = (
            Dense(weight: Self.coarse([4, 3], &generator), bias: Self.coarse([4], &generator)),
            Dense(weight: Self.coarse([3, 4], &generator), bias: nil)
        )
        let model = Sequential {
            layers.0; Tanh(); layers.1; Sigmoid()
        }
        let loss = {
            (model: Sequential<Chain<Chain<Chain<Chain<Identity, Dense>, Tanh>, Dense>, Sigmoid>>, mode: Mode) in
            softmaxCrossEntropy(model(x, mode: mode).exp() / 2, labels) + (model(x, mode: mode) * x.sum()).mean()
        }
        let hessian = Hessian(of: model, loss: loss)
        let direction = (0..<hessian.count).map { Double($0 % 5 - 2) }
        let step = 1.0 / 4_096
        let moved = [step, -step].map { step in
            var (model, index) = (model, 0)
            model.visitParameters { parameter in
                parameter.value.withUnsafeMutableElements { p in
                    for i in p.indices {
                        p[i] += Float(step * direction[index])
                        index += 1
                    }
                }
            }
            return Hessian(of: model, loss: loss).gradient
        }
        for (index, found) in hessian.product(direction).enumerated() {
            let expected = (moved[0][index] - moved[1][index]) / (2 * step)
            #expect((found - expected).magnitude < 1e-5 * max(1, expected.magnitude), "\(found), not \(expected)")
        }
    }

    @Test func theGradientIsThatOfTheTape() {
        var generator = Generator(seed: 9)
        let x = Tensor.normal([5, 4], using: &generator)
        let model = Dense(4, 3, using: &generator)
        let loss = { (model: Dense, mode: Mode) in softmaxCrossEntropy(model(x, mode: mode), [0, 1, 2, 1, 0]) }
        let tape = Tape()
        tape.backward(from: loss(model, .training(on: tape)))
        let expected = tape.gradient(of: model.weight.value).elements
        for (a, b) in zip(Hessian(of: model, loss: loss).gradient, expected) {
            #expect((a - Double(b)).magnitude < 1e-6)
        }
    }

    /// At zero weights H = (X̃ᵀX̃/m) ⊗ (I/3 − 1/9), so its nonzero eigenvalues are a third of those of X̃ᵀX̃/m, twice each.
    @Test func softmaxClassifierAtZero() {
        let x = Tensor([[1_000, 0], [-1_000, 0], [0, 1], [0, -1]])
        let model = Dense(weight: .zeros([3, 2]), bias: .zeros([3]))
        let hessian = Hessian(of: model) { softmaxCrossEntropy($0(x, mode: $1), [0, 1, 2, 0]) }
        let spectrum = hessian.spectrum()
        let expected = [500_000, 500_000, 1, 1, 0.5, 0.5].map { $0 / 3 }
        #expect(spectrum.eigenvalues.count == 9 && spectrum.nonzero().count == 6)
        for (a, b) in zip(spectrum.nonzero(), expected) { #expect((a - b).magnitude < 1e-9 * b, "\(a), not \(b)") }
        #expect((spectrum.conditionNumber - 1e6).magnitude < 1e-3)
        var generator = Generator(seed: 1)
        #expect((hessian.largestEigenvalue(using: &generator) - spectrum.largest).magnitude < 1e-6 * spectrum.largest)
    }

    @Test func symmetricMatrices() {
        #expect(Spectrum(ofSymmetric: []).eigenvalues.isEmpty)
        #expect(Spectrum(ofSymmetric: [[3]]).eigenvalues == [3])
        for (a, b) in zip(
            Spectrum(ofSymmetric: [[2, -1, 0], [-1, 2, -1], [0, -1, 2]]).eigenvalues,
            [2 + 2.0.squareRoot(), 2, 2 - 2.0.squareRoot()])
        { #expect((a - b).magnitude < 1e-14) }
        let opposite = Spectrum(ofSymmetric: [[0, 1], [1, 0]]).eigenvalues
        #expect((opposite[0] - 1).magnitude < 1e-14 && (opposite[1] + 1).magnitude < 1e-14)
    }
}
