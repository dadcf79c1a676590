#if canImport(Glibc)
    import Glibc

    /// The results of `body` for 0 ..< count, in that order, computed by several threads that have ended on return.
    ///
    /// This thread calls `afterEach` with the number of results there are, whenever it has computed one itself.
    ///
    /// Threads of its own rather than a pool's: the process of a notebook is forked between cells, and a fork takes no
    /// thread along.
    func mapSideBySide<Result: Sendable>(
        count: Int, threads: Int?, afterEach: (Int) -> Void, _ body: @Sendable (Int) -> Result
    ) -> [Result] {
        let width = max(1, min(threads ?? Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))), count))
        guard width > 1 else { return mapInTurn(count, afterEach, body) }
        return withoutActuallyEscaping(body) { body in
            let results = Results<Result>(count)
            let work = Work(count: count) { results.slots[$0] = body($0) }
            var started: [pthread_t] = []
            for _ in 1..<width {
                var thread = pthread_t()
                let argument = Unmanaged.passRetained(work)
                let status = pthread_create(&thread, nil, runWork, argument.toOpaque())
                // Without another thread, this one does the rest.
                if status == 0 { started.append(thread) } else { argument.release() }
            }
            work.run(afterEach: afterEach)
            for thread in started { pthread_join(thread, nil) }
            return results.slots.compactMap { $0 }
        }
    }

    private func runWork(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
        if let argument { Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().run { _ in } }
        return nil
    }

    /// A row of tasks, each taken by the thread that is free first.
    private final class Work: @unchecked Sendable {
        private let count: Int
        private let task: @Sendable (Int) -> Void
        private var next = 0
        private var completed = 0
        private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)

        init(count: Int, _ task: @escaping @Sendable (Int) -> Void) {
            (self.count, self.task) = (count, task)
            pthread_mutex_init(lock, nil)
        }

        deinit {
            pthread_mutex_destroy(lock)
            lock.deallocate()
        }

        func run(afterEach: (Int) -> Void) {
            while let index = take() {
                task(index)
                afterEach(complete())
            }
        }

        private func complete() -> Int {
            pthread_mutex_lock(lock)
            defer { pthread_mutex_unlock(lock) }
            completed += 1
            return completed
        }

        private func take() -> Int? {
            pthread_mutex_lock(lock)
            defer { pthread_mutex_unlock(lock) }
            guard next < count else { return nil }
            next += 1
            return next - 1
        }
    }

    /// A place for each result; every place is written by one thread, and read when all have ended.
    private final class Results<Result: Sendable>: @unchecked Sendable {
        let slots: UnsafeMutableBufferPointer<Result?>

        init(_ count: Int) {
            slots = .allocate(capacity: count)
            slots.initialize(repeating: nil)
        }

        deinit {
            slots.deinitialize()
            slots.deallocate()
        }
    }
#else
    /// Without threads, as in a browser: the results of `body` for 0 ..< count, one after another.
    func mapSideBySide<Result: Sendable>(
        count: Int, threads: Int?, afterEach: (Int) -> Void, _ body: @Sendable (Int) -> Result
    ) -> [Result] { mapInTurn(count, afterEach, body) }
#endif

private func mapInTurn<Result>(_ count: Int, _ afterEach: (Int) -> Void, _ body: (Int) -> Result) -> [Result] {
    (0..<count).map { index in
        let result = body(index)
        afterEach(index + 1)
        return result
    }
}
