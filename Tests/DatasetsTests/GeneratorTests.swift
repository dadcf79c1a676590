import Testing
import Training

@testable import Datasets

@Suite struct GeneratorTests {
    @Test func equalSeedsGiveEqualExamples() {
        func all(_ seed: Int) -> [Tensor] {
            var generator = Generator(seed: seed)
            return [
                Examples.blobs(30, using: &generator).features, Examples.moons(30, using: &generator).features,
                Examples.circles(30, using: &generator).features, Examples.spirals(30, using: &generator).features,
                Examples.xor(30, using: &generator).features,
                Examples.polynomial(30, coefficients: [1, 2], using: &generator).targets,
                Examples.sparseLinear(30, features: 5, informative: 2, using: &generator).examples.targets,
                Sequences.addingProblem(30, lengths: 2...9, using: &generator).targets,
                Sequences.parity(30, lengths: 1...9, using: &generator).features,
            ]
        }
        #expect(all(1) == all(1))
        for (a, b) in zip(all(1), all(2)) { #expect(a != b) }
    }

    @Test func classesTakeTurns() {
        var generator = Generator(seed: 1)
        let blobs = Examples.blobs(7, centers: [[0], [1], [2]], using: &generator)
        #expect(blobs.targets == [0, 1, 2, 0, 1, 2, 0] && blobs.features.shape == [7, 1])
        #expect(Examples.moons(0, using: &generator).features.shape == [0, 2])
    }

    @Test func blobsLieAroundTheirCenters() {
        var generator = Generator(seed: 2)
        let blobs = Examples.blobs(4_000, centers: [[-5, 1, 0], [5, 2, 9]], deviation: 0.5, using: &generator)
        for (label, center) in [[-5, 1, 0], [5, 2, 9]].enumerated() {
            let own = blobs.features.rows((0..<4_000).filter { blobs.targets[$0] == label })
            for (axis, mean) in own.mean(axes: [0]).elements.enumerated() {
                #expect((mean - Float(center[axis])).magnitude < 0.05)
            }
            let variance = own.elements.enumerated().reduce(Float(0)) { sum, next in
                let distance = next.element - Float(center[next.offset % 3])
                return sum + distance * distance
            }
            #expect((variance / 6_000 - 0.25).magnitude < 0.02)
        }
    }

    @Test func shapesWithoutNoise() {
        var generator = Generator(seed: 3)
        let circles = Examples.circles(50, ratio: 0.25, noise: 0, using: &generator)
        let moons = Examples.moons(50, noise: 0, using: &generator)
        let spirals = Examples.spirals(60, classes: 3, turns: 1, noise: 0, using: &generator)
        let xor = Examples.xor(200, noise: 0, using: &generator)
        func radius(_ x: Float, _ y: Float) -> Float { (x * x + y * y).squareRoot() }
        for i in 0..<50 {
            let (x, y) = (circles.features[i, 0], circles.features[i, 1])
            #expect((radius(x, y) - (circles.targets[i] == 0 ? 1 : 0.25)).magnitude < 1e-5)
            let (u, v) = (moons.features[i, 0], moons.features[i, 1])
            #expect(moons.targets[i] == 0 ? v >= 0 : v <= 0.5)
            #expect(((moons.targets[i] == 0 ? radius(u, v) : radius(u - 1, v - 0.5)) - 1).magnitude < 1e-5)
        }
        #expect((0..<60).allSatisfy { radius(spirals.features[$0, 0], spirals.features[$0, 1]) <= 1.00001 })
        for i in 0..<200 { #expect((xor.features[i, 0] * xor.features[i, 1] < 0) == (xor.targets[i] == 1)) }
        #expect(Set((0..<200).map { [xor.features[$0, 0], xor.features[$0, 1]] }).count == 4)
    }

    @Test func polynomialsFollowTheirCoefficients() {
        var generator = Generator(seed: 4)
        let exact = Examples.polynomial(40, coefficients: [1, -2, 0.5], over: 2...3, noise: 0, using: &generator)
        for i in 0..<40 {
            let x = exact.features[i, 0]
            #expect(x >= 2 && x <= 3 && (exact.targets[i, 0] - (1 - 2 * x + 0.5 * x * x)).magnitude < 1e-5)
        }
        let noisy = Examples.polynomial(4_000, coefficients: [], noise: 0.3, using: &generator)
        let variance = noisy.targets.elements.reduce(0) { $0 + $1 * $1 } / 4_000
        #expect((variance - 0.09).magnitude < 0.01)
    }

    @Test func sparseWeights() {
        var generator = Generator(seed: 5)
        let (examples, weights) = Examples.sparseLinear(
            20, features: 30, informative: 4, noise: 0, using: &generator)
        let nonzero = weights.elements.filter { $0 != 0 }
        #expect(nonzero.count == 4 && nonzero.allSatisfy { $0.magnitude >= 1 && $0.magnitude <= 2 })
        let product = examples.features.matmul(weights.reshaped([30, 1]))
        #expect(zip(product.elements, examples.targets.elements).allSatisfy { ($0 - $1).magnitude < 1e-4 })
    }

    static let refusals: [(message: String, attempt: @Sendable (inout Generator) -> Void)] = [
        ("centers have equally many coordinates", { _ = Examples.blobs(3, centers: [[0], [1, 2]], using: &$0) }),
        ("-1 examples of 2 classes", { _ = Examples.moons(-1, using: &$0) }),
        ("3 examples of 0 classes", { _ = Examples.spirals(3, classes: 0, using: &$0) }),
        (
            "3 informative features of 2",
            { _ = Examples.sparseLinear(4, features: 2, informative: 3, using: &$0) }
        ),
        ("a sequence has at least 2 steps", { _ = Sequences.addingProblem(3, lengths: 1...4, using: &$0) }),
        ("a sequence has at least 1 step", { _ = Sequences.parity(3, lengths: 0...4, using: &$0) }),
        (
            "2 lengths up to 4 and 1 targets",
            { _ in _ = Sequences(features: .zeros([2, 3, 1]), lengths: [1, 4], targets: [0]) }
        ),
    ]

    @Test(arguments: refusals.indices) func impossibleExamplesStop(_ index: Int) async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { [index] in
            var generator = Generator(seed: 1)
            GeneratorTests.refusals[index].attempt(&generator)
        }
        let output = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(output.contains(Self.refusals[index].message))
    }

    @Test func addingProblem() {
        var generator = Generator(seed: 6)
        let task = Sequences.addingProblem(200, lengths: 2...10, using: &generator)
        #expect(task.features.shape == [200, 10, 2] && Set(task.lengths) == Set(2...10))
        for i in 0..<200 {
            let steps = (0..<10).map { (task.features[i, $0, 0], task.features[i, $0, 1]) }
            #expect(steps.filter { $0.1 == 1 }.count == 2)
            #expect((steps.reduce(0) { $0 + $1.0 * $1.1 } - task.targets[i, 0]).magnitude < 1e-6)
            #expect(steps[task.lengths[i]...].allSatisfy { $0 == (0, 0) })
        }
        #expect(task.rows([3, 1]).lengths == [task.lengths[3], task.lengths[1]])
        #expect(task.examples.count == 200)
    }

    @Test func parity() {
        var generator = Generator(seed: 7)
        let task = Sequences.parity(200, lengths: 1...6, using: &generator)
        for i in 0..<200 {
            let steps = (0..<6).map { task.features[i, $0, 0] }
            #expect(steps.filter { $0 == 1 }.count % 2 == task.targets[i])
            #expect(steps.filter { $0 != 0 }.count == task.lengths[i])
        }
        #expect(Set(task.targets) == [0, 1] && task.count == 200)
    }
}
