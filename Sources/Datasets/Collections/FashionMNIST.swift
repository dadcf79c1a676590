import Training

/// 70,000 grey images of clothes from a shop, of 28 × 28 pixels, in ten classes: 60,000 to train on and 10,000 to test.
///
///     let fashion = try FashionMNIST(trainingExamples: 10_000)
///     fashion.train.features.shape      // [10000, 784]
///
/// Source: Xiao, Rasul and Vollgraf 2017, "Fashion-MNIST: a novel image dataset for benchmarking machine learning
/// algorithms", arXiv:1708.07747 (MIT licence).
public struct FashionMNIST: Sendable {
    /// Features `[examples, 784]`, each image row by row, from 0 (background) to 1.
    public let train: Examples<[Int]>
    /// The part to test on; features as in ``train``.
    public let test: Examples<[Int]>

    /// The name of each class, in the order of the labels 0 … 9.
    public static let classNames = [
        "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot",
    ]

    /// One of the four files of the collection: its bytes, unpacked, and the name to use in errors.
    public typealias File = (bytes: [UInt8], name: String)

    /// Reads the four files; of each part only the first examples, if limited.
    ///
    /// - Throws: ``MalformedData`` for files that are not IDX, not of 28 × 28 pixels, or with another number of images
    ///   than of labels.
    public init(
        trainImages: File, trainLabels: File, testImages: File, testLabels: File, trainingExamples: Int? = nil,
        testExamples: Int? = nil
    ) throws(MalformedData) {
        train = try FashionMNIST.examples(trainImages, trainLabels, first: trainingExamples)
        test = try FashionMNIST.examples(testImages, testLabels, first: testExamples)
    }

    private static func examples(
        _ images: File, _ labels: File, first limit: Int?
    ) throws(MalformedData) -> Examples<[Int]> {
        let pixels = try IDXArray(parsing: images.bytes, file: images.name)
        guard pixels.shape.count == 3, pixels.shape[1] == 28, pixels.shape[2] == 28 else {
            throw MalformedData(
                file: images.name, at: .byte(4), reason: "not images of 28 × 28 pixels",
                advice: "check that this is the file of images")
        }
        let marks = try IDXArray(parsing: labels.bytes, file: labels.name)
        guard marks.shape == [pixels.shape[0]] else {
            throw MalformedData(
                file: labels.name, at: .byte(4),
                reason: "\(marks.shape.first ?? 0) labels for the \(pixels.shape[0]) images of \(images.name)",
                advice: "take both files from the same part of the collection")
        }
        return Examples(
            features: pixels.tensor(first: limit, dividedBy: 255).reshaped([-1, 784]),
            targets: try marks.labels(classes: 10, first: limit, file: labels.name))
    }
}

extension Examples where Target == [Int] {
    /// `[examples, 1, side, side]`: rows of pixels as square images with one channel. Another number of pixels than a
    /// square stops the program.
    public var squareImages: Tensor {
        let pixels = features.shape.dropFirst().reduce(1, *)
        let side = Int(Float(pixels).squareRoot().rounded())
        if side * side != pixels { fatalError("squareImages: \(pixels) pixels are no square") }
        return features.reshaped([count, 1, side, side])
    }
}
