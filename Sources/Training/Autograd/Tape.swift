/// Where on a tape a tensor was recorded.
struct Place {
    let tape: Tape
    let index: Int
    let generation: Int

    /// False once the tape was cleared: the tensor is a constant from then on.
    var isCurrent: Bool { generation == tape.generation }
}

/// The operations of a computation in the order they happened, kept so that gradients can be found by walking back.
///
///     let tape = Tape()
///     let w = tape.variable(Tensor([1, 2, 3]))
///     let loss = (w * w).sum()
///     tape.backward(from: loss)
///     tape.gradient(of: w)        // [2, 4, 6]
///     tape.clear()                // before the next step
///
/// Clearing keeps the memory: a training step that repeats the shapes of the one before allocates no buffers. A tape
/// belongs to one thread. Method: reverse accumulation (Linnainmaa 1970; Baydin et al. 2018, section 3.2).
public final class Tape: @unchecked Sendable {
    struct Record {
        /// Nil for a variable or a constant.
        let operation: (any Operation)?
        let inputs: [Int]
        let value: Tensor
        let needsGradient: Bool
        var gradient: Storage?
        /// How many operations read this value.
        var uses = 0
        /// The gradient was already added, scaled, to the variable's own storage.
        var hasDescended = false
    }

    private(set) var records: [Record] = []
    private(set) var generation = 0
    private var variables: [Int] = []
    private var expectedVariable = 0
    private var buffers: [Storage] = []
    private var usedBuffers = 0
    private var notes: [(owner: Storage, next: Tensor)] = []

    /// An empty tape.
    public init() {}

    /// Forgets what was recorded; tensors recorded before are constants from now on.
    public func clear() {
        records.removeAll(keepingCapacity: true)
        variables.removeAll(keepingCapacity: true)
        expectedVariable = 0
        usedBuffers = 0
        notes.removeAll(keepingCapacity: true)
        generation += 1
    }

    /// The tensor as a variable whose gradient is wanted. The same tensor given twice is one variable.
    public func variable(_ tensor: Tensor) -> Tensor {
        if let known = find(tensor) { return placed(tensor, known) }
        let index = append(nil, [], tensor, needsGradient: true)
        variables.append(index)
        return placed(tensor, index)
    }

    /// Finds the gradient of `loss`, a single number, with respect to everything recorded before it. A loss of another
    /// shape, or one that is not on this tape, stops the program.
    public func backward(from loss: Tensor) { backward(from: loss, descending: nil) }

    /// The gradient of a variable or of any recorded result, of the shape of `tensor`; zeros if it had no influence. A
    /// tensor that is not on this tape stops the program.
    public func gradient(of tensor: Tensor) -> Tensor {
        guard let index = index(of: tensor) ?? find(tensor) else {
            fatalError("gradient of a tensor that is not recorded on this tape")
        }
        require(!records[index].hasDescended, "the gradient went straight into the variable and was not kept")
        guard let gradient = records[index].gradient else { return .zeros(tensor.shape) }
        return Tensor(shape: tensor.shape, storage: gradient)
    }

    /// Walks back. With a rate, a weight read once is moved by −rate × gradient where its gradient arises, which saves
    /// writing and reading the gradient; the caller has made sure that nobody else shares the weight's storage.
    func backward(from loss: Tensor, descending rate: Float?) {
        require(loss.count == 1, "gradient of a tensor of shape \(Shape.describe(loss.shape)), not a number")
        guard let last = index(of: loss) else { fatalError("the loss is not recorded on this tape") }
        for index in records.indices { records[index].gradient = nil }
        adjoint(last)[0] = 1
        for index in stride(from: last, through: 0, by: -1) {
            guard let operation = records[index].operation, records[index].gradient != nil else { continue }
            propagate(operation, index, descending: rate)
        }
    }

    private func propagate(_ operation: any Operation, _ index: Int, descending rate: Float?) {
        let inputs = records[index].inputs
        var scale: Float = 1
        var adjoints: [UnsafeMutablePointer<Float>?] = []
        adjoints.reserveCapacity(inputs.count)
        for (position, input) in inputs.enumerated() {
            if let rate, operation.descendingInput == position, isSoleVariable(input) {
                scale = -rate
                records[input].hasDescended = true
                adjoints.append(records[input].value.storage.floats)
            } else {
                adjoints.append(records[input].needsGradient ? adjoint(input) : nil)
            }
        }
        let values = Operands(
            inputs: inputs.map { records[$0].value.storage.floats }, output: records[index].value.storage.floats)
        operation.backward(values, Adjoints(inputs: adjoints, output: adjoint(index), scale: scale))
    }

    private func isSoleVariable(_ index: Int) -> Bool {
        records[index].operation == nil && records[index].needsGradient && records[index].uses == 1
    }

    private func adjoint(_ index: Int) -> UnsafeMutablePointer<Float> {
        if let known = records[index].gradient { return known.floats }
        let storage = takeStorage(records[index].value.count)
        storage.floats.update(repeating: 0, count: records[index].value.count)
        records[index].gradient = storage
        return storage.floats
    }

    // MARK: Recording

    func record(_ operation: any Operation, _ inputs: [Tensor], _ output: Tensor) -> Tensor {
        var places: [Int] = []
        places.reserveCapacity(inputs.count)
        for input in inputs {
            let index = index(of: input) ?? append(nil, [], input.detached, needsGradient: false)
            records[index].uses += 1
            places.append(index)
        }
        return placed(output, append(operation, places, output, needsGradient: true))
    }

    /// A buffer of at least `count` floats. Steps ask for the same buffers in the same order, so each request looks at
    /// the one its predecessor had; a buffer that a tensor outside still holds is left to it.
    func takeStorage(_ count: Int) -> Storage {
        defer { usedBuffers += 1 }
        if usedBuffers == buffers.count {
            buffers.append(Storage(capacity: count))
        } else if buffers[usedBuffers].capacity < count || !isKnownUniquelyReferenced(&buffers[usedBuffers]) {
            buffers[usedBuffers] = Storage(capacity: count)
        }
        return buffers[usedBuffers]
    }

    /// Keeps the value that a layer wants `tensor`, a state it maintains, to take on after the pass.
    func note(_ next: Tensor, for tensor: Tensor) {
        if let known = notes.firstIndex(where: { $0.owner === tensor.storage }) {
            notes[known].next = next
        } else {
            notes.append((tensor.storage, next))
        }
    }

    func noted(for tensor: Tensor) -> Tensor? { notes.first { $0.owner === tensor.storage }?.next }

    /// Whether the variable was already moved during the walk back.
    func hasDescended(_ tensor: Tensor) -> Bool { find(tensor).map { records[$0].hasDescended } ?? false }

    func index(of tensor: Tensor) -> Int? {
        guard let place = tensor.place, place.tape === self, place.isCurrent else { return nil }
        return place.index
    }

    /// Whether the tensor was read as a variable since the tape was cleared.
    func isVariable(_ tensor: Tensor) -> Bool { find(tensor) != nil }

    /// Variables are asked for in the same order again and again, so the search starts where the last one ended.
    private func find(_ tensor: Tensor) -> Int? {
        for step in variables.indices {
            let candidate = (expectedVariable + step) % variables.count
            if records[variables[candidate]].value.storage === tensor.storage {
                expectedVariable = candidate + 1
                return variables[candidate]
            }
        }
        return nil
    }

    private func append(_ operation: (any Operation)?, _ inputs: [Int], _ value: Tensor, needsGradient: Bool) -> Int {
        records.append(
            Record(operation: operation, inputs: inputs, value: value.detached, needsGradient: needsGradient))
        return records.count - 1
    }

    private func placed(_ tensor: Tensor, _ index: Int) -> Tensor {
        Tensor(
            shape: tensor.shape, storage: tensor.storage,
            place: Place(tape: self, index: index, generation: generation))
    }
}
