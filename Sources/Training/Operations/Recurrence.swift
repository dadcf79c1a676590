/// A recurrent layer over whole sequences.
///
/// The inputs are x `[steps, m, inputs]`, W `[gates·width, inputs]`, U `[gates·width, width]`, and two biases b and c
/// `[gates·width]`. All inputs are multiplied with W at once; only the products with U go step by step. An example
/// whose sequence is over keeps its state.
///
/// The output is a trace, everything that the way back needs: the states `[steps, m, width]` come first, then the gates
/// after their activations `[steps, m, gates·width]`, then what the cell adds.
final class Recurrence: Operation {
    let cell: RecurrentCell
    let steps: Int, examples: Int, inputs: Int, width: Int
    private let lengths: [Int]

    init(_ cell: RecurrentCell, steps: Int, inputs: Int, width: Int, lengths: [Int]) {
        (self.cell, self.steps, self.inputs, self.width) = (cell, steps, inputs, width)
        (self.examples, self.lengths) = (lengths.count, lengths)
    }

    /// The shape of the trace.
    var shape: [Int] { [1 + cell.gates + cell.extras, steps, examples, width] }

    func forward(_ values: Operands<Float>) { evaluate(values) }
    func forward(_ values: Operands<Dual>) { evaluate(values) }
    func backward(_ values: Operands<Float>, _ adjoints: Adjoints<Float>) { propagate(values, adjoints) }
    func backward(_ values: Operands<Dual>, _ adjoints: Adjoints<Dual>) { propagate(values, adjoints) }

    private var rows: Int { steps * examples }
    private var gateWidth: Int { cell.gates * width }
    private var slab: Int { examples * width }

    private func evaluate<S: Scalar>(_ values: Operands<S>) {
        let (input, hidden) = (values.inputs[1], values.inputs[2])
        let states = values.output, gates = states + rows * width, extras = gates + rows * gateWidth
        fill(gates, rows, with: values.inputs[3])
        S.accumulate(values.inputs[0], .asStored, input, .transposed, into: gates, rows, gateWidth, inputs)
        let recurrent = UnsafeMutablePointer<S>.allocate(capacity: examples * gateWidth)
        let start = UnsafeMutablePointer<S>.allocate(capacity: slab)
        defer {
            recurrent.deallocate()
            start.deallocate()
        }
        start.initialize(repeating: 0, count: slab)
        for step in 0..<steps {
            fill(recurrent, examples, with: values.inputs[4])
            let before = step == 0 ? start : states + (step - 1) * slab
            if step > 0 {
                S.accumulate(before, .asStored, hidden, .transposed, into: recurrent, examples, gateWidth, width)
            }
            for example in 0..<examples {
                let row = step * examples + example, offset = row * width
                let previous = step == 0 ? nil : offset - slab
                if step >= lengths[example] {
                    hold(states, offset, previous)
                    if cell == .lstm { hold(extras, offset, previous) }
                    continue
                }
                S.forward(
                    cell,
                    CellRow(
                        width: width, gates: gates + row * gateWidth, recurrent: recurrent + example * gateWidth,
                        extras: extras + offset, extrasBefore: previous.map { extras + $0 },
                        extraSize: rows * width, state: states + offset, stateBefore: before + example * width))
            }
        }
    }

    private func propagate<S: Scalar>(_ values: Operands<S>, _ adjoints: Adjoints<S>) {
        let states = values.output, gates = states + rows * width, extras = gates + rows * gateWidth
        // Gradients of the gates' arguments: the part that comes from x, and the part that comes from the state.
        let slopes = zeros(rows * gateWidth, as: S.self)
        let recurrentSlopes = cell == .gru ? zeros(rows * gateWidth, as: S.self) : slopes
        let (state, before) = (zeros(slab, as: S.self), zeros(slab, as: S.self)), memory = zeros(slab, as: S.self)
        let start = zeros(slab, as: S.self)
        defer {
            for block in [slopes, state, before, memory, start] { block.deallocate() }
            if cell == .gru { recurrentSlopes.deallocate() }
        }
        for step in stride(from: steps - 1, through: 0, by: -1) {
            let output = adjoints.output + step * slab
            for i in 0..<slab { state[i] += output[i] }
            for example in 0..<examples {
                let row = step * examples + example, offset = row * width, place = example * width
                if step >= lengths[example] {
                    (before + place).update(from: state + place, count: width)
                    continue
                }
                S.backward(
                    cell,
                    CellRow(
                        width: width, gates: gates + row * gateWidth, recurrent: recurrentSlopes + row * gateWidth,
                        extras: extras + offset, extrasBefore: step == 0 ? nil : extras + offset - slab,
                        extraSize: rows * width, state: states + offset,
                        stateBefore: step == 0 ? start + place : states + offset - slab),
                    slopes + row * gateWidth, state + place, before + place, memory + place)
            }
            state.update(from: before, count: slab)
            if step > 0 {
                let slope = recurrentSlopes + step * examples * gateWidth
                S.accumulate(slope, .asStored, values.inputs[2], .asStored, into: state, examples, width, gateWidth)
            }
        }
        addShares(values, adjoints, slopes, recurrentSlopes)
    }

    /// x̄ += S·W, W̄ += Sᵀ·x, Ū += Rᵀ·h, b̄ += Σ S and c̄ += Σ R, for all steps at once.
    private func addShares<S: Scalar>(
        _ values: Operands<S>, _ adjoints: Adjoints<S>, _ slopes: UnsafePointer<S>, _ recurrentSlopes: UnsafePointer<S>
    ) {
        if let x = adjoints.inputs[0] {
            S.accumulate(slopes, .asStored, values.inputs[1], .asStored, into: x, rows, inputs, gateWidth)
        }
        if let weight = adjoints.inputs[1] {
            S.accumulate(slopes, .transposed, values.inputs[0], .asStored, into: weight, gateWidth, inputs, rows)
        }
        if let weight = adjoints.inputs[2], steps > 1 {
            let later = recurrentSlopes + examples * gateWidth
            S.accumulate(later, .transposed, values.output, .asStored, into: weight, gateWidth, width, rows - examples)
        }
        for (index, source) in [(3, slopes), (4, recurrentSlopes)] {
            guard let bias = adjoints.inputs[index] else { continue }
            for row in 0..<rows {
                let slope = source + row * gateWidth
                for k in 0..<gateWidth { bias[k] += slope[k] }
            }
        }
    }

    private func fill<S: Scalar>(_ target: UnsafeMutablePointer<S>, _ rows: Int, with bias: UnsafePointer<S>) {
        for row in 0..<rows { (target + row * gateWidth).update(from: bias, count: gateWidth) }
    }

    /// The row at `offset` becomes the one before it in time.
    private func hold<S: Scalar>(_ numbers: UnsafeMutablePointer<S>, _ offset: Int, _ previous: Int?) {
        if let previous {
            (numbers + offset).update(from: numbers + previous, count: width)
        } else {
            (numbers + offset).update(repeating: 0, count: width)
        }
    }

    private func zeros<S: Scalar>(_ count: Int, as: S.Type) -> UnsafeMutablePointer<S> {
        let block = UnsafeMutablePointer<S>.allocate(capacity: max(count, 1))
        block.initialize(repeating: 0, count: count)
        return block
    }
}
