import Training

/// The models that are timed; `frameworks.py` builds the same.
enum Models {
    /// 784-256-128-10 with ReLU.
    static func perceptron() -> some Layer {
        var generator = Generator(seed: 1)
        return Sequential {
            Dense(784, 256, using: &generator)
            ReLU()
            Dense(256, 128, using: &generator)
            ReLU()
            Dense(128, 10, using: &generator)
        }
    }
}
