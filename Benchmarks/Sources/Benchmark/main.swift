import Datasets
import Glibc
import Measuring
import Training

// Prints the samples a second of one workload, or of all: `swift run Benchmark [NAME…]`. With --seconds S each is
// measured for that long; with --threads 2 a second thread takes half of large products; with --cpu the processor's time
// counts and not the clock's, for a machine with other work. `./compare` runs this and the same workloads in PyTorch and
// JAX, in turn.
var arguments = Arguments()
let clock = arguments.takeClock()
let seconds = arguments.take("--seconds", orElse: 1) { $0 > 0 }
let threads = arguments.take("--threads", orElse: 1) { $0 == 1 || $0 == 2 }
let names = arguments.names
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
