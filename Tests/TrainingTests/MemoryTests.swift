import Glibc
import Testing

@testable import Training

/// Training needs as much memory at its end as at its beginning. Each test runs in a process of its own: what other
/// tests allocate meanwhile would count too.
@Suite struct MemoryTests {
    /// The bytes that `malloc` has given out and not got back, by its own account.
    static func bytesInUse() -> Int {
        typealias Report = @convention(c) (Int32, UnsafeMutablePointer<FILE>?) -> Int32
        guard let symbol = dlsym(nil, "malloc_info") else { fatalError("no malloc_info") }
        let report = unsafeBitCast(symbol, to: Report.self)
        var (text, length): (UnsafeMutablePointer<CChar>?, Int) = (nil, 0)
        let stream = open_memstream(&text, &length)
        _ = report(0, stream)
        fclose(stream)
        defer { free(text) }
        let lines = text.map { String(cString: $0).split(separator: "\n") } ?? []
        // The sums over all heaps come last.
        func total(_ kind: String) -> Int {
            guard let line = lines.last(where: { $0.contains("type=\"\(kind)\"") }),
                let size = line.split(separator: "size=\"").last?.split(separator: "\"").first, let bytes = Int(size)
            else { fatalError("malloc_info names no total for \(kind)") }
            return bytes
        }
        return total("current") + total("mmap") - total("rest") - total("fast")
    }

    static func dense(_ generator: inout Generator) -> some Layer {
        Sequential {
            Dense(2, 16, using: &generator); BatchNorm(16); ReLU(); Dropout(0.3, using: &generator)
            Dense(16, 3, using: &generator)
        }
    }

    static func expectSteady(
        _ model: some Layer, _ rule: some Optimizer, _ x: Tensor, clipping: Clipping? = nil, penalties: [Penalty] = []
    ) {
        var trainer = Trainer(model, optimizer: rule, clipping: clipping, penalties: penalties)
        let labels = (0..<x.shape[0]).map { $0 % 3 }
        func bytes(after steps: Int) -> Int {
            for _ in 0..<steps { trainer.step { softmaxCrossEntropy($0(x, mode: $1), labels) } }
            return bytesInUse()
        }
        _ = bytes(after: 20)
        let early = bytes(after: 10), late = bytes(after: 1_000)
        // What malloc keeps ready for itself shifts by some hundred bytes. The least allocation takes 16, so that one kept
        // by each step would come to 16,000.
        if late - early > 1_024 { fatalError("\(early) bytes after 30 steps, \(late) after 1,030") }
    }

    @Test func theReportSeesWhatIsHeld() async {
        await #expect(processExitsWith: .success) {
            let before = MemoryTests.bytesInUse()
            let block = malloc(50_000), large = malloc(5_000_000)
            let held = MemoryTests.bytesInUse() - before
            free(block)
            free(large)
            let after = MemoryTests.bytesInUse()
            guard held >= 5_050_000, held < 5_100_000, (after - before).magnitude < 10_000 else {
                fatalError("\(before) bytes, then \(held) more, then \(after)")
            }
        }
    }

    @Test func stepsOfDenseLayersAllocateNothingThatStays() async {
        await #expect(processExitsWith: .success) {
            var generator = Generator(seed: 1)
            let x = Tensor.normal([32, 2], using: &generator)
            MemoryTests.expectSteady(MemoryTests.dense(&generator), SGD(learningRate: 0.01), x)
            MemoryTests.expectSteady(
                MemoryTests.dense(&generator), Adam(), x, clipping: .norm(1), penalties: [.l2(0.01), .maxNorm(2)])
        }
    }

    @Test func stepsOfConvolutionsAllocateNothingThatStays() async {
        await #expect(processExitsWith: .success) {
            var generator = Generator(seed: 1)
            let model = Sequential {
                Conv2D(1, 4, kernel: 3, using: &generator); GroupNorm(4, groups: 2); GELU(); MaxPool2D(2); Flatten()
                WeightNorm(Dense(36, 3, using: &generator))
            }
            MemoryTests.expectSteady(model, AdamW(), .normal([8, 1, 8, 8], using: &generator))
        }
    }

    @Test func stepsOfRecurrencesAllocateNothingThatStays() async {
        await #expect(processExitsWith: .success) {
            var generator = Generator(seed: 1)
            let x = Tensor.normal([8, 5, 2], using: &generator)
            let lstm = Sequential {
                LSTM(2, 6, using: &generator); GRU(6, 4, using: &generator)
                RNN(4, 4, output: .lastStep, using: &generator); SpectralNorm(Dense(4, 3, using: &generator))
            }
            MemoryTests.expectSteady(lstm, RMSprop(momentum: 0.9, centered: true), x)
        }
    }

    /// Over epochs only the history grows: by a record for each step, in an array that doubles when it is full.
    @Test func theMemoryOfAFitIsFlatOverEpochs() async {
        await #expect(processExitsWith: .success) {
            var generator = Generator(seed: 1)
            let data = FitTests.clouds(&generator)
            var model = MemoryTests.dense(&generator)
            var bytes: [Int] = []
            bytes.reserveCapacity(60)
            _ = try? fit(
                &model, to: data, epochs: 60, batchSize: 8, optimizer: Adam(), validation: data,
                stopping: .patience(60), using: &generator
            ) { _, _ in
                bytes.append(MemoryTests.bytesInUse())
                return true
            }
            let records = 60 * 12 * MemoryLayout<History.Step>.stride + 60 * MemoryLayout<History.Epoch>.stride
            guard bytes.count == 60, bytes[59] - bytes[2] <= 2 * records else {
                fatalError("\(bytes[59] - bytes[2]) bytes more, with records of \(records)")
            }
        }
    }
}
