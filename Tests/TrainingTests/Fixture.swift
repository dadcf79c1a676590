import Foundation
import Testing

@testable import Training

/// One case of a file of reference values.
struct Fixture: CustomTestStringConvertible, @unchecked Sendable {
    let json: [String: Any]

    static func load(_ file: String) -> [Fixture] {
        guard let url = Bundle.module.url(forResource: "Fixtures/\(file)", withExtension: "json"),
            let data = try? Data(contentsOf: url),
            let cases = try? JSONSerialization.jsonObject(with: data) as? [[String: Any]]
        else { return [] }
        return cases.map { Fixture(json: $0) }
    }

    var name: String { json["name"] as? String ?? "?" }
    var testDescription: String { name }
    var config: [String: Any] { json["config"] as? [String: Any] ?? [:] }
    var inputs: [Tensor] { (json["inputs"] as? [Any] ?? []).compactMap(Fixture.tensor) }

    func tensor(_ key: String) throws -> Tensor { try #require(Fixture.tensor(json[key])) }

    func tensors(_ key: String) -> [String: Tensor] {
        (json[key] as? [String: Any] ?? [:]).compactMapValues(Fixture.tensor)
    }

    func number(_ key: String) -> Float? { (config[key] as? NSNumber)?.floatValue }

    func integer(_ key: String) -> Int? { (config[key] as? NSNumber)?.intValue }

    static func tensor(_ json: Any?) -> Tensor? {
        guard let json = json as? [String: Any], let shape = json["shape"] as? [Int],
            let data = numbers(json["data"] ?? json["indices"])
        else { return nil }
        return Tensor(shape: shape, data)
    }

    static func numbers(_ json: Any?) -> [Float]? { (json as? [NSNumber])?.map(\.floatValue) }
}

/// Same shape, and elements equal within `tolerance` times the largest magnitude (at least 1).
func expectClose(
    _ actual: Tensor, _ expected: Tensor, within tolerance: Float = 1e-5, _ what: String,
    at location: SourceLocation = #_sourceLocation
) {
    #expect(actual.shape == expected.shape, "\(what)", sourceLocation: location)
    guard actual.shape == expected.shape else { return }
    let scale = max(1, expected.elements.map(\.magnitude).max() ?? 0)
    for (index, (a, e)) in zip(actual.elements, expected.elements).enumerated() {
        let close = (a - e).magnitude <= tolerance * scale || (a.isNaN && e.isNaN)
        #expect(close, "\(what)[\(index)]: \(a), not \(e)", sourceLocation: location)
    }
}
