/// A recorded computation run again, forward and back, in dual numbers.
final class Replay {
    /// Numbers that were recorded, or were not because nothing read them.
    struct Variable {
        let record: Int?
        let count: Int
    }

    typealias Tangent = (record: Int, values: ArraySlice<Double>)

    private let records: [Tape.Record]
    private let last: Int?
    private let values: [UnsafeMutablePointer<Dual>]
    private let adjoints: [UnsafeMutablePointer<Dual>?]

    /// The records up to the result; nil when that was not recorded, so that nothing has an influence on it.
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

    /// What was computed; nil when it was not recorded.
    var result: UnsafeMutablePointer<Dual>? { last.map { values[$0] } }

    /// `direction`, which runs over all variables, cut into the tangents of those that were recorded.
    func tangents(_ direction: [Double], _ variables: [Variable]) -> [Tangent] {
        var (tangents, start): ([Tangent], Int) = ([], 0)
        for variable in variables {
            if let record = variable.record { tangents.append((record, direction[start..<start + variable.count])) }
            start += variable.count
        }
        return tangents
    }

    /// The gradients found by the walk back (values) and their derivatives (tangents), of all variables one after
    /// another; zeros for one without influence.
    func adjoints(_ variables: [Variable]) -> [Dual] {
        variables.flatMap { variable in
            let found = variable.record.flatMap { $0 < adjoints.count ? adjoints[$0] : nil }
            return (0..<variable.count).map { found?[$0] ?? 0 }
        }
    }

    /// Runs with the given tangents on some records and zero on all others.
    func runForward(_ tangents: [Tangent]) {
        guard last != nil else { return }
        for (index, record) in records.enumerated() where record.operation == nil {
            for i in 0..<record.value.count { values[index][i].tangent = 0 }
        }
        for tangent in tangents where tangent.record < records.count {
            for (i, value) in tangent.values.enumerated() { values[tangent.record][i].tangent = value }
        }
        for (index, record) in records.enumerated() { record.operation?.forward(operands(index)) }
    }

    /// Walks back from the result, whose entries have these gradients; ``runForward(_:)`` comes first.
    func runBackward(from gradients: [Double]) {
        guard let last else { return }
        for (index, record) in records.enumerated() { adjoints[index]?.update(repeating: 0, count: record.value.count) }
        for (i, gradient) in gradients.enumerated() { adjoints[last]?[i] = Dual(gradient, 0) }
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
