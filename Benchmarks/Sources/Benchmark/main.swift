import Datasets
import Glibc
import Training

// Prints the samples a second of one workload, or of all: `swift run Benchmark [NAME…]`. With --seconds S each is
// measured for that long; with --threads 2 a second thread takes half of large products; with --cpu the processor's time
// counts and not the clock's, for a machine with other work. `./compare` runs this and the same workloads in PyTorch and
// JAX, in turn.
var names = Array(CommandLine.arguments.dropFirst())
let clock = names.contains("--cpu") ? CLOCK_PROCESS_CPUTIME_ID : CLOCK_MONOTONIC
names.removeAll { $0 == "--cpu" }
let seconds = take("--seconds", orElse: 1) { $0 > 0 }
let threads = take("--threads", orElse: 1) { $0 == 1 || $0 == 2 }
if let unknown = names.first(where: { name in !Workload.all.contains { $0.name == name } }) {
    refuse("no workload is called \(unknown); there are \(Workload.all.map(\.name).joined(separator: ", "))")
}
let examples = try FashionMNIST(trainingExamples: 8_192, testExamples: 1).train
for workload in Workload.all where names.isEmpty || names.contains(workload.name) {
    let measure = { workload.samplesPerSecond(on: examples, during: seconds, clock: clock) }
    let rate = threads == 2 ? withSecondThread(measure) : measure()
    print("\(workload.name) \(Int(rate.rounded()))")
    fflush(nil)
}

/// Takes an option and its number out of the arguments.
@MainActor
func take(_ option: String, orElse standard: Double, where isFit: (Double) -> Bool) -> Double {
    guard let place = names.firstIndex(of: option) else { return standard }
    guard place + 1 < names.count, let value = Double(names[place + 1]), isFit(value) else {
        refuse("\(option): \(place + 1 < names.count ? names[place + 1] : "no number") is not possible")
    }
    names.removeSubrange(place...place + 1)
    return value
}

/// Ends the program with a message for whoever called it.
func refuse(_ message: String) -> Never {
    _ = (message + "\n").withCString { write(2, $0, strlen($0)) }
    exit(64)
}
