import Foundation
import Kernel
import Notebook
import Renderer
import Synchronization

/// Formulas as HTML, set once and kept by their TeX and the version of KaTeX. Pages that are rendered side by side take
/// turns at KaTeX.
final class FormulaStore: Sendable {
    private struct State: ~Copyable {
        var renderer: MathRenderer
        var known: [ContentHash: String] = [:]
        /// Those that cannot be set; another version of the course may be able to, so they are not stored.
        var failed: [ContentHash: MathError] = [:]
    }

    private let store: Store
    /// What a formula looks like depends on, besides its TeX.
    private let version: String
    private let state: Mutex<State>

    init(_ store: Store, macros: [String: String] = [:]) {
        state = Mutex(State(renderer: MathRenderer(macros: macros)))
        self.store = store
        let library = MathRenderer.findLibrary().map { $0 + "/katex.min.js" } ?? ""
        let attributes = try? FileManager.default.attributesOfItem(atPath: library)
        let size = "\(attributes?[.size] as? Int ?? 0)"
        version =
            macros.isEmpty ? size : ([size] + macros.sorted { $0 < $1 }.map { "\($0)=\($1)" }).joined(separator: "\n")
    }

    func html(of tex: String, isDisplay: Bool) throws(MathError) -> String {
        let key = ContentHash(parts: ["formula", version, isDisplay ? "display" : "text", tex])
        if let html = state.withLock({ $0.known[key] }) { return html }
        if let html = store.text(for: key) {
            state.withLock { $0.known[key] = html }
            return html
        }
        let html = try state.withLock { state throws(MathError) in
            if let html = state.known[key] { return html }
            if let error = state.failed[key] { throw error }
            do throws(MathError) {
                let html = try state.renderer.render(tex, display: isDisplay)
                state.known[key] = html
                return html
            } catch {
                state.failed[key] = error
                throw error
            }
        }
        // A store that cannot be written to costs time, not the page.
        try? store.put(html, for: key)
        return html
    }
}
