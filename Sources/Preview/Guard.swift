/// Decides whether a request comes from the reader's own browser, to this server.
///
/// A page elsewhere can make a browser send requests here: under a name of its own that it lets point to this machine
/// (DNS rebinding), or across origins. The first shows in `Host`, the second in `Origin`.
struct Guard {
    let port: UInt16

    private var hosts: Set<String> { ["127.0.0.1:\(port)", "localhost:\(port)"] }

    func allows(method: String, host: String?, origin: String?) -> Bool {
        guard method == "GET" || method == "HEAD" else { return false }
        guard let host, hosts.contains(host.lowercased()) else { return false }
        guard let origin else { return true }
        return hosts.contains { origin.lowercased() == "http://" + $0 }
    }
}
