#if canImport(Glibc)
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

    extension FashionMNIST {
        /// Where Debian's package dataset-fashion-mnist lays the files.
        public static let systemFolder = "/usr/share/datasets/fashion-mnist"

        /// Reads the four files, packed by gzip or not, from `folder`, from where ``DataFile`` looks, or from
        /// ``systemFolder``; of each part only the first examples, if limited.
        public init(folder: String? = nil, trainingExamples: Int? = nil, testExamples: Int? = nil) throws {
            try self.init(
                trainImages: FashionMNIST.file("train-images-idx3-ubyte", folder),
                trainLabels: FashionMNIST.file("train-labels-idx1-ubyte", folder),
                testImages: FashionMNIST.file("t10k-images-idx3-ubyte", folder),
                testLabels: FashionMNIST.file("t10k-labels-idx1-ubyte", folder),
                trainingExamples: trainingExamples, testExamples: testExamples)
        }

        private static func file(_ name: String, _ folder: String?) throws(UnreadableData) -> File {
            let folders = folder.map { [$0] } ?? DataFile.folders + [systemFolder]
            for folder in folders {
                for path in ["\(folder)/\(name)", "\(folder)/\(name).gz"] where DataFile.exists(path) {
                    return (try DataFile.bytes(path), path)
                }
            }
            throw UnreadableData(
                file: name + ".gz",
                reason: "not found in \(folders.joined(separator: " or ")); "
                    + "./setup installs it (Debian's dataset-fashion-mnist), or name its folder")
        }
    }

    extension NumberTable {
        /// Reads the file `name`, from `folder` or from where ``DataFile`` looks; other settings as in
        /// ``init(parsing:file:separator:hasHeader:emptyFields:)``.
        public init(
            file name: String, folder: String? = nil, separator: Unicode.Scalar = ",", hasHeader: Bool? = nil,
            emptyFields: Double? = nil
        ) throws {
            let path = try DataFile.path(name, in: folder)
            try self.init(
                parsing: DataFile.text(path), file: path, separator: separator, hasHeader: hasHeader,
                emptyFields: emptyFields)
        }
    }

    extension IDXArray {
        /// Reads the file `name`, packed by gzip or not, from `folder` or from where ``DataFile`` looks.
        public init(file name: String, folder: String? = nil) throws {
            let path = try DataFile.path(name, in: folder)
            try self.init(parsing: DataFile.bytes(path), file: path)
        }
    }
#endif
