import Training

/// 1,797 handwritten digits as images of 8 × 8 pixels, each pixel from 0 (paper) to 16 (ink).
///
/// Source: Alpaydin and Kaynak 1998, UCI Machine Learning Repository, doi:10.24432/C50P49 (CC BY 4.0).
public struct Digits: Sendable {
    /// `[1797, 64]`, each image row by row.
    public let features: Tensor
    /// The digit each image shows: 0 … 9.
    public let labels: [Int]
    /// The name of each class, in the order of the labels.
    public let classNames = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]

    /// `[1797, 1, 8, 8]`: the same numbers as images with one channel.
    public var images: Tensor { features.reshaped([-1, 1, 8, 8]) }

    /// Features and labels together.
    public var examples: Examples<[Int]> { Examples(features: features, targets: labels) }

    /// Reads the text of `digits.csv`; `file` is only named in errors.
    ///
    /// - Throws: ``MalformedData`` with line and column of what is no number, no class or too many of them.
    public init(parsing text: String, file: String = "digits.csv") throws(MalformedData) {
        let table = try LabeledTable(parsing: text, file: file, features: 64, classes: 10)
        (features, labels) = (table.features, table.labels)
    }
}
