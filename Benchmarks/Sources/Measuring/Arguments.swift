import Glibc

/// What a benchmark is asked on the command line: options, and the names that are left.
public struct Arguments {
    public private(set) var names = Array(CommandLine.arguments.dropFirst())

    public init() {}

    /// The clock of `--cpu`, the processor's time, or that of the wall.
    public mutating func takeClock() -> clockid_t {
        let count = names.count
        names.removeAll { $0 == "--cpu" }
        return names.count < count ? CLOCK_PROCESS_CPUTIME_ID : CLOCK_MONOTONIC
    }

    /// Takes an option and its number out of the arguments; one that is not fit ends the program.
    public mutating func take(_ option: String, orElse standard: Double, where isFit: (Double) -> Bool) -> Double {
        guard let place = names.firstIndex(of: option) else { return standard }
        guard place + 1 < names.count, let value = Double(names[place + 1]) else { refuse("\(option) takes a number") }
        guard isFit(value) else { refuse("\(option): \(names[place + 1]) is not possible") }
        names.removeSubrange(place...place + 1)
        return value
    }
}

/// What a clock says, in seconds.
public func now(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}

/// Ends the program with a message for whoever called it.
public func refuse(_ message: String) -> Never {
    _ = (message + "\n").withCString { write(2, $0, strlen($0)) }
    exit(64)
}
