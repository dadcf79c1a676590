import Testing

@testable import Training

@Suite struct TensorTests {
    @Test func copiesDoNotChange() {
        let a = Tensor([1, 2, 3])
        var b = a
        b[1] = 9
        #expect(a.elements == [1, 2, 3] && b.elements == [1, 9, 3])
    }

    @Test func emptyAxes() {
        #expect(Tensor.zeros([0, 3]).sum(axes: [0]) == Tensor([0, 0, 0]))
        #expect(Tensor.zeros([0]).mean().item.isNaN)
        #expect((Tensor.zeros([0, 3]) + Tensor([1, 2, 3])).shape == [0, 3])
        #expect(Tensor.zeros([2, 0]).matmul(.zeros([0, 2])) == .zeros([2, 2]))
        #expect(Tensor.zeros([0, 3]).max(axis: 1).shape == [0] && Tensor.zeros([0, 3]).softmax().shape == [0, 3])
        #expect(Tensor.zeros([0, 3]).argmax().isEmpty)
    }

    @Test func describesItself() {
        #expect(Tensor([[1, 2.5], [-0.125, 1e-7]]).description == "[[     1,   2.5],\n [-0.125, 1e-07]]")
        #expect(Tensor(2).description == "2" && Tensor([Float]()).description == "[]")
        #expect(Tensor((0..<20).map(Float.init)).description == "[0, 1, 2, …, 17, 18, 19]")
        #expect(Tensor([0.99996, -3.00004]).description == "[1, -3]")
        #expect(Tensor([.nan, -.infinity, -0, 2e7, 123_456.5]).description == "[nan, -inf, 0, 2e+07, 123456.5]")
        #expect(
            Tensor(shape: [2, 2, 2], [1, 2, 3, 10, -5, 6, 7, 8]).description
                == "[[[ 1,  2],\n  [ 3, 10]],\n [[-5,  6],\n  [ 7,  8]]]")
        #expect(Tensor.zeros([2, 0]).description == "[[],\n []]" && Tensor.zeros([0, 2]).description == "[]")
        // The long number in the row left out makes no column wider.
        let long = Tensor(shape: [13, 1], (0..<13).map { $0 == 5 ? 1_000 : Float($0) })
        #expect(long.description == "[[ 0],\n [ 1],\n [ 2],\n …,\n [10],\n [11],\n [12]]")
    }

    @Test func entriesAreGatheredAlongAnyAxis() {
        let x = Tensor([[1, 2, 3], [4, 5, 6]])
        #expect(x.gathered([2, 0, 2], axis: 1) == Tensor([[3, 1, 3], [6, 4, 6]]))
        #expect(x.gathered([1, 0], axis: 0) == x.rows([1, 0]) && x.gathered([], axis: -1).shape == [2, 0])
    }

    @Test func argmaxTakesTheFirstOfEquals() {
        #expect(Tensor([[1, 3, 3], [0, -1, -2]]).argmax() == [1, 0])
    }

    @Test func shapesThatDoNotFitStop() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.zeros([2, 3]) + Tensor.zeros([2, 4])
        }
        let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(message.contains("[2, 3] and [2, 4]"))
    }
}

@Suite struct GeneratorTests {
    @Test func equalSeedsGiveEqualBits() {
        var (a, b, c) = (Generator(seed: 5), Generator(seed: 5), Generator(seed: 6))
        let first = (0..<100).map { _ in a.next() }
        #expect(first == (0..<100).map { _ in b.next() } && first != (0..<100).map { _ in c.next() })
    }

    @Test func momentsAreThoseStated() {
        var generator = Generator(seed: 1)
        let normal = Tensor.normal([100_000], mean: 2, deviation: 3, using: &generator)
        #expect((normal.mean().item - 2).magnitude < 0.05 && (normal.variance().item - 9).magnitude < 0.2)
        let uniform = Tensor.uniform([100_000], from: -1, to: 3, using: &generator)
        #expect((uniform.mean().item - 1).magnitude < 0.02 && (uniform.variance().item - 16 / 12).magnitude < 0.03)
    }

    static let variances: [(Initializer, Double)] = [
        (.xavierNormal, 2.0 / 500), (.xavierUniform, 2.0 / 500), (.heNormal, 2.0 / 300), (.heUniform, 2.0 / 300),
        (.heNormal.scaled(by: 2), 8.0 / 300), (.zeros, 0),
    ]

    @Test(arguments: variances) func initializersHaveTheirVariance(_ initializer: Initializer, _ variance: Double) {
        var generator = Generator(seed: 2)
        let weight = initializer(shape: [200, 300], inputs: 300, outputs: 200, using: &generator)
        #expect((Double(weight.variance().item) - variance).magnitude <= 0.02 * variance)
    }

    @Test func permutationsHoldEveryNumber() {
        var generator = Generator(seed: 3)
        #expect(generator.permutation(50).sorted() == Array(0..<50))
        #expect(generator.permutation(0).isEmpty)
    }
}
