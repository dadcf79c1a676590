/// An array of `Float` with any number of axes, stored row by row (row-major, as C and NumPy do).
///
/// A tensor is a value: a copy never changes when the original does. Arithmetic follows NumPy's broadcasting. When an
/// operand is recorded on a ``Tape``, so is the result. Shapes that do not fit stop the program and name both shapes.
///
///     let x = Tensor([[1, 2, 3], [4, 5, 6]])
///     (x - x.mean(axes: [0])).shape   // [2, 3]
public struct Tensor: @unchecked Sendable {
    /// The extent of each axis, outermost first; empty for a single number.
    public let shape: [Int]
    /// How many elements there are: the product of the shape.
    public let count: Int
    var storage: Storage
    var place: Place?

    init(shape: [Int], storage: Storage, place: Place? = nil) {
        self.shape = shape
        self.count = Shape.count(shape)
        self.storage = storage
        self.place = place
    }

    /// A tensor of `shape` whose elements, row by row, are `elements`; another number of them stops the program.
    public init(shape: [Int], _ elements: [Float]) {
        require(
            Shape.count(shape) == elements.count,
            "a tensor of shape \(Shape.describe(shape)) cannot hold \(elements.count) elements")
        self.init(shape: shape, storage: Storage(capacity: elements.count))
        for (index, element) in elements.enumerated() { storage.floats[index] = element }
    }

    /// A tensor of `shape` with every element equal to `value`.
    public init(repeating value: Float, shape: [Int]) {
        self.init(shape: shape, storage: Storage(capacity: Shape.count(shape)))
        storage.floats.initialize(repeating: value, count: count)
    }

    /// A tensor with no axes: one number.
    public init(_ number: Float) { self.init(shape: [], [number]) }

    /// A vector: a tensor with one axis.
    public init(_ elements: [Float]) { self.init(shape: [elements.count], elements) }

    /// A matrix from its rows, `[rows, columns]`; rows that are not equally long stop the program.
    public init(_ rows: [[Float]]) {
        let columns = rows.first?.count ?? 0
        for row in rows {
            require(row.count == columns, "rows of \(columns) and of \(row.count) elements in one matrix")
        }
        self.init(shape: [rows.count, columns], rows.flatMap { $0 })
    }

    /// Zeros of the given shape.
    public static func zeros(_ shape: [Int]) -> Tensor { Tensor(repeating: 0, shape: shape) }

    /// Ones of the given shape.
    public static func ones(_ shape: [Int]) -> Tensor { Tensor(repeating: 1, shape: shape) }

    /// The number of axes.
    public var rank: Int { shape.count }

    /// All elements, row by row.
    public var elements: [Float] { [Float](UnsafeBufferPointer(start: storage.floats, count: count)) }

    /// The only element of a tensor that has one; any other tensor stops the program.
    public var item: Float {
        require(count == 1, "item of a tensor of shape \(Shape.describe(shape)), which has \(count) elements")
        return storage.floats[0]
    }

    /// The element at a position, one index an axis; an index outside stops the program. Assignment copies first when
    /// the elements are shared, and the tensor leaves its tape: it is another value now.
    public subscript(position: Int...) -> Float {
        get { storage.floats[offset(of: position)] }
        set {
            let offset = offset(of: position)
            makeUnique()
            place = nil
            storage.floats[offset] = newValue
        }
    }

    /// The same value off its tape: no gradient flows through it.
    public var detached: Tensor { Tensor(shape: shape, storage: storage) }

    /// Calls `body` with the elements, row by row, which it may change in place; they are copied first when another
    /// tensor shares them. The buffer is not to be kept.
    public mutating func withUnsafeMutableElements<Result>(
        _ body: (UnsafeMutableBufferPointer<Float>) -> Result
    ) -> Result {
        makeUnique()
        place = nil
        return body(UnsafeMutableBufferPointer(start: storage.floats, count: count))
    }

    /// Calls `body` with the elements, row by row. The buffer is not to be kept.
    public func withUnsafeElements<Result>(_ body: (UnsafeBufferPointer<Float>) -> Result) -> Result {
        body(UnsafeBufferPointer(start: storage.floats, count: count))
    }

    mutating func makeUnique() {
        if isKnownUniquelyReferenced(&storage) { return }
        let copy = Storage(capacity: count)
        copy.floats.update(from: storage.floats, count: count)
        storage = copy
    }

    private func offset(of position: [Int]) -> Int {
        require(position.count == rank, "\(position.count) indices for a tensor of shape \(Shape.describe(shape))")
        var offset = 0
        for (axis, index) in position.enumerated() {
            require(
                index >= 0 && index < shape[axis], "index \(index) on axis \(axis) of shape \(Shape.describe(shape))")
            offset = offset * shape[axis] + index
        }
        return offset
    }
}

extension Tensor: Equatable {
    /// Same shape and same elements (as `Float` compares them: a NaN equals nothing).
    public static func == (a: Tensor, b: Tensor) -> Bool {
        guard a.shape == b.shape else { return false }
        for index in 0..<a.count where a.storage.floats[index] != b.storage.floats[index] { return false }
        return true
    }
}

extension Tensor: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
    public init(floatLiteral value: Float) { self.init(value) }
    public init(integerLiteral value: Int) { self.init(Float(value)) }
}
