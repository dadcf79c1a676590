import Foundation
import Kernel
import Notebook
import Renderer

/// Formulas as HTML, set once and kept by their TeX and the version of KaTeX.
final class FormulaStore {
    private let store: Store
    private let renderer: MathRenderer
    /// What a formula looks like depends on, besides its TeX.
    private let version: String
    private var known: [ContentHash: String] = [:]

    init(_ store: Store, macros: [String: String] = [:]) {
        renderer = MathRenderer(macros: macros)
        self.store = store
        let library = MathRenderer.findLibrary().map { $0 + "/katex.min.js" } ?? ""
        let attributes = try? FileManager.default.attributesOfItem(atPath: library)
        let size = "\(attributes?[.size] as? Int ?? 0)"
        version =
            macros.isEmpty ? size : ([size] + macros.sorted { $0 < $1 }.map { "\($0)=\($1)" }).joined(separator: "\n")
    }

    func html(of tex: String, isDisplay: Bool) throws(MathError) -> String {
        let key = ContentHash(parts: ["formula", version, isDisplay ? "display" : "text", tex])
        if let html = known[key] ?? store.text(for: key) { return html }
        let html = try renderer.render(tex, display: isDisplay)
        known[key] = html
        // A store that cannot be written to costs time, not the page.
        try? store.put(html, for: key)
        return html
    }
}
