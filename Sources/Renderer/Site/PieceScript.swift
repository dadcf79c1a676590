/// What other lessons lead to in a page, as a script that their pages read when a reader points at such a link: a page in
/// a folder may load scripts but not fetch files.
struct PieceScript {
    var page: Page

    /// Nil when no other lesson leads to the page. Empty when what they lead to cannot be shown, so that a page never
    /// asks for a file that is not there.
    var file: SiteFile? {
        guard let pieces = page.pieces else { return nil }
        let entries = pieces.sorted { $0.key < $1.key }.map { "\(literal($0)):\(literal($1))" }
        let name = page.path.hasSuffix(".html") ? page.path.dropLast(5) : page.path[...]
        return SiteFile(
            path: "assets/pieces/\(name).js",
            text: "lessonsPieces[\(literal(page.path))]={\(entries.joined(separator: ",\n"))};\n")
    }
}
