import CMath

/// Numbers as people read them: no locale, a true minus sign, commas between thousands.
enum Numbers {
    /// `value` with exactly `decimals` digits after the point, as in `−1,234.50`; "" if it is not finite.
    static func fixed(_ value: Double, decimals: Int, grouped: Bool = true) -> String {
        guard value.isFinite else { return "" }
        let scaled = (abs(value) * power(decimals)).rounded()
        guard scaled < 9e15 else { return scientific(value, digits: 6) }
        var digits = String(Int64(scaled))
        while digits.utf8.count <= decimals { digits = "0" + digits }
        let point = digits.utf8.count - decimals
        let whole = String(digits.prefix(point))
        var text = value < 0 && scaled > 0 ? "−" : ""
        text += grouped ? self.grouped(whole) : whole
        if decimals > 0 { text += "." + String(digits.suffix(decimals)) }
        return text
    }

    /// `value` as `1.25×10⁻⁷` with `digits` significant digits, trailing zeros dropped.
    static func scientific(_ value: Double, digits: Int) -> String {
        guard value.isFinite else { return "" }
        guard value != 0 else { return "0" }
        var (mantissa, exponent) = decimal(value, digits: digits)
        var decimals = digits - 1
        while decimals > 0, mantissa % 10 == 0 {
            mantissa /= 10
            decimals -= 1
        }
        let sign = value < 0 ? "−" : ""
        if mantissa == 1, decimals == 0 { return sign + "10" + superscript(exponent) }
        return sign + fixed(Double(mantissa) / power(decimals), decimals: decimals) + "×10" + superscript(exponent)
    }

    /// `value` with `digits` significant digits, in scientific notation where plain digits would be hard to read.
    static func significant(_ value: Double, digits: Int, trimmed: Bool = true) -> String {
        guard value.isFinite else { return "" }
        guard value != 0 else { return "0" }
        let (mantissa, exponent) = decimal(value, digits: digits)
        guard exponent >= -4, exponent < max(digits, 7) else { return scientific(value, digits: digits) }
        var decimals = max(0, digits - 1 - exponent)
        var rest = mantissa
        while trimmed, decimals > 0, rest % 10 == 0 {
            rest /= 10
            decimals -= 1
        }
        return fixed(value, decimals: decimals)
    }

    /// The power of ten of the leading digit of `value` (not zero, finite): 0 for 1…9.99, −1 for 0.1….
    static func exponent(of value: Double) -> Int { decimal(value, digits: 15).exponent }

    /// 10 to the power `n`, exact for |n| ≤ 22.
    static func power(_ n: Int) -> Double {
        guard n >= 0 else { return n < -22 ? pow(10, Double(n)) : 1 / power(-n) }
        guard n <= 22 else { return pow(10, Double(n)) }
        var result = 1.0
        for _ in 0..<n { result *= 10 }
        return result
    }

    /// `n` in superscript digits, as in 10⁻³.
    static func superscript(_ n: Int) -> String {
        let digits = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"]
        var text = n < 0 ? "⁻" : ""
        for byte in String(n.magnitude).utf8 { text += digits[Int(byte - 48)] }
        return text
    }

    /// The decimal digits of |value| as an integer of `digits` digits, and the exponent of the first.
    static func decimal(_ value: Double, digits: Int) -> (mantissa: Int64, exponent: Int) {
        let magnitude = abs(value)
        var exponent = Int(log10(magnitude).rounded(.down))
        var mantissa = scaled(magnitude, by: digits - 1 - exponent).rounded()
        if mantissa >= power(digits) {
            exponent += 1
            mantissa = scaled(magnitude, by: digits - 1 - exponent).rounded()
        } else if mantissa < power(digits - 1) {
            exponent -= 1
            mantissa = scaled(magnitude, by: digits - 1 - exponent).rounded()
        }
        return (Int64(mantissa), exponent)
    }

    /// `value`·10ⁿ in two steps, because 10ⁿ alone may overflow.
    private static func scaled(_ value: Double, by n: Int) -> Double {
        if n < 0, n >= -22 { return value / power(-n) }
        return value * power(n / 2) * power(n - n / 2)
    }

    private static func grouped(_ whole: String) -> String {
        guard whole.utf8.count > 3 else { return whole }
        var text = ""
        for (index, digit) in whole.enumerated() {
            if index > 0, (whole.utf8.count - index) % 3 == 0 { text += "," }
            text.append(digit)
        }
        return text
    }
}
