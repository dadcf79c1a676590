/// A recorded computation run again, forward and back, in dual numbers.
final class Replay {
    private let records: [Tape.Record]
    private let last: Int?
    private let values: [UnsafeMutablePointer<Dual>]
    private let adjoints: [UnsafeMutablePointer<Dual>?]

    /// The records up to the loss; nil when the loss was not recorded, so that nothing has an influence on it.
    init(_ records: [Tape.Record], last: Int?) {
        self.records = Array(records.prefix((last ?? -1) + 1))
        self.last = last
        values = self.records.map { .allocate(capacity: max($0.value.count, 1)) }
        adjoints = self.records.map { $0.needsGradient ? .allocate(capacity: max($0.value.count, 1)) : nil }
        for (index, record) in self.records.enumerated() where record.operation == nil {
            for i in 0..<record.value.count { values[index][i] = Dual(constant: record.value.storage.floats[i]) }
        }
    }

    deinit {
        for value in values { value.deallocate() }
        for adjoint in adjoints { adjoint?.deallocate() }
    }

    /// The gradient of the loss (values) and its derivative (tangents) for one record; nil after the loss.
    func adjoint(_ record: Int) -> UnsafeMutablePointer<Dual>? { record < adjoints.count ? adjoints[record] : nil }

    /// Runs with the given tangents on some records and zero on all others.
    func run(_ tangents: [(record: Int, values: ArraySlice<Double>)]) {
        guard let last else { return }
        for tangent in tangents where tangent.record < records.count {
            for (i, value) in tangent.values.enumerated() { values[tangent.record][i].tangent = value }
        }
        for (index, record) in records.enumerated() {
            record.operation?.forward(operands(index))
            adjoints[index]?.update(repeating: 0, count: record.value.count)
        }
        adjoints[last]?[0] = 1
        for index in stride(from: last, through: 0, by: -1) {
            guard let operation = records[index].operation, let output = adjoints[index] else { continue }
            operation.backward(
                operands(index), Adjoints(inputs: records[index].inputs.map { adjoints[$0] }, output: output))
        }
    }

    private func operands(_ index: Int) -> Operands<Dual> {
        Operands(inputs: records[index].inputs.map { values[$0] }, output: values[index])
    }
}
