import Kernel
import Notebook

/// What open pages are told, as JSON.
enum Message {
    /// How the whole course stands: `working`, `idle` or `failed`.
    struct Status: Encodable {
        var event = "status"
        var state: String
        var text = ""
    }

    /// Pages that have changed, by address.
    struct Pages: Encodable {
        var event = "pages"
        var pages: [String]
    }

    /// A cell that runs, and how far it has come; or, without a cell, that none of the lesson's does.
    struct Running: Encodable {
        var event = "running"
        var lesson: String
        var cell: Int?
        /// Nil, too, when the cell reports in a form of its own.
        var progress: CourseRun.Progress?
    }

    /// Something that the reader should know and the preview cannot mend.
    struct Notice: Encodable {
        var event = "notice"
        var text: String
    }

    struct Problems: Encodable {
        struct Problem: Encodable {
            var severity: String
            var place: String
            var message: String
            /// Opens the place in an editor.
            var link: String
        }

        var event = "problems"
        var problems: [Problem]

        init(_ diagnostics: [Diagnostic], root: String) {
            problems = diagnostics.map { diagnostic in
                let place = "\(diagnostic.file):\(max(1, diagnostic.line)):\(max(1, diagnostic.column))"
                return Problem(
                    severity: diagnostic.severity.rawValue, place: place, message: diagnostic.message,
                    link: "vscode://file\(root)/\(place)")
            }
        }
    }
}
