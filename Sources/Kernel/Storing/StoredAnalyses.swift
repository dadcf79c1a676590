import Notebook

extension CellAnalysis {
    /// What the text of each cell tells: from the store, if it has been read before. Reading all cells of a course takes
    /// longer than the rest of a build in which one was edited.
    static func analyses(of lesson: Lesson, _ toolchain: Toolchain, _ store: Store) -> [CellAnalysis] {
        let sources = lesson.cells.map { $0.options.eval ? $0.source : "" }
        let key = ContentHash(parts: [toolchain.programState] + sources)
        if let known = store.analyses(for: key), known.count == sources.count { return known }
        let analyses = sources.map { $0.isEmpty ? CellAnalysis() : CellAnalyzer.analyze($0) }
        // A store that cannot be written to costs time, not the lesson.
        try? store.put(analyses, for: key)
        return analyses
    }
}
