// swift-tools-version: 6.1
import PackageDescription

let package = Package(
    name: "benchmarks",
    dependencies: [.package(name: "lessons", path: "..")],
    targets: [
        .executableTarget(
            name: "Benchmark", dependencies: [.product(name: "Training", package: "lessons")],
            swiftSettings: [.unsafeFlags(["-O"])]),
        .executableTarget(
            name: "FigureBenchmark", dependencies: [.product(name: "Figures", package: "lessons")],
            swiftSettings: [.unsafeFlags(["-O"])]),
    ],
    swiftLanguageModes: [.v6]
)
