import Training

/// Features and a class for each row: a table whose last column is the class, counted from 0.
struct LabeledTable {
    let features: Tensor
    let labels: [Int]
    let featureNames: [String]

    init(parsing text: String, file: String, features count: Int, classes: Int) throws(MalformedData) {
        let table = try NumberTable(parsing: text, file: file)
        if table.rows.isEmpty {
            throw MalformedData(
                file: file, at: .line(1, column: 1), reason: "no rows", advice: "fetch the file again")
        }
        var elements: [Float] = []
        var labels: [Int] = []
        for (index, row) in table.rows.enumerated() {
            guard row.count == count + 1 else {
                throw MalformedData(
                    file: file, at: .line(table.lines[index], column: 1),
                    reason: "\(row.count) columns instead of \(count) features and a class",
                    advice: "check that this is the right file")
            }
            guard let label = Int(exactly: row[count]), label >= 0, label < classes else {
                throw MalformedData(
                    file: file, at: .line(table.lines[index], column: 1),
                    reason: "the class is not a whole number from 0 to \(classes - 1)",
                    advice: "the last column is the class")
            }
            for value in row.prefix(count) { elements.append(Float(value)) }
            labels.append(label)
        }
        features = Tensor(shape: [labels.count, count], elements)
        self.labels = labels
        featureNames = Array(table.header.prefix(count))
    }
}
