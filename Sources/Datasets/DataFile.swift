#if canImport(Glibc)
    import Glibc

    /// A file of data cannot be read.
    public struct UnreadableData: Error, Sendable, CustomStringConvertible {
        public let file: String
        public let reason: String
        public var description: String { "\(file): \(reason)" }
    }

    /// Where files of data lie.
    ///
    /// A given folder comes first, then the one that the environment variable `LESSONS_DATA` names; without either,
    /// `data` in the current folder (where the cells of a lesson run), then `lessons/data` (the folder of the course).
    public enum DataFile {
        /// The path of the data file `name`.
        public static func path(_ name: String, in folder: String? = nil) throws(UnreadableData) -> String {
            let given = folder ?? getenv("LESSONS_DATA").map { String(cString: $0) }
            let folders = given.map { [$0] } ?? ["data", "lessons/data"]
            for folder in folders where access("\(folder)/\(name)", R_OK) == 0 { return "\(folder)/\(name)" }
            throw UnreadableData(file: name, reason: "not found in \(folders.joined(separator: " or "))")
        }

        /// The bytes of the file at `path`.
        public static func bytes(_ path: String) throws(UnreadableData) -> [UInt8] {
            guard let file = fopen(path, "rb") else {
                throw UnreadableData(file: path, reason: String(cString: strerror(errno)))
            }
            defer { fclose(file) }
            var result: [UInt8] = []
            var block = [UInt8](repeating: 0, count: 65_536)
            while true {
                let length = fread(&block, 1, block.count, file)
                if length == 0 { break }
                result += block[..<length]
            }
            if ferror(file) != 0 { throw UnreadableData(file: path, reason: "reading stopped with an error") }
            return result
        }

        /// The text of the file at `path`, which is UTF-8.
        public static func text(_ path: String) throws(UnreadableData) -> String {
            guard let text = String(validating: try bytes(path), as: UTF8.self) else {
                throw UnreadableData(file: path, reason: "not UTF-8 text")
            }
            return text
        }
    }

    extension Wine {
        /// Reads `wine.csv` from `folder`, or from where ``DataFile`` looks.
        public init(folder: String? = nil) throws {
            let path = try DataFile.path("wine.csv", in: folder)
            try self.init(parsing: DataFile.text(path), file: path)
        }
    }

    extension Digits {
        /// Reads `digits.csv` from `folder`, or from where ``DataFile`` looks.
        public init(folder: String? = nil) throws {
            let path = try DataFile.path("digits.csv", in: folder)
            try self.init(parsing: DataFile.text(path), file: path)
        }
    }
#endif
