import Testing

@testable import Training

/// A second thread changes how long training takes, and no bit of what it gives.
@Suite struct SecondThreadTests {
    @Test(arguments: [
        (128, 256, 784), (512, 256, 784), (256, 784, 512), (512, 128, 256), (100, 1_000, 129), (1_009, 67, 311),
        (17, 4_001, 65), (2_000, 24, 70),
    ])
    func largeProductsAreTheSameBits(rows: Int, columns: Int, inner: Int) {
        var generator = Generator(seed: 4)
        let a = Tensor.normal([rows * inner], using: &generator),
            b = Tensor.normal([inner * columns], using: &generator)
        for orientationA in [Matrix.Orientation.asStored, .transposed] {
            for orientationB in [Matrix.Orientation.asStored, .transposed] {
                func product() -> [Float] {
                    var result = Tensor.zeros([rows * columns])
                    result.withUnsafeMutableElements { c in
                        Matrix.multiply(
                            a.storage.floats, orientationA, b.storage.floats, orientationB, into: c.baseAddress!, rows,
                            columns, inner, keeping: 1)
                    }
                    return result.elements
                }
                let alone = product(), together = withSecondThread(product)
                let differing = zip(alone, together).count { $0 != $1 }
                #expect(differing == 0, "\(orientationA) × \(orientationB)")
            }
        }
    }

    @Test func trainingIsTheSameBits() {
        func train() -> [Float] {
            var generator = Generator(seed: 2)
            let x = Tensor.normal([256, 300], using: &generator)
            let labels = (0..<256).map { $0 % 10 }
            let model = Sequential {
                Dense(300, 200, using: &generator)
                BatchNorm(200)
                ReLU()
                Dense(200, 10, using: &generator)
            }
            var trainer = Trainer(model, optimizer: Adam(learningRate: 0.01))
            for _ in 0..<5 {
                trainer.step { model, mode in softmaxCrossEntropy(model(x, mode: mode), labels) }
            }
            return trainer.model.parameters.flatMap(\.value.elements)
        }
        // Compared outside: a failed expectation would print every weight.
        let isSame = train() == withSecondThread(train)
        #expect(isSame)
    }

    @Test func oneInsideAnotherIsOne() {
        #expect(withSecondThread { withSecondThread { 1 } + 1 } == 2)
    }
}
