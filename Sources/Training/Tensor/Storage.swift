/// A block of floats that tensors share until one of them is written to.
///
/// It is written only by the operation that makes it, or by the one owner that `isKnownUniquelyReferenced` finds;
/// that is why it may cross threads.
final class Storage: @unchecked Sendable {
    let capacity: Int
    let floats: UnsafeMutablePointer<Float>

    init(capacity: Int) {
        self.capacity = capacity
        floats = .allocate(capacity: max(capacity, 1))
    }

    deinit { floats.deallocate() }
}
