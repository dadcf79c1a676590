import CMath

/// A labelled place on an axis.
struct Tick: Equatable {
    var value: Datum
    var label: String
}

/// Round places for axes.
enum Ticks {
    /// The step 1, 2 or 5 × 10ⁿ that divides `span` (> 0) into about `count` parts.
    static func step(span: Double, count: Int) -> Double {
        let raw = span / Double(max(count, 1))
        guard raw > 0, raw.isFinite else { return 1 }
        let (_, exponent) = Numbers.decimal(raw, digits: 15)
        let leading = raw / Numbers.power(exponent)
        let factor: Double = leading < 1.5 ? 1 : leading < 3.5 ? 2 : leading < 7.5 ? 5 : 10
        return exponent < 0 ? factor / Numbers.power(-exponent) : factor * Numbers.power(exponent)
    }

    /// Multiples of a round step inside `low`…`high`, about `count` of them.
    static func linear(low: Double, high: Double, count: Int) -> [Tick] {
        let span = high / 2 - low / 2
        guard span > 0 else { return [Tick(value: .number(low), label: Numbers.significant(low, digits: 6))] }
        let step = step(span: span, count: count) * 2 == 0 ? span : roundStep(low: low, high: high, count: count)
        let first = (low / step - 1e-9).rounded(.up)
        let last = (high / step + 1e-9).rounded(.down)
        guard last >= first, last - first < 1000, abs(first) < 9e15, abs(last) < 9e15 else { return [] }
        var values: [Double] = []
        var index = first
        while index <= last {
            values.append(index == 0 ? 0 : index * step)
            index += 1
        }
        let labels = labels(for: values, step: step)
        return values.indices.map { Tick(value: .number(values[$0]), label: labels[$0]) }
    }

    private static func roundStep(low: Double, high: Double, count: Int) -> Double {
        let whole = high - low
        return whole.isFinite ? step(span: whole, count: count) : step(span: high / 2 - low / 2, count: count) * 2
    }

    /// Labels with as many digits as `step` needs, the same for all.
    static func labels(for values: [Double], step: Double) -> [String] {
        let largest = values.reduce(0) { max($0, abs($1)) }
        let exponent = Numbers.exponent(of: step)
        guard largest < 1e6, largest == 0 || exponent >= -5 else {
            let digits = largest > 0 ? min(15, max(1, Numbers.exponent(of: largest) - exponent + 1)) : 1
            return values.map { Numbers.scientific($0, digits: digits) }
        }
        let decimals = max(0, -exponent)
        return values.map { Numbers.fixed($0, decimals: decimals) }
    }

    /// Decades inside `low`…`high` (> 0), every k-th if there are more than `count`; within them 2 and 5 where there
    /// are few; round steps where there is not even one decade.
    static func log(low: Double, high: Double, count: Int) -> [Tick] {
        let first = Int((log10(low) - 1e-9).rounded(.up))
        let last = Int((log10(high) + 1e-9).rounded(.down))
        if last - first < 1 {
            let within = withinDecades(low: low, high: high, factors: [1, 2, 5])
            return within.count >= 3
                ? within : linear(low: low, high: high, count: count).filter { ($0.value.finite ?? 0) > 0 }
        }
        if last - first <= 1, count >= 5 { return withinDecades(low: low, high: high, factors: [1, 2, 5]) }
        let stride = roundStride((last - first + max(count, 2) - 1) / max(count, 2))
        var ticks: [Tick] = []
        for exponent in first...last where exponent % stride == 0 {
            ticks.append(Tick(value: .number(decade(exponent)), label: ""))
        }
        let plain = first >= -3 && last <= 4
        for index in ticks.indices {
            guard let value = ticks[index].value.finite else { continue }
            let exponent = Numbers.exponent(of: value)
            ticks[index].label =
                plain ? Numbers.fixed(value, decimals: max(0, -exponent)) : "10" + Numbers.superscript(exponent)
        }
        return ticks
    }

    /// Zero, and decades on both sides from `threshold` on, every k-th if there are more than `count`.
    static func symmetricLog(low: Double, high: Double, threshold: Double, count: Int) -> [Tick] {
        let first = Numbers.exponent(of: max(threshold, 1e-290))
        func side(_ end: Double) -> [Double] {
            guard end >= threshold else { return [] }
            return (first...max(first, Numbers.exponent(of: end * (1 + 1e-9)))).map { decade($0) }
        }
        let (above, below) = (side(high), side(-low))
        let stride = roundStride((above.count + below.count + max(count, 2) - 1) / max(count, 2))
        // The outermost decade of the longer side is kept, and the others count from it.
        let outer = max(above.count, below.count) - 1
        func kept(_ decades: [Double]) -> [Double] {
            decades.indices.filter { (outer - $0) % stride == 0 }.map { decades[$0] }
        }
        var values = kept(below).reversed().map { -$0 }
        if low <= 0, high >= 0 { values.append(0) }
        values = (values + kept(above)).filter {
            $0 >= low * (low < 0 ? 1 + 1e-9 : 1 - 1e-9) && $0 <= high + abs(high) * 1e-9
        }
        let sizes = values.filter { $0 != 0 }.map { abs($0) }
        let plain = (sizes.min() ?? 1) >= 1e-3 && (sizes.max() ?? 1) <= 1e4
        return values.map { value in
            guard value != 0 else { return Tick(value: .number(0), label: "0") }
            let exponent = Numbers.exponent(of: abs(value))
            let text =
                plain ? Numbers.fixed(abs(value), decimals: max(0, -exponent)) : "10" + Numbers.superscript(exponent)
            return Tick(value: .number(value), label: (value < 0 ? "−" : "") + text)
        }
    }

    /// The least of 1, 2, 3, 5, 10, 20, … that is not below `least`, so that labels are round powers.
    private static func roundStride(_ least: Int) -> Int {
        [1, 2, 3, 5, 10, 20, 30, 50, 100, 200].first { $0 >= least } ?? 500
    }

    private static func decade(_ exponent: Int) -> Double {
        exponent < -300 ? Numbers.power(-300) * Numbers.power(exponent + 300) : Numbers.power(exponent)
    }

    private static func withinDecades(low: Double, high: Double, factors: [Double]) -> [Tick] {
        var ticks: [Tick] = []
        let start = Numbers.exponent(of: low)
        let end = max(start, Numbers.exponent(of: high))
        for exponent in start...end {
            for factor in factors {
                let value = exponent < 0 ? factor / Numbers.power(-exponent) : factor * Numbers.power(exponent)
                guard value >= low * (1 - 1e-9), value <= high * (1 + 1e-9) else { continue }
                ticks.append(Tick(value: .number(value), label: Numbers.significant(value, digits: 3)))
            }
        }
        return ticks
    }
}
