import Foundation
import Testing
import Training

@testable import Datasets

@Suite struct IDXArrayTests {
    @Test func everyTypeOfNumber() throws {
        let files: [(UInt8, [UInt8], [Float])] = [
            (0x08, [0, 255], [0, 255]), (0x09, [0x80, 0x7F], [-128, 127]),
            (0x0B, [0xFF, 0xFE, 0x01, 0x00], [-2, 256]), (0x0C, [0xFF, 0xFF, 0xFF, 0xFF, 0, 1, 0, 0], [-1, 65_536]),
            (0x0D, [0x3F, 0xC0, 0, 0, 0xBF, 0x80, 0, 0], [1.5, -1]),
            (0x0E, [0x3F, 0xF8, 0, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0], [1.5, -2]),
        ]
        for (type, bytes, numbers) in files {
            let array = try IDXArray(parsing: IDX.header([2], type: type) + bytes, file: "f")
            #expect(array.count == 2 && array.tensor().elements == numbers)
        }
    }

    @Test func shapesAndLimits() throws {
        let array = try IDXArray(parsing: IDX.header([3, 2]) + [1, 2, 3, 4, 5, 6], file: "f")
        #expect(array.shape == [3, 2])
        #expect(array.tensor(first: 2, dividedBy: 2) == Tensor([[0.5, 1], [1.5, 2]]))
        #expect(array.tensor(first: 9).shape == [3, 2] && array.tensor(first: 0).shape == [0, 2])
        #expect(try IDXArray(parsing: IDX.header([0, 4]), file: "f").tensor().shape == [0, 4])
    }

    @Test(arguments: [
        ([UInt8](), "f: byte 0: the file ends within its first 4 bytes; fetch it again"),
        (
            [0x1F, 0x8B, 8, 0],
            "f: byte 0: IDX begins with two zero bytes, this with 31 and 139; unpack it with gunzip first"
        ),
        (
            [0x50, 0x4B, 3, 4],
            "f: byte 0: IDX begins with two zero bytes, this with 80 and 75; check that this is an IDX file"
        ),
        ([0, 0, 7, 1], "f: byte 2: 7 is no type of numbers; IDX knows 8, 9, 11, 12, 13 and 14"),
        ([0, 0, 8, 2, 0, 0, 0, 1], "f: byte 8: the file ends within its header of 12 bytes; fetch it again"),
        (
            IDX.header([2, 2]) + [1, 2, 3],
            "f: byte 15: the header announces 4 bytes of numbers, but 3 follow; the file is cut off: fetch it again"
        ),
        (
            IDX.header([2]) + [1, 2, 3],
            "f: byte 10: the header announces 2 bytes of numbers, but 3 follow; check that this is one IDX file only"
        ),
        (
            [0, 0, 8, 3] + [UInt8](repeating: 255, count: 12),
            "f: byte 8: an array larger than any memory; fetch it again"
        ),
    ]) func malformed(_ bytes: [UInt8], _ message: String) {
        let error = #expect(throws: MalformedData.self) { try IDXArray(parsing: bytes, file: "f") }
        #expect(error?.description == message)
    }

    @Test func labels() throws {
        let array = try IDXArray(parsing: IDX.header([3]) + [0, 2, 3], file: "f")
        #expect(try array.labels(classes: 4, file: "f") == [0, 2, 3])
        #expect(try array.labels(classes: 3, first: 2, file: "f") == [0, 2])
        #expect(try array.labels(classes: 3, first: -1, file: "f").isEmpty && array.tensor(first: -1).shape == [0])
        let error = #expect(throws: MalformedData.self) { try array.labels(classes: 3, file: "f") }
        #expect(error?.place == .byte(10))
        let images = try IDXArray(parsing: IDX.header([1, 1]) + [0], file: "f")
        #expect(throws: MalformedData.self) { try images.labels(classes: 3, file: "f") }
    }

    /// Made by `gzip`: the IDX file of the numbers 1, 2, 3.
    static let packed: [UInt8] = [
        31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 99, 96, 224, 96, 100, 96, 96, 96, 102, 100, 98, 6, 0, 139, 229, 189, 164, 11,
        0, 0, 0,
    ]

    @Test func packedFiles() throws {
        let folder = try TemporaryFolder()
        try folder.write("whole", Self.packed)
        #expect(try IDXArray(file: "whole", folder: folder.path).tensor().elements == [1, 2, 3])
        // Two packed files one after another unpack to both contents, as gunzip does it.
        try folder.write("double", Self.packed + Self.packed)
        #expect(
            try DataFile.bytes("\(folder.path)/double") == IDX.header([3]) + [1, 2, 3] + IDX.header([3]) + [1, 2, 3])
    }

    @Test func cutAndDamagedPackedFiles() throws {
        let folder = try TemporaryFolder()
        for length in [2, 9, 12, Self.packed.count - 1] {
            try folder.write("cut", Array(Self.packed.prefix(length)))
            let error = #expect(throws: UnreadableData.self) { try IDXArray(file: "cut", folder: folder.path) }
            #expect(error?.reason.hasPrefix("cut off after \(length) bytes") == true)
        }
        var damaged = Self.packed
        damaged[damaged.count - 6] ^= 1  // Within the checksum.
        try folder.write("damaged", damaged)
        let error = #expect(throws: UnreadableData.self) { try IDXArray(file: "damaged", folder: folder.path) }
        #expect(error?.description.hasSuffix("unpacked bytes; fetch it again") == true)
    }
}
