import Foundation
import Notebook

/// Reads what the compiler says, line by line, `place: severity: message`, with notes below their error.
enum DiagnosticParser {
    static func parse(_ output: String, of unit: UnitSource) -> [Diagnostic] {
        var result: [Diagnostic] = []
        for line in output.split(separator: "\n") {
            guard var diagnostic = parse(line) else { continue }
            diagnostic.column = unit.columns.column(diagnostic.column, inLine: diagnostic.line)
            if diagnostic.severity == .note, let last = result.indices.last {
                if let macro = expandedMacro(diagnostic), result[last].file != unit.file {
                    result[last].move(to: diagnostic, of: macro)
                    if result[..<last].contains(result[last]) { result.removeLast() }
                } else if diagnostic.file == unit.file {
                    result[last].notes.append(diagnostic)
                }
            } else if !result.contains(diagnostic) {
                result.append(diagnostic)
            }
        }
        return result
    }

    /// The macro whose use in a lesson made the code that the note's error stands in.
    private static func expandedMacro(_ note: Diagnostic) -> String? {
        note.message.firstMatch(of: #/^in expansion of macro '([^']+)'/#).map { String($0.1) }
    }

    private static func parse(_ line: Substring) -> Diagnostic? {
        for severity in [Diagnostic.Severity.error, .warning, .note] {
            guard let mark = line.range(of: ": \(severity.rawValue): ") else { continue }
            let place = line[..<mark.lowerBound].split(separator: ":", omittingEmptySubsequences: false)
            guard place.count >= 2, let last = Int(place[place.count - 1]) else { continue }
            let row = place.count >= 3 ? Int(place[place.count - 2]) : nil
            let file = place.dropLast(row == nil ? 1 : 2).joined(separator: ":")
            return Diagnostic(
                id: "compile-\(severity.rawValue)", severity: severity, file: file,
                line: row ?? last, column: row == nil ? 0 : last,
                message: UnitSource.withoutModuleNames(String(line[mark.upperBound...])))
        }
        return nil
    }
}

extension Diagnostic {
    /// An error in what a macro made has its place where the macro stands: there it can be mended.
    fileprivate mutating func move(to use: Diagnostic, of macro: String) {
        (file, line, column) = (use.file, use.line, use.column)
        message += " (in what the macro ‘\(macro)’ makes here)"
    }
}
