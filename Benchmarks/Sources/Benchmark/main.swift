import Datasets
import Glibc
import Training

// Prints the samples a second of one workload, or of all: `swift run Benchmark [NAME…]`. With --seconds S each is
// measured for that long; with --cpu the processor's time counts and not the clock's, for a machine with other work. `./compare` runs this and the same workloads in PyTorch and JAX, in turn.
var names = Array(CommandLine.arguments.dropFirst())
var seconds = 1.0
let clock = names.contains("--cpu") ? CLOCK_PROCESS_CPUTIME_ID : CLOCK_MONOTONIC
names.removeAll { $0 == "--cpu" }
if let flag = names.firstIndex(of: "--seconds") {
    guard flag + 1 < names.count, let value = Double(names[flag + 1]), value > 0 else {
        refuse("--seconds takes a number above 0")
    }
    seconds = value
    names.removeSubrange(flag...flag + 1)
}
if let unknown = names.first(where: { name in !Workload.all.contains { $0.name == name } }) {
    refuse("no workload is called \(unknown); there are \(Workload.all.map(\.name).joined(separator: ", "))")
}
let examples = try FashionMNIST(trainingExamples: 8_192, testExamples: 1).train
for workload in Workload.all where names.isEmpty || names.contains(workload.name) {
    let rate = workload.samplesPerSecond(on: examples, during: seconds, clock: clock)
    print("\(workload.name) \(Int(rate.rounded()))")
    fflush(nil)
}

/// Ends the program with a message for whoever called it.
func refuse(_ message: String) -> Never {
    _ = (message + "\n").withCString { write(2, $0, strlen($0)) }
    exit(64)
}
