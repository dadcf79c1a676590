#if canImport(Glibc)
    import Glibc
    import Training

    extension Safetensors {
        /// Reads the file at `path`; throws ``UnreadableData`` or, for what is not safetensors, ``MalformedData``.
        public init(path: String) throws { try self.init(parsing: DataFile.bytes(path), file: path) }

        /// Writes the file at `path`. Whatever happens, the file there is the old one or the new one, whole.
        public func write(to path: String) throws(UnreadableData) {
            try DataFile.write(bytes(), to: path)
        }
    }

    extension Layer {
        /// Writes all parameters to a safetensors file, which Python's package of that name also reads.
        ///
        ///     try model.saveWeights(to: "digits.safetensors")
        ///     try other.loadWeights(from: "digits.safetensors")
        public func saveWeights(to path: String) throws(UnreadableData) { try weights.write(to: path) }

        /// Takes over the parameters in a safetensors file, by name; when any does not fit, none.
        ///
        /// - Throws: ``UnreadableData``, ``MalformedData`` for a file that is not whole, or ``MismatchedWeights``.
        public mutating func loadWeights(from path: String) throws { try load(Safetensors(path: path)) }
    }

    extension DataFile {
        /// Writes a file beside the one at `path`, and puts it in that one's place when it is whole.
        static func write(_ bytes: [UInt8], to path: String) throws(UnreadableData) {
            let draft = "\(path).\(getpid()).new"
            func failure() -> UnreadableData {
                let reason = String(cString: strerror(errno))
                unlink(draft)
                return UnreadableData(file: path, reason: "cannot be written: \(reason)")
            }
            guard let file = fopen(draft, "wb") else { throw failure() }
            let isWritten = fwrite(bytes, 1, bytes.count, file) == bytes.count && fflush(file) == 0
            guard fclose(file) == 0, isWritten, rename(draft, path) == 0 else { throw failure() }
        }
    }
#endif
