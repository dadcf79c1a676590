import Figures
import Glibc
import Measuring

// Prints, for each figure, its name, the bytes of its SVG, and the median of the milliseconds that it takes from numbers
// to text: `swift run FigureBenchmark [--seconds S] [--cpu]`. `./compare-figures` runs this and matplotlib, in turn.
var arguments = Arguments()
let clock = arguments.takeClock()
let seconds = arguments.take("--seconds", orElse: 1) { $0 > 0 }
if let unknown = arguments.names.first { refuse("unknown argument \(unknown)") }

/// The figures that are timed; `matplotlib_figures.py` draws the same.
let figures: [(name: String, draw: () -> String)] = [
    (
        "line-200",
        {
            Chart(0..<200) { i in
                let loss = 1.1 / (1 + 0.05 * Double(i)) + 0.03 * sin(Double(i) * 1.7)
                LineMark(x: .value("Step", i), y: .value("Loss", loss))
            }.svg()
        }
    ),
    (
        "points-2000",
        {
            Chart(0..<2_000) { i in
                // A sequence that fills the square evenly, so that no two points fall on one place.
                let x = (Double(i) * 0.7548776662466927).truncatingRemainder(dividingBy: 1)
                let y = (Double(i) * 0.5698402909980532).truncatingRemainder(dividingBy: 1)
                PointMark(x: .value("First feature", x), y: .value("Second feature", y))
            }.svg()
        }
    ),
]

for figure in figures {
    let bytes = figure.draw().utf8.count
    var times: [Double] = []
    let start = now(CLOCK_MONOTONIC)
    while now(CLOCK_MONOTONIC) - start < seconds || times.count < 5 {
        let before = now(clock)
        guard figure.draw().utf8.count == bytes else { refuse("\(figure.name) is not the same every time") }
        times.append(now(clock) - before)
    }
    // Thousandths of a millisecond, without Foundation's formats.
    let micros = Int((times.sorted()[times.count / 2] * 1e6).rounded())
    print(figure.name, bytes, Double(micros) / 1000)
}
