import Foundation
import Testing
import Training

@testable import Datasets

@Suite struct SafetensorsTests {
    private static func file(_ header: String, _ data: [UInt8] = []) -> [UInt8] {
        let text = Array(header.utf8)
        return (0..<8).map { UInt8(truncatingIfNeeded: text.count >> (8 * $0)) } + text + data
    }

    @Test func aFileComesBackAsItWas() throws {
        let file = Safetensors(
            tensors: [
                ("0.weight", Tensor([[1.5, -2], [Float.leastNonzeroMagnitude, 3e38]])), ("größe \"\\\n", Tensor(7)),
                ("leer", Tensor.zeros([0, 3])),
            ], metadata: [("notes", "tab\tand \u{1} 🙂")])
        let bytes = file.bytes()
        let back = try Safetensors(parsing: bytes, file: "w")
        #expect(back.tensors.map { $0.name } == file.tensors.map { $0.name })
        for (old, new) in zip(file.tensors, back.tensors) { #expect(old.value == new.value) }
        #expect(back.metadata.first?.value == "tab\tand \u{1} 🙂")
        #expect((bytes.count - 20) % 8 == 0, "numbers begin at a multiple of eight bytes")
    }

    @Test func otherTypesOfFloats() throws {
        func numbers(_ type: String, _ data: [UInt8]) throws -> [Float] {
            let header = #"{"x":{"dtype":"\#(type)","shape":[\#(2)],"data_offsets":[0,\#(data.count)]}}"#
            return try Safetensors(parsing: Self.file(header, data), file: "w").tensors[0].value.elements
        }
        #expect(try numbers("F16", [0x00, 0x3E, 0x00, 0xC0]) == [1.5, -2])
        #expect(try numbers("F16", [0x01, 0x00, 0x00, 0xFC]) == [0x1p-24, -.infinity])
        #expect(try numbers("F16", [0x00, 0x7E, 0xFF, 0x7B])[0].isNaN)
        #expect(try numbers("F16", [0xFF, 0x7B, 0x00, 0x80])[0] == 65_504)
        #expect(try numbers("BF16", [0xC0, 0x3F, 0x00, 0xC0]) == [1.5, -2])
        #expect(try numbers("F64", [0, 0, 0, 0, 0, 0, 0xF8, 0x3F, 0, 0, 0, 0, 0, 0, 0, 0xC0]) == [1.5, -2])
    }

    @Test func surrogatesAndEscapesInNames() throws {
        let header = #"{ "a\u00e9\ud83d\ude42\n\/" : {"shape":[],"dtype":"F32","data_offsets":[0, 4]} }  "#
        #expect(try Safetensors(parsing: Self.file(header, [0, 0, 0, 0]), file: "w").tensors[0].name == "aé🙂\n/")
    }

    @Test(arguments: [
        (#"{"#, "'\"' is missing"), (#"[]"#, "the header is not an object"), (#"{} x"#, "behind the header's end"),
        (#"{"a":1.5}"#, "',' is missing"), (#"{"a":{}}"#, "'a' lacks a dtype"), (#"{"a\ud83d":1}"#, "is missing"),
        (#"{"a\ude42\ude42":1}"#, "half of a pair"), (#"{"a\x":1}"#, "an escape"),
        (#"{"a":99999999999999999999}"#, "too large"),
        (#"{"a":[[[[[[[[[[]]]]]]]]]]}"#, "nested too deep"), (#"{"__metadata__":{"a":1}}"#, "not an object of texts"),
        (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#, "begin at 4 instead of 0"),
        (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, "announces 4 bytes of numbers, but 8 follow"),
        (#"{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}"#, "announces 16 bytes of numbers, but 8 follow"),
        (#"{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}"#, "does not fit 8 bytes"),
        (#"{"a":{"dtype":"I64","shape":[1],"data_offsets":[0,8]}}"#, "'a' has the type I64"),
        (#"{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,8]}}"#, "neither an object nor"),
        (#"{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,8]}}"#, "does not fit 8 bytes"),
        (
            #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#,
            "'a' comes twice"
        ),
    ]) func malformed(_ header: String, _ reason: String) {
        let data = [UInt8](repeating: 0, count: 8)
        let error = #expect(throws: MalformedData.self) {
            try Safetensors(parsing: Self.file(header, data), file: "w")
        }
        #expect(error?.description.contains(reason) == true, "\(String(describing: error))")
    }

    @Test func cutOffFiles() {
        let whole = Safetensors(tensors: [("a", Tensor([1, 2, 3]))]).bytes()
        for length in 0..<whole.count {
            #expect(throws: MalformedData.self) { try Safetensors(parsing: Array(whole.prefix(length)), file: "w") }
        }
        #expect(throws: MalformedData.self) {
            try Safetensors(parsing: [UInt8](repeating: 255, count: 16), file: "w")
        }
    }

    @Test func modelsExchangeWeights() throws {
        var generator = Generator(seed: 1)
        func model() -> Sequential<Chain<Chain<Chain<Identity, Dense>, ReLU>, Dense>> {
            Sequential {
                Dense(3, 4, using: &generator)
                ReLU()
                Dense(4, 2, using: &generator)
            }
        }
        let (trained, folder) = (model(), try TemporaryFolder())
        var other = model()
        let path = "\(folder.path)/model.safetensors"
        try trained.saveWeights(to: path)
        try trained.saveWeights(to: path)
        try other.loadWeights(from: path)
        let x = Tensor.normal([5, 3], using: &generator)
        #expect(other(x) == trained(x))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["model.safetensors"])
        #expect(throws: UnreadableData.self) { try trained.saveWeights(to: "\(folder.path)/none/model.safetensors") }
    }

    @Test func weightsThatDoNotFitChangeNothing() {
        var generator = Generator(seed: 2)
        var model = Dense(2, 2, using: &generator)
        let before = model.weight.value
        let error = #expect(throws: MismatchedWeights.self) {
            try model.load(
                Safetensors(tensors: [("weight", .zeros([2, 2])), ("bias", .zeros([3])), ("gain", Tensor(1))]))
        }
        #expect(error?.reasons == ["'bias' is [3] instead of [2]", "'gain' is unknown to the model"])
        let missing = #expect(throws: MismatchedWeights.self) { try model.load(Safetensors(tensors: [])) }
        #expect(missing?.reasons.first == "'weight' is missing")
        #expect(model.weight.value == before)
    }

    /// The interpreter named by LESSONS_PYTHON, or python3; nil when it has no package safetensors.
    private static let python: String? = {
        let name = ProcessInfo.processInfo.environment["LESSONS_PYTHON"] ?? "python3"
        return (try? run(name, "import safetensors.numpy"))?.status == 0 ? name : nil
    }()

    private static func run(_ python: String, _ program: String) throws -> (status: Int32, output: String) {
        let (process, pipe) = (Process(), Pipe())
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [python, "-c", program]
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }

    @Test(.enabled(if: python != nil, "needs python3 with the package safetensors: pip install safetensors numpy"))
    func pythonReadsWhatIsWrittenAndIsRead() throws {
        let python = try #require(Self.python)
        let folder = try TemporaryFolder()
        let (ours, theirs) = ("\(folder.path)/ours", "\(folder.path)/theirs")
        var generator = Generator(seed: 3)
        let model = Dense(3, 2, using: &generator)
        try model.saveWeights(to: ours)
        let program = """
            from safetensors.numpy import load_file, save_file
            weights = load_file("\(ours)")
            print(*[x.hex() for x in weights["weight"].astype(float).flatten().tolist()], weights["bias"].shape)
            save_file({name: value * 2 for name, value in weights.items()}, "\(theirs)", {"by": "Python"})
            """
        let (status, output) = try Self.run(python, program)
        #expect(status == 0)
        let numbers = output.split(separator: " ").prefix(6).map { Float($0) }
        #expect(numbers == model.weight.value.elements && output.hasSuffix("(2,)\n"))
        let back = try Safetensors(path: theirs)
        #expect(back.metadata.first?.value == "Python")
        #expect(try #require(back["weight"]) == model.weight.value * 2)
    }
}
