import Testing

@testable import Training

/// A layer whose input is a parameter too, so that all gradients are found and checked alike.
private struct Probe: Layer {
    var input: Parameter
    var layer: any Layer

    init(_ layer: any Layer, _ input: Tensor, isTrainable: Bool) {
        (self.layer, self.input) = (layer, Parameter("input", input, isTrainable: isTrainable))
    }

    func callAsFunction(_ input: Tensor, mode: Mode) -> Tensor { layer(input, mode: mode) }

    mutating func visitParameters(_ visit: (inout Parameter) -> Void) {
        visit(&input)
        layer.visitParameters(visit)
    }

    /// A weighted sum of the outputs and of their squares, so that the loss is curved for every layer.
    func loss(in mode: Mode) -> Tensor {
        let y = self(input.value(in: mode), mode: mode)
        var generator = Generator(seed: 3)
        return (y * Tensor.normal(y.shape, using: &generator)).sum() + (y * y).sum() * 0.25
    }

    /// The model with trainable number `index` of all moved by `step`; or all of them along `direction`.
    func moved(_ step: Float, along direction: [Double]) -> Probe {
        var copy = self
        var index = 0
        copy.visitParameters { parameter in
            guard parameter.isTrainable else { return }
            parameter.value.withUnsafeMutableElements {
                for i in $0.indices {
                    $0[i] += step * Float(direction[index])
                    index += 1
                }
            }
        }
        return copy
    }

    func gradients(in mode: (Tape) -> Mode) -> [Float] {
        let tape = Tape()
        var own = self
        own.visitParameters { $0.value.makeUnique() }
        tape.backward(from: own.loss(in: mode(tape)))
        return own.parameters.filter(\.isTrainable).flatMap { tape.gradient(of: $0.value).elements }
    }
}

/// What holds for every layer: the table of ``LayerCase`` is checked as a whole.
@Suite struct EveryLayerTests {
    private func probe(_ example: LayerCase, _ count: Int) -> Probe {
        var generator = Generator(seed: 11)
        let layer = example.make(&generator)
        return Probe(layer, example.examples(count, &generator), isTrainable: example.input != .indices)
    }

    private func expectGradients(_ probe: Probe, _ mode: (Tape) -> Mode, _ what: Comment) {
        let found = probe.gradients(in: mode)
        var direction = [Double](repeating: 0, count: found.count)
        for index in found.indices {
            direction[index] = 1
            let ends = [0.01, -0.01].map { probe.moved($0, along: direction).loss(in: mode(Tape())).item }
            direction[index] = 0
            let slope = (ends[0] - ends[1]) / 0.02
            #expect((slope - found[index]).magnitude <= 5e-3 * max(1, slope.magnitude), "\(what), number \(index)")
        }
    }

    @Test(arguments: LayerCase.all) func gradientsAgreeWithDifferences(_ example: LayerCase) {
        expectGradients(probe(example, 3), { .training(on: $0) }, "in training")
        expectGradients(probe(example, 3), { .evaluation(on: $0) }, "in evaluation")
    }

    /// BatchNorm of vectors cannot train on one example; that it says why is tested beside its other rules.
    @Test(arguments: LayerCase.all) func aBatchOfOneTrains(_ example: LayerCase) {
        let isVectorBatch = example.mixing == .inTraining && example.shape.count == 2
        if !isVectorBatch { expectGradients(probe(example, 1), { .training(on: $0) }, "in training") }
        expectGradients(probe(example, 1), { .evaluation(on: $0) }, "in evaluation")
    }

    @Test(arguments: LayerCase.all) func inEvaluationExamplesAreAnsweredOneByOne(_ example: LayerCase) {
        if example.mixing == .always { return }
        let probe = probe(example, 3), x = probe.input.value
        let alone = (0..<3).map { probe.layer(x.sliced($0..<$0 + 1)) }
        expectClose(probe.layer(x), .concatenated(alone), within: 1e-6, "together")
    }

    @Test(arguments: LayerCase.all) func noExamplesHaveNoAnswers(_ example: LayerCase) {
        if example.mixing == .always { return }
        let probe = probe(example, 3), x = probe.input.value
        let answer = probe.layer(x.sliced(0..<0))
        #expect(answer.shape == [0] + probe.layer(x).shape.dropFirst())
    }

    /// Curvature is found with dual numbers: the same formulas in another arithmetic.
    @Test(arguments: LayerCase.all) func curvatureAgreesWithDifferences(_ example: LayerCase) {
        let probe = probe(example, 3)
        let hessian = Hessian(of: probe) { $0.loss(in: $1) }
        if hessian.count == 0 { return }
        let gradient = probe.gradients(in: { .evaluation(on: $0) })
        expectClose(Tensor(hessian.gradient.map(Float.init)), Tensor(gradient), "gradient")
        var generator = Generator(seed: 5)
        let direction = (0..<hessian.count).map { _ in generator.normal() }
        let ends = [Float(1e-3), -1e-3].map { step in
            Hessian(of: probe.moved(step, along: direction)) { $0.loss(in: $1) }.gradient
        }
        let product = hessian.product(direction), scale = max(1, product.map(\.magnitude).max() ?? 0)
        for (exact, (ahead, behind)) in zip(product, zip(ends[0], ends[1])) {
            #expect(((ahead - behind) / 2e-3 - exact).magnitude < 2e-3 * scale)
        }
    }
}
