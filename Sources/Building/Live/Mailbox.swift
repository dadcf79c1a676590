import Foundation

/// What several threads have to tell one that waits for it.
final class Mailbox<Message: Sendable>: Sendable {
    private let condition = NSCondition()
    /// Only touched while the condition is locked.
    nonisolated(unsafe) private var messages: [Message] = []

    func put(_ message: Message) {
        condition.lock()
        messages.append(message)
        condition.signal()
        condition.unlock()
    }

    /// Everything that was put since, once there is something.
    /// - Parameter patience: seconds after which nothing will do; for ever if it is nil.
    func take(patience: Double? = nil) -> [Message] {
        condition.lock()
        defer { condition.unlock() }
        if let patience {
            let limit = Date(timeIntervalSinceNow: patience)
            while messages.isEmpty, condition.wait(until: limit) {}
        } else {
            while messages.isEmpty { condition.wait() }
        }
        defer { messages = [] }
        return messages
    }
}
