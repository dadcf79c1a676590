import CHost
import Glibc

/// What the kernel makes of a value in prose that says neither how it is written nor what it must be.
public func _value(_ value: some Any, format: String? = nil) {
    if let format, let number = number(value) {
        show(["text/plain": formatted(number, format)])
    } else {
        display(value)
    }
}

/// What the kernel makes of a value in prose that must lie in a range for the prose to be true.
public func _value<Number: Comparable>(_ value: Number, format: String? = nil, expect range: ClosedRange<Number>) {
    _value(value, format: format)
    guard !range.contains(value), let handler = host_current_handlers().pointee.unexpected else { return }
    handler("the text relies on a value in \(range), but it is \(value); mend the text, or the range")
}

private func number(_ value: some Any) -> Double? {
    switch value {
    case let value as Double: value
    case let value as Float: Double(value)
    case let value as Int: Double(value)
    default: nil
    }
}

/// `.2` two decimals, `3` three significant digits, `.0%` a percentage without decimals. Significant digits of what has
/// too many zeros to be read are written with a power of ten: 2.3×10⁸.
func formatted(_ number: Double, _ format: String) -> String {
    guard number.isFinite else { return "\(number)" }
    var digits = format[...]
    let isPercentage = digits.hasSuffix("%")
    if isPercentage { digits.removeLast() }
    let number = isPercentage ? number * 100 : number
    let text: String
    if digits.hasPrefix(".") {
        text = fixed(number, Int(digits.dropFirst()) ?? 0)
    } else {
        let significant = max(1, Int(digits) ?? 6)
        var magnitude = number == 0 ? 0 : Int(log10(abs(number)).rounded(.down))
        var unit = pow(10.0, Double(magnitude - significant + 1))
        var rounded = (number / unit).rounded() * unit
        if rounded != 0, Int(log10(abs(rounded)).rounded(.down)) > magnitude {
            magnitude += 1
            unit *= 10
            rounded = (number / unit).rounded() * unit
        }
        guard (-4..<7).contains(magnitude) else {
            let mantissa = fixed(rounded / pow(10, Double(magnitude)), significant - 1)
            let power = "10" + superscript(magnitude)
            return (mantissa == "1" ? power : mantissa == "−1" ? "−" + power : mantissa + "×" + power)
                + (isPercentage ? " %" : "")
        }
        text = fixed(rounded, max(0, significant - 1 - magnitude))
    }
    return grouped(text) + (isPercentage ? " %" : "")
}

private func superscript(_ number: Int) -> String {
    let digits = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
    return (number < 0 ? "⁻" : "")
        + String(abs(number)).compactMap(\.wholeNumberValue).map { String(digits[$0]) }.joined()
}

private func fixed(_ number: Double, _ decimals: Int) -> String {
    var buffer = [CChar](repeating: 0, count: 400)
    _ = withVaList([Int32(decimals), number]) { vsnprintf(&buffer, buffer.count, "%.*f", $0) }
    let text = String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    // What rounds to zero is neither above nor below it.
    return text.allSatisfy { "-0.".contains($0) } ? text.replacing("-", with: "") : text.replacing("-", with: "−")
}

/// Thousands apart by commas, as in tables and on axes.
private func grouped(_ text: String) -> String {
    let whole = text.prefix { $0 != "." }
    let digits = whole.drop { !$0.isNumber }
    guard digits.count > 3 else { return text }
    var result = String(whole.prefix(whole.count - digits.count))
    for (index, digit) in digits.enumerated() {
        if index > 0, (digits.count - index) % 3 == 0 { result += "," }
        result.append(digit)
    }
    return result + text.dropFirst(whole.count)
}
