/// Decides whether a request comes from the reader's own browser, to this server.
///
/// A page elsewhere can make a browser send requests here: under a name of its own that it lets point to this machine
/// (DNS rebinding), or across origins. The first shows in `Host`, the second in `Origin`.
struct Guard {
    let port: UInt16

    private var hosts: Set<String> { ["127.0.0.1:\(port)", "localhost:\(port)"] }

    /// Whether something may be read.
    func allows(method: String, host: String?, origin: String?) -> Bool {
        guard method == "GET" || method == "HEAD" else { return false }
        guard let host, hosts.contains(host.lowercased()) else { return false }
        return origin.map(isOwn) ?? true
    }

    /// Whether something may be done: only for a page that this server served, which knows the token.
    func allowsAction(method: String, host: String?, origin: String?, token: String?, expected: String) -> Bool {
        guard method == "POST", let host, hosts.contains(host.lowercased()) else { return false }
        guard let origin, isOwn(origin), let token else { return false }
        return token == expected
    }

    private func isOwn(_ origin: String) -> Bool { hosts.contains { origin.lowercased() == "http://" + $0 } }
}
