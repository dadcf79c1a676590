#if canImport(COpenBLAS)
    import CKernels
    import Glibc
#endif

/// Does `body` with a second thread that takes half of every large product of matrices, and ends it afterwards.
///
/// The results are the same bits as without: large products are computed in the same halves by one thread.
/// Mini-batches of 128 examples and more gain; ``fit(_:to:loss:epochs:batchSize:dropsLast:optimizer:schedule:clipping:penalties:validation:metric:stopping:observingEvery:checkpointEvery:afterStep:using:afterEpoch:)``
/// does this by itself for them, as long as a core is idle. Where there are no threads, as in a browser, `body` runs
/// alone.
public func withSecondThread<Result, Failure: Error>(
    _ body: () throws(Failure) -> Result
) throws(Failure) -> Result {
    #if canImport(COpenBLAS)
        let isStarted = second_thread_start() != 0
        defer { if isStarted { second_thread_end() } }
    #endif
    return try body()
}

/// Does `body` with a second thread if that is worth it for batches of this size, and if a core has nothing to do.
func withSecondThreadIfIdle<Result, Failure: Error>(
    batchSize: Int, _ body: () throws(Failure) -> Result
) throws(Failure) -> Result {
    // Below, waking the other thread costs what it saves.
    if batchSize >= 128 && coreIsIdle() { return try withSecondThread(body) }
    return try body()
}

/// Whether fewer threads want to run, on the whole machine, than there are cores.
private func coreIsIdle() -> Bool {
    #if canImport(COpenBLAS)
        let file = open("/proc/loadavg", O_RDONLY)
        guard file >= 0 else { return false }
        defer { close(file) }
        var text = [UInt8](repeating: 0, count: 128)
        let count = read(file, &text, text.count)
        // "0.70 2.05 2.28 1/150 1234": the number before the slash counts the threads that want to run.
        guard count > 0, let slash = text.prefix(count).firstIndex(of: UInt8(ascii: "/")) else { return false }
        let digits = text[..<slash].reversed().prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }.reversed()
        let running = digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
        return running > 0 && running < Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    #else
        return false
    #endif
}
