import Training

/// Named tensors in the safetensors format, in which the field exchanges weights.
///
///     let file = Safetensors(tensors: [(name: "0.weight", value: Tensor([[1, 2]]))])
///     try Safetensors(parsing: file.bytes(), file: "w.safetensors").tensors[0].value   // [[1, 2]]
///
/// A file is the length of its header in eight bytes, the header (a JSON object that gives each tensor's type, shape
/// and place), then the numbers row by row, least significant byte first (github.com/huggingface/safetensors).
/// Written are 32-bit floats; read are floats of 16, 32 and 64 bits and bfloat16, which become 32-bit floats.
public struct Safetensors: Sendable {
    /// The tensors in the order of the file, each under a name of its own.
    public var tensors: [(name: String, value: Tensor)]
    /// Notes about the tensors, such as how they were trained.
    public var metadata: [(key: String, value: String)]

    /// Names are different from each other.
    public init(tensors: [(name: String, value: Tensor)], metadata: [(key: String, value: String)] = []) {
        (self.tensors, self.metadata) = (tensors, metadata)
    }

    /// The tensor called `name`, or nil.
    public subscript(name: String) -> Tensor? { tensors.first { $0.name == name }?.value }

    /// The bytes of a file with these tensors.
    public func bytes() -> [UInt8] {
        var entries: [String] = []
        if !metadata.isEmpty {
            let notes = metadata.map { JSON.quoted($0.key) + ":" + JSON.quoted($0.value) }
            entries.append("\"__metadata__\":{" + notes.joined(separator: ",") + "}")
        }
        var end = 0
        for (name, value) in tensors {
            let start = end
            end += 4 * value.count
            let extents = value.shape.map { "\($0)" }.joined(separator: ",")
            entries.append(
                JSON.quoted(name) + ":{\"dtype\":\"F32\",\"shape\":[" + extents
                    + "],\"data_offsets\":[\(start),\(end)]}")
        }
        var header = Array(("{" + entries.joined(separator: ",") + "}").utf8)
        // Spaces make the numbers begin at a multiple of eight bytes, as the format asks for.
        while header.count % 8 != 0 { header.append(UInt8(ascii: " ")) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(8 + header.count + end)
        for shift in stride(from: 0, to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: header.count >> shift)) }
        bytes += header
        for (_, value) in tensors {
            value.withUnsafeElements { elements in
                for element in elements {
                    let bits = element.bitPattern
                    for shift: UInt32 in [0, 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: bits >> shift)) }
                }
            }
        }
        return bytes
    }
}
