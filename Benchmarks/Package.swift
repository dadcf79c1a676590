// swift-tools-version: 6.1
import PackageDescription

let package = Package(
    name: "benchmarks",
    dependencies: [.package(name: "lessons", path: "..")],
    targets: [
        .target(name: "Measuring"),
        .executableTarget(
            name: "Benchmark", dependencies: ["Measuring", .product(name: "Training", package: "lessons")],
            swiftSettings: [.unsafeFlags(["-O"])]),
        .executableTarget(
            name: "FigureBenchmark", dependencies: ["Measuring", .product(name: "Figures", package: "lessons")],
            swiftSettings: [.unsafeFlags(["-O"])]),
    ],
    swiftLanguageModes: [.v6]
)
