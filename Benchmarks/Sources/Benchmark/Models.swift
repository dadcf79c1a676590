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

    /// The same with batch normalization before each ReLU.
    static func normalizedPerceptron() -> some Layer {
        var generator = Generator(seed: 1)
        return Sequential {
            Dense(784, 256, using: &generator)
            BatchNorm(256)
            ReLU()
            Dense(256, 128, using: &generator)
            BatchNorm(128)
            ReLU()
            Dense(128, 10, using: &generator)
        }
    }

    /// Two convolutions with kernels of 5 × 5, to 16 and 32 channels, each with ReLU and pooling, and a dense layer.
    static func convolutional() -> some Layer {
        var generator = Generator(seed: 1)
        return Sequential {
            Conv2D(1, 16, kernel: 5, using: &generator)
            ReLU()
            MaxPool2D(2)
            Conv2D(16, 32, kernel: 5, using: &generator)
            ReLU()
            MaxPool2D(2)
            Flatten()
            Dense(32 * 4 * 4, 10, using: &generator)
        }
    }

    /// Long short-term memory of 128 that reads an image as 28 rows.
    static func recurrent() -> some Layer {
        var generator = Generator(seed: 1)
        return Sequential {
            LSTM(28, 128, output: .lastStep, using: &generator)
            Dense(128, 10, using: &generator)
        }
    }
}
