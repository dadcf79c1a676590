import Foundation
import Synchronization

/// Messages to every open page, and the last one of each kind for pages that open later.
final class Broadcast: Sendable {
    private struct State {
        var listeners: [UUID: AsyncStream<String>.Continuation] = [:]
        var last: [String: String] = [:]
    }

    private let state = Mutex(State())

    /// - Parameter kind: what a later message of the same kind replaces; nil for what is of no use to a page that opens
    ///   later.
    func send(_ message: String, kind: String?) {
        let listeners = state.withLock { state in
            if let kind { state.last[kind] = message }
            return Array(state.listeners.values)
        }
        for listener in listeners {
            // A page that has slept through so much asks for everything when it finds its connection closed.
            if case .dropped = listener.yield(message) { listener.finish() }
        }
    }

    /// What is sent from now on, after what a page that opens now must know.
    func listen() -> AsyncStream<String> {
        let id = UUID()
        let (stream, continuation) = AsyncStream.makeStream(of: String.self, bufferingPolicy: .bufferingNewest(256))
        let known = state.withLock { state in
            state.listeners[id] = continuation
            return state.last.sorted { $0.key < $1.key }.map(\.value)
        }
        for message in known { continuation.yield(message) }
        continuation.onTermination = { [self] _ in state.withLock { $0.listeners[id] = nil } }
        return stream
    }
}
