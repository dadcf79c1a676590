import Foundation
import FoundationXML
import Testing

@testable import Figures

struct Measured {
    var name: String
    var mean: Double
    var deviation: Double
}

@Suite struct GoldenTests {
    static let measured = [
        Measured(name: "SGD <plain>", mean: 0.9144, deviation: 0.021),
        Measured(name: "Momentum", mean: 0.9501, deviation: 0.0134),
        Measured(name: "Adam", mean: 0.9723, deviation: 0.008),
    ]

    static let table = Table(measured) {
        Column("Optimizer", \.name)
        Column("Mean", \.mean)
        Column("Share", \.mean, format: .percent(decimals: 1))
        Column("Accuracy", mean: \.mean, deviation: \.deviation, format: .decimals(3), best: .highest)
    }

    @Test(arguments: Gallery.all.map(\.name))
    func chart(_ name: String) throws {
        let chart = try #require(Gallery.all.first { $0.name == name }?.chart)
        try Golden.expect(chart.svg() + "\n", name + ".svg")
    }

    @Test func tables() throws {
        try Golden.expect(Self.table.html() + "\n", "table.html")
        try Golden.expect(Self.table.plainText + "\n", "table.txt")
        try Golden.expect(Self.table.csv, "table.csv")
        try Golden.expect(Gallery.bars(grouped: true).dataTable().html() + "\n", "chart-numbers.html")
    }

    @Test func noFixtureIsOrphaned() throws {
        let known = Set(
            Gallery.all.map { $0.name + ".svg" } + ["table.html", "table.txt", "table.csv", "chart-numbers.html"])
        #expect(try Golden.names().subtracting(known).isEmpty)
    }

    @Test(arguments: Gallery.all.map(\.name))
    func isWellFormed(_ name: String) throws {
        let chart = try #require(Gallery.all.first { $0.name == name }?.chart)
        for markup in [chart.svg(), chart.dataTable().html()] {
            let parser = XMLParser(data: Data(markup.utf8))
            #expect(parser.parse(), "\(String(describing: parser.parserError))")
        }
        #expect(!chart.svg().contains(" id="))
        #expect(!chart.svg().contains("nan") && !chart.svg().contains("inf\""))
    }

    @Test(arguments: Gallery.all.map(\.name))
    func textStaysInsideAndApart(_ name: String) throws {
        let scene = try #require(Gallery.all.first { $0.name == name }?.chart).scene
        let labels = scene.shapes.compactMap {
            if case .label(let label) = $0, label.rotation == 0 { label } else { nil }
        }
        for (index, label) in labels.enumerated() {
            let box = label.box
            #expect(
                box.x >= 0 && box.maxX <= scene.width && box.y >= 0 && box.maxY <= scene.height, "\(label.text) \(box)")
            for other in labels[(index + 1)...] {
                #expect(!box.intersects(other.box), "\(label.text) over \(other.text)")
            }
        }
    }
}
