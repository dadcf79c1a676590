import Dispatch
import Synchronization

extension Range<Int> {
    /// What `body` makes of each index, in order, computed by several threads, each taking the next that is not taken.
    public func mapSideBySide<Result: Sendable>(
        threads: Int, _ body: @Sendable (Int) -> Result
    ) -> [Result] {
        let next = Mutex(lowerBound)
        let results = Mutex([Result?](repeating: nil, count: count))
        DispatchQueue.concurrentPerform(iterations: Swift.max(1, Swift.min(threads, count))) { _ in
            while let index = next.withLock({ value -> Int? in
                defer { value += 1 }
                return value < upperBound ? value : nil
            }) {
                let result = body(index)
                results.withLock { $0[index - lowerBound] = result }
            }
        }
        return results.withLock { $0.compactMap { $0 } }
    }
}
