import Foundation
import Synchronization

/// A value that another thread computes meanwhile.
final class Later<Value: Sendable>: Sendable {
    private let result = Mutex<Value?>(nil)
    private let isThere = DispatchSemaphore(value: 0)

    init(_ compute: @escaping @Sendable () -> Value) {
        Thread.detachNewThread { [self] in
            let value = compute()
            result.withLock { $0 = value }
            isThere.signal()
        }
    }

    /// Waits for it.
    var value: Value {
        while true {
            if let value = result.withLock({ $0 }) { return value }
            isThere.wait()
            isThere.signal()
        }
    }
}
