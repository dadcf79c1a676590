import Testing

@testable import Training

@Suite struct PreprocessingTests {
    @Test func minMaxScaling() {
        let scaler = MinMaxScaler(Tensor([[1, 10, 7], [3, 30, 7], [2, 15, 7]]), low: -1, high: 1)
        expectClose(scaler(Tensor([[1, 30, 7], [4, 20, 9]])), Tensor([[-1, 1, -1], [2, 0, -1]]), "scaled")
    }

    @Test func anOutlierHardlyMovesARobustScale() {
        let values: [Float] = [1, 2, 3, 4, 5]
        let scaler = RobustScaler(Tensor(shape: [5, 1], values))
        #expect(scaler.median == [3] && scaler.range == [2])
        expectClose(scaler(Tensor([[5], [3]])), Tensor([[1], [0]]), "scaled")
        let other = RobustScaler(Tensor(shape: [5, 1], [1, 2, 3, 4, 5e6]))
        #expect(other.median == [3] && other.range == [2])
        #expect(RobustScaler(Tensor(shape: [4, 1], [1, 2, 3, 4])).range == [1.5])
    }

    /// A cloud with correlated features of very different scales.
    private func cloud(_ count: Int, _ generator: inout Generator) -> Tensor {
        let mixing = Tensor([[10, 3, 0], [0, 1, 0.5], [0.2, 0, 0.3]])
        return Tensor.normal([count, 3], using: &generator).matmul(mixing) + Tensor([5, -2, 1])
    }

    private func covariance(_ x: Tensor) -> Tensor {
        let centred = x - x.mean(axes: [0])
        return centred.transposed().matmul(centred) / Tensor(Float(x.shape[0]))
    }

    @Test(arguments: [Whitener.Rotation.pca, .zca]) func whitenedFeaturesAreUncorrelated(_ rotation: Whitener.Rotation)
    {
        var generator = Generator(seed: 3)
        let x = cloud(500, &generator)
        let whitened = Whitener(x, rotation)(x)
        let identity = Tensor([[1, 0, 0], [0, 1, 0], [0, 0, 1]])
        expectClose(whitened.mean(axes: [0]), .zeros([3]), within: 1e-4, "mean")
        expectClose(covariance(whitened), identity, within: 1e-4, "covariance")
    }

    @Test func zcaIsSymmetricAndPCASortsByVariance() {
        var generator = Generator(seed: 3)
        let x = cloud(200, &generator)
        let zca = Whitener(x, .zca), pca = Whitener(x, .pca)
        for i in 0..<3 { for j in 0..<i { #expect((zca.matrix[i][j] - zca.matrix[j][i]).magnitude < 1e-9) } }
        #expect(pca.variances == pca.variances.sorted(by: >) && pca.variances[0] > 90)
    }

    @Test func aDirectionWithoutVarianceIsNotBlownUp() {
        let x = Tensor([[1, 2, 0], [2, 4, 0], [3, 6, 0], [4, 8, 0]])
        let whitened = Whitener(x, .pca)(x)
        #expect(whitened.elements.allSatisfy { $0.isFinite && $0.magnitude < 2 })
    }

    @Test func scalersKnowOnlyWhatTheyWereMadeFrom() {
        var generator = Generator(seed: 8)
        let train = cloud(50, &generator), test = cloud(20, &generator)
        let row = test.sliced(0..<1)
        for scale in [
            MinMaxScaler(train).callAsFunction, RobustScaler(train).callAsFunction,
            Whitener(train, .zca).callAsFunction,
        ] {
            #expect(scale(test).sliced(0..<1) == scale(row))
        }
    }

    @Test func eigenvectorsBelongToTheirEigenvalues() {
        let matrix = [[4.0, 1, -2], [1, 3, 0.5], [-2, 0.5, 1]]
        let spectrum = Spectrum(ofSymmetric: matrix)
        for (value, vector) in zip(spectrum.eigenvalues, spectrum.eigenvectors) {
            for row in 0..<3 {
                let image = (0..<3).reduce(0) { $0 + matrix[row][$1] * vector[$1] }
                #expect((image - value * vector[row]).magnitude < 1e-12)
            }
        }
    }
}
