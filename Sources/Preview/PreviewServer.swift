import FlyingFox
import Foundation

/// Serves the site on loopback, and tells open pages what changes.
struct PreviewServer: Sendable {
    let site: ServedSite
    let broadcast: Broadcast
    /// What a page must tell to have something done.
    let token: String
    /// Opens a place, `lessons/dropout.md:43:9`, in an editor; says whether it could.
    let open: @Sendable (String) -> Bool

    /// Serves until the task is cancelled.
    /// - Parameters:
    ///   - port: where to listen; the next free one when it is taken.
    ///   - ready: told the port.
    func run(port: UInt16, ready: @Sendable (UInt16) -> Void) async throws {
        let port = try PreviewPort.firstFree(from: port)
        let server = HTTPServer(address: try .inet(ip4: "127.0.0.1", port: port), timeout: 60, logger: .disabled)
        let check = Guard(port: port)
        let sockets = WebSocketHTTPHandler(handler: MessageFrameWSHandler(handler: Messages(broadcast: broadcast)))
        await server.appendRoute("GET /.lessons/socket") { request in
            guard Self.isAllowed(request, check) else { return HTTPResponse(statusCode: .forbidden) }
            return try await sockets.handleRequest(request)
        }
        await server.appendRoute("POST /.lessons/open") { request in
            guard Self.isAllowedAction(request, check, token) else { return HTTPResponse(statusCode: .forbidden) }
            let place = try await request.bodyData
            guard place.count < 4096, open(String(decoding: place, as: UTF8.self)) else {
                return HTTPResponse(statusCode: .notFound)
            }
            return HTTPResponse(statusCode: .noContent)
        }
        await server.appendRoute("*") { request in
            guard Self.isAllowed(request, check) else { return HTTPResponse(statusCode: .forbidden) }
            return response(to: request)
        }
        async let running: Void = server.run()
        try await server.waitUntilListening()
        ready(port)
        try await running
    }

    private static func isAllowed(_ request: HTTPRequest, _ check: Guard) -> Bool {
        check.allows(
            method: request.method.rawValue, host: request.headers[.host],
            origin: request.headers[HTTPHeader("Origin")])
    }

    private static func isAllowedAction(_ request: HTTPRequest, _ check: Guard, _ token: String) -> Bool {
        check.allowsAction(
            method: request.method.rawValue, host: request.headers[.host],
            origin: request.headers[HTTPHeader("Origin")], token: request.headers[HTTPHeader("X-Lessons-Token")],
            expected: token)
    }

    private func response(to request: HTTPRequest) -> HTTPResponse {
        guard let file = site.file(at: request.path) else {
            let page = site.file(at: "/404.html")
            return HTTPResponse(
                statusCode: .notFound, headers: [.contentType: page?.type ?? "text/plain; charset=utf-8"],
                body: page?.bytes ?? Data("There is no such page.\n".utf8))
        }
        return HTTPResponse(
            statusCode: .ok,
            headers: [
                .contentType: file.type, .cacheControl: "no-store", HTTPHeader("X-Content-Type-Options"): "nosniff",
                HTTPHeader("Cross-Origin-Resource-Policy"): "same-origin",
                HTTPHeader("Content-Security-Policy"): "frame-ancestors 'self'",
            ], body: file.bytes)
    }
}

/// A page's socket: it is told what happens, and says nothing.
private struct Messages: WSMessageHandler {
    let broadcast: Broadcast

    func makeMessages(for client: AsyncStream<WSMessage>) async throws -> AsyncStream<WSMessage> {
        let messages = broadcast.listen()
        return AsyncStream { continuation in
            let sending = Task {
                for await message in messages { continuation.yield(.text(message)) }
                continuation.finish()
            }
            let reading = Task {
                for await _ in client {}
                continuation.finish()
            }
            continuation.onTermination = { _ in
                sending.cancel()
                reading.cancel()
            }
        }
    }
}
