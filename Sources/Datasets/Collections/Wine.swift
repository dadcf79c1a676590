import Training

/// Chemical analyses of 178 wines from three cultivars of one region of Italy: 13 features whose scales run from 0.1 to
/// 1,000.
///
///     let wine = try Wine()
///     let (train, test) = wine.examples.split(testFraction: 0.25, using: &generator)
///
/// Source: Aeberhard and Forina 1992, UCI Machine Learning Repository, doi:10.24432/C5PC7J (CC BY 4.0).
public struct Wine: Sendable {
    /// `[178, 13]`, in the units of the analysis.
    public let features: Tensor
    /// The cultivar of each wine: 0, 1 or 2.
    public let labels: [Int]
    /// Such as `Alcohol`; one for each feature.
    public let featureNames: [String]
    /// The name of each class, in the order of the labels.
    public let classNames = ["Cultivar 1", "Cultivar 2", "Cultivar 3"]

    /// Features and labels together.
    public var examples: Examples<[Int]> { Examples(features: features, targets: labels) }

    /// Reads the text of `wine.csv`; `file` is only named in errors.
    ///
    /// - Throws: ``MalformedData`` with line and column of what is no number, no class or too many of them.
    public init(parsing text: String, file: String = "wine.csv") throws(MalformedData) {
        let table = try LabeledTable(parsing: text, file: file, features: 13, classes: 3)
        (features, labels, featureNames) = (table.features, table.labels, table.featureNames)
    }
}
