// swift-tools-version: 6.1
import Foundation
import PackageDescription

/// The folder in which the toolchain keeps SwiftSyntax, SwiftParser and SwiftIDEUtils as libraries. They are used
/// instead of the swift-syntax package because they match the compiler that compiles the cells, and save a newcomer
/// two minutes of building. This manifest runs inside the toolchain's own libPackageDescription, so that library's
/// place tells which toolchain is at work, even behind a version manager.
let hostLibraries: String = {
    // The kernel gives the map a page at a time, and only a read to the end gets all of it.
    let bytes = FileHandle(forReadingAtPath: "/proc/self/maps").flatMap { try? $0.readToEnd() } ?? Data()
    let maps = String(decoding: bytes, as: UTF8.self)
    for line in maps.split(separator: "\n") where line.contains("/lib/swift/pm/") {
        guard let path = line.split(separator: " ").last, let pm = path.range(of: "/lib/swift/pm/") else { continue }
        return path[..<pm.lowerBound] + "/lib/swift/host"
    }
    return "/usr/lib/swift/host"
}()

let swiftParser: (swift: [SwiftSetting], linker: [LinkerSetting]) = (
    [.unsafeFlags(["-I", hostLibraries])],
    [
        .unsafeFlags(["-L", hostLibraries, "-Xlinker", "-rpath", "-Xlinker", hostLibraries]),
        .linkedLibrary("SwiftSyntax"), .linkedLibrary("SwiftParser"), .linkedLibrary("SwiftIDEUtils"),
        .linkedLibrary("SwiftParserDiagnostics"), .linkedLibrary("SwiftDiagnostics"),
    ]
)

/// `swift run` builds for debugging; what trains, draws and renders must be fast there too.
let optimized: [SwiftSetting] = [.unsafeFlags(["-O"])]

/// Cells are loaded while the program runs and find the library's symbols in it.
let exportsSymbols: LinkerSetting = .unsafeFlags(["-Xlinker", "--export-dynamic"])

let package = Package(
    name: "lessons",
    products: [
        .executable(name: "lessons", targets: ["Lessons"]),
        .library(name: "Training", targets: ["Training", "Datasets"]),
        .library(name: "Figures", targets: ["Figures"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
    ],
    targets: [
        .executableTarget(
            name: "Lessons",
            dependencies: [
                "Building", "Preview", "Kernel", "Renderer", "Lab",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: swiftParser.swift,
            linkerSettings: swiftParser.linker + [exportsSymbols]),

        .target(
            name: "Preview", dependencies: ["Building", .product(name: "FlyingFox", package: "FlyingFox")],
            resources: [.copy("Assets")], swiftSettings: swiftParser.swift),
        .target(
            name: "Building", dependencies: ["Kernel", "Renderer", "Notebook"],
            swiftSettings: swiftParser.swift + optimized),
        .target(
            name: "Notebook",
            dependencies: ["Markdown", "CXXHash", .product(name: "Yams", package: "Yams")],
            swiftSettings: swiftParser.swift + optimized),
        .target(
            name: "Kernel", dependencies: ["Notebook", "CHost", "CXXHash"],
            swiftSettings: swiftParser.swift + optimized),
        .target(
            name: "Renderer", dependencies: ["Notebook", "Markdown", "CDuktape"],
            resources: [.copy("Assets")],
            swiftSettings: swiftParser.swift + optimized),
        .target(name: "Markdown", dependencies: ["CCmark"], swiftSettings: optimized),

        .target(name: "Lab", dependencies: ["Training", "Figures", "Datasets", "CHost"], swiftSettings: optimized),
        .target(name: "Training", dependencies: ["CKernels", "COpenBLAS", "CMath"], swiftSettings: optimized),
        .target(name: "Figures", dependencies: ["CMath"], swiftSettings: optimized),
        .target(name: "Datasets", dependencies: ["Training", "CMath", "CZlib"], swiftSettings: optimized),

        .target(name: "CHost"),
        // Loops whose only purpose is speed: optimised in every build, as the Swift that calls them.
        .target(name: "CKernels", cSettings: [.unsafeFlags(["-O3"])]),
        .target(name: "CMath"),
        .target(name: "CZlib", linkerSettings: [.linkedLibrary("z")]),
        .target(name: "COpenBLAS", linkerSettings: [.linkedLibrary("openblas")]),
        .systemLibrary(name: "CCmark", pkgConfig: "libcmark", providers: [.apt(["libcmark-dev"])]),
        .systemLibrary(name: "CDuktape", pkgConfig: "duktape", providers: [.apt(["duktape-dev"])]),
        .systemLibrary(name: "CXXHash", pkgConfig: "libxxhash", providers: [.apt(["libxxhash-dev"])]),

        .testTarget(name: "MarkdownTests", dependencies: ["Markdown"], resources: [.copy("Fixtures")]),
        .testTarget(
            name: "NotebookTests", dependencies: ["Notebook"], swiftSettings: swiftParser.swift,
            linkerSettings: swiftParser.linker),
        .testTarget(
            name: "KernelTests", dependencies: ["Kernel", "Notebook"], swiftSettings: swiftParser.swift,
            linkerSettings: swiftParser.linker),
        .testTarget(
            name: "RendererTests", dependencies: ["Renderer"], resources: [.copy("Fixtures")],
            swiftSettings: swiftParser.swift, linkerSettings: swiftParser.linker),
        .testTarget(name: "TrainingTests", dependencies: ["Training"], resources: [.copy("Fixtures")]),
        .testTarget(name: "FiguresTests", dependencies: ["Figures"], resources: [.copy("Fixtures")]),
        .testTarget(name: "LabTests", dependencies: ["Lab"]),
        .testTarget(name: "DatasetsTests", dependencies: ["Datasets", "Training"]),
        .testTarget(
            name: "PreviewTests", dependencies: ["Preview"], swiftSettings: swiftParser.swift,
            linkerSettings: swiftParser.linker),
        .testTarget(
            name: "EndToEnd", dependencies: ["Lessons", "Notebook"],
            swiftSettings: swiftParser.swift, linkerSettings: swiftParser.linker),
    ],
    swiftLanguageModes: [.v6]
)
