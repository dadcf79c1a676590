import Testing

@testable import Training

/// Layers, losses and operations on tensors, against values that PyTorch computed in double precision. Shapes, numbers and
/// settings all come from the file; every case in it must be known, and every known case must be there.
@Suite struct LayerReferenceTests {
    static let cases = Fixture.load("layers")

    @Test func everyCaseIsThereAndKnown() {
        let names = Self.cases.map(\.name)
        #expect(Set(names) == Set(ReferenceCases.all.keys) && names.count == Set(names).count)
    }

    @Test(arguments: cases) func layer(_ fixture: Fixture) throws {
        let make = try #require(ReferenceCases.all[fixture.name], "an unknown case")
        let pass = ReferencePass(fixture)
        let output = try make(pass)
        expectClose(output, try fixture.tensor("output"), "output")
        pass.tape.backward(from: (output * (try fixture.tensor("upstream"))).sum())
        let gradients = fixture.tensors("gradients")
        #expect(!gradients.isEmpty)
        for (name, expected) in gradients {
            let variable = try #require(pass.variable(name), "no parameter is called \(name)")
            expectClose(pass.tape.gradient(of: variable), expected, "gradient of \(name)")
        }
        let after = fixture.tensors("after")
        #expect(after.isEmpty == (fixture.json["after"] == nil))
        for (name, expected) in after {
            expectClose(try #require(pass.after[name], "no state is called \(name)"), expected, name)
        }
    }
}

/// One pass of a case: its inputs and parameters as variables of one tape, and the state that the pass leaves.
final class ReferencePass {
    let fixture: Fixture
    let tape = Tape()
    let inputs: [Tensor]
    let parameters: [String: Tensor]
    var after: [String: Tensor] = [:]

    init(_ fixture: Fixture) {
        self.fixture = fixture
        inputs = fixture.inputs.map { [tape] in tape.variable($0) }
        parameters = fixture.tensors("parameters").mapValues { [tape] in tape.variable($0) }
    }

    var mode: Mode { .evaluation(on: tape) }
    var input: Tensor { get throws { try #require(inputs.first) } }

    func parameter(_ name: String) throws -> Tensor { try #require(parameters[name], "no parameter \(name)") }

    /// The tensor `input0`, `input1` … or a parameter.
    func variable(_ name: String) -> Tensor? {
        if let known = parameters[name] { return known }
        guard name.hasPrefix("input"), let index = Int(name.dropFirst(5)) else { return nil }
        return inputs.indices.contains(index) ? inputs[index] : nil
    }

    /// A number of the configuration, or the layer's usual one when the case does not name it.
    func number(_ key: String, or usual: Float) -> Float { fixture.number(key) ?? usual }

    func targets() throws -> Tensor { try #require(Fixture.tensor(fixture.config["targets"])) }
    func labels() throws -> [Int] { try #require(fixture.config["targets"] as? [Int]) }
}
