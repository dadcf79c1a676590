import Notebook

extension Outcome {
    /// Whether the cell's code ran to its end, so that what needs the cell can go on: true also of a value that is not
    /// what the text says.
    var hasRunToItsEnd: Bool {
        state == .succeeded || state == .failed && !errors.isEmpty && errors.allSatisfy { $0.id == "unexpected-value" }
    }
}
