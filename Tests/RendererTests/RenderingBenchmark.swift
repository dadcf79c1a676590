import Foundation
import Markdown
import Notebook
import Testing

@testable import Renderer

/// How long a course takes from its Markdown and stored outcomes to the bytes of its site, as Benchmarks/README.md says.
/// It stands here, and not among the benchmarks, because no product of the package has the renderer.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["LESSONS_RENDER_PAGES"] != nil)) struct RenderingBenchmark {
    private static let formulas = (1...40).map {
        "\\hat{x}_{\($0)} = \\frac{x - \\mu_{\($0)}}{\\sqrt{\\sigma^2 + \\epsilon}}"
    }

    @Test func renderingIsLinear() throws {
        let most = ProcessInfo.processInfo.environment["LESSONS_RENDER_PAGES"].flatMap { Int($0) } ?? 0
        let renderer = MathRenderer()
        // The build has them from its store.
        let html = try Dictionary(
            uniqueKeysWithValues: Self.formulas.map { ($0, try renderer.render($0, display: true)) })
        var before = 0.0
        for count in [most / 4, most / 2, most] where count > 0 {
            let start = ContinuousClock.now
            let bytes = Self.render(count, html)
            let seconds = (ContinuousClock.now - start) / .seconds(1)
            let ratio = before == 0 ? "" : ", \(seconds / before) times as long as half of them"
            print("\(count) pages: \(seconds) s, \(bytes >> 20) MB\(ratio)")
            before = seconds
        }
    }

    private static func render(_ count: Int, _ formulas: [String: String]) -> Int {
        let lessons = (0..<count).mapSideBySide(threads: 2) { index in
            LessonReader.read(markdown(index), file: "lessons/page-\(index).md")
        }
        let map = CourseMap(lessons: lessons)
        let pages = lessons.indices.mapSideBySide(threads: 2) { index in
            let writer = MarkdownProse(lessons[index], in: map) { tex, _ in formulas[tex] ?? tex }
            return LessonPage.render(
                lesson: lessons[index], outcomes: lessons[index].cells.map(outcome), writer: writer, map: map)
        }
        let files = Site(course: Course(title: "Course"), pages: pages).files(assets: Assets(common: []), threads: 2)
        return files.reduce(0) { $0 + $1.bytes.count }
    }

    /// 1,500 words, eight cells, four formulas, two charts, and a reference to the page before.
    private static func markdown(_ index: Int) -> String {
        let sentence =
            "A *network* of `\(index)` learns what it was **not** shown, -- as \"we\" saw in @fig-loss, slowly. "
        var text = "---\ntitle: Page \(index)\norder: \(index)\n---\n\n"
        for section in 1...8 {
            text += "## Section \(section)\n\n"
            for _ in 1...4 { text += String(repeating: sentence, count: 3) + "\n\n" }
            let label = section == 1 ? "fig-loss" : section == 2 ? "fig-more" : "cell-\(section)"
            text += "```swift\n//| label: \(label)\n//| caption: What the cell shows.\n"
            text +=
                "let values\(section) = (0..<\(section)).map { Double($0) * 0.5 } // \(index)\nprint(values\(section))\n```\n\n"
            if section <= 4 { text += "$$\n\(formulas[(index + section) % formulas.count])\n$$\n\n" }
        }
        return text
    }

    private static func outcome(of cell: Cell) -> Outcome {
        guard cell.options.label?.hasPrefix("fig-") == true else {
            return Outcome(state: .succeeded, outputs: [.text(.stdout, "[0.0, 0.5, 1.0]\n")])
        }
        let path =
            "<path d=\"M0 0\(String(repeating: "l3.2 1.5", count: 500))\" fill=\"none\" stroke=\"var(--series-1,#245fd4)\"/>"
        let labels = String(repeating: "<text x=\"1\" y=\"2\">0.5</text>\n", count: 30)
        let data = [
            "text/plain": "A chart", "image/svg+xml": "<svg viewBox=\"0 0 680 360\">\(path)\(labels)</svg>",
            "text/csv": String(repeating: "1,0.5\r\n", count: 100),
        ]
        return Outcome(state: .succeeded, outputs: [.display(Display(data: data))])
    }
}
