/// Which of the results recorded in one pass belong to which layer of the model.
///
/// A layer is known by its parameters: its output is the last result that was computed from one of them, and its
/// activation the element-wise function of that output, if nothing else reads the output.
struct LayerTrace {
    struct Entry {
        let layer: String
        var output: Int
        var activation: Int?
    }

    private(set) var entries: [Entry] = []
    private let tape: Tape
    /// Records that are parameters, and their names.
    private var names: [(record: Int, parameter: Parameter)] = []

    init(_ parameters: [Parameter], on tape: Tape) {
        self.tape = tape
        for parameter in parameters where tape.isVariable(parameter.value) {
            if let record = tape.index(of: tape.variable(parameter.value)) { names.append((record, parameter)) }
        }
        for (index, record) in tape.records.enumerated() where record.operation != nil {
            for input in record.inputs {
                guard let parameter = parameter(at: input) else { continue }
                if let known = entries.firstIndex(where: { $0.layer == parameter.layer }) {
                    entries[known].output = index
                } else {
                    entries.append(Entry(layer: parameter.layer, output: index))
                }
            }
        }
        for index in entries.indices { entries[index].activation = activation(of: entries[index].output) }
    }

    private func parameter(at record: Int) -> Parameter? { names.first { $0.record == record }?.parameter }

    private func activation(of output: Int) -> Int? {
        guard tape.records[output].uses == 1 else { return nil }
        for index in (output + 1)..<max(tape.records.count, output + 1)
        where tape.records[index].inputs == [output] && tape.records[index].operation != nil {
            let (before, after) = (tape.records[output].value, tape.records[index].value)
            return before.shape == after.shape && before.rank > 0 ? index : nil
        }
        return nil
    }

    /// Where the first number came up that is not finite.
    func firstNonFinite() -> NonFiniteLoss.Place {
        for (index, record) in tape.records.enumerated() {
            let x = record.value.storage.floats
            guard (0..<record.value.count).contains(where: { !x[$0].isFinite }) else { continue }
            if let parameter = parameter(at: index) { return .parameter(parameter.name) }
            if record.operation == nil { return .data }
            // What comes before a layer's output is a part of that layer; what comes after the last, of the loss.
            return entries.first { index <= $0.activation ?? $0.output }.map { .layer($0.layer) } ?? .loss
        }
        return .loss
    }
}
