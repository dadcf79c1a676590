#if canImport(Glibc)
    import Glibc

    /// A file of data cannot be read.
    public struct UnreadableData: Error, Sendable, CustomStringConvertible {
        /// The path that was tried, or the name that was looked for.
        public let file: String
        /// What went wrong, and what helps where that is known.
        public let reason: String
        public var description: String { "\(file): \(reason)" }
    }

    /// Where files of data lie.
    ///
    /// A given folder comes first, then the one that the environment variable `LESSONS_DATA` names; without either,
    /// `data` in the current folder (where the cells of a lesson run), then `lessons/data` (the folder of the course).
    public enum DataFile {
        /// The path of the data file `name`; throws ``UnreadableData`` with the folders that were searched.
        public static func path(_ name: String, in folder: String? = nil) throws(UnreadableData) -> String {
            let folders = folder.map { [$0] } ?? folders
            for folder in folders where exists("\(folder)/\(name)") { return "\(folder)/\(name)" }
            throw UnreadableData(
                file: name,
                reason: "not found in \(folders.joined(separator: " or ")); put it there, or name its folder")
        }

        /// Where is looked when no folder is given.
        static var folders: [String] {
            getenv("LESSONS_DATA").map { [String(cString: $0)] } ?? ["data", "lessons/data"]
        }

        static func exists(_ path: String) -> Bool { access(path, R_OK) == 0 }

        /// The bytes of the file at `path`; of one that gzip packed (RFC 1952), the unpacked ones.
        ///
        /// - Throws: ``UnreadableData`` for a file that cannot be opened or read, or whose packing is damaged.
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
            return Gzip.isPacked(result) ? try Gzip.unpacked(result, file: path) : result
        }

        /// The text of the file at `path`; throws ``UnreadableData`` when it is not UTF-8 or cannot be read.
        public static func text(_ path: String) throws(UnreadableData) -> String {
            guard let text = String(validating: try bytes(path), as: UTF8.self) else {
                throw UnreadableData(file: path, reason: "not UTF-8 text; save it in that encoding")
            }
            return text
        }
    }
#endif
