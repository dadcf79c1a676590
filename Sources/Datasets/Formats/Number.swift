/// Decimal numbers, read from bytes because Embedded Swift has no reader of its own.
enum Number {
    /// A decimal number such as `-12.5e3`, or nil. Numbers of up to 15 digits and moderate exponents are exact to the
    /// last bit, as in any reader.
    static func parse(_ field: ArraySlice<UInt8>) -> Double? {
        var rest = field
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
        var (mantissa, digits, exponent) = (0.0, 0, 0)
        var seenPoint = false
        while let byte = rest.first {
            if byte == UInt8(ascii: "."), !seenPoint {
                seenPoint = true
            } else if byte >= 48 && byte <= 57 {
                mantissa = mantissa * 10 + Double(byte - 48)
                digits += 1
                if seenPoint { exponent -= 1 }
            } else {
                break
            }
            rest = rest.dropFirst()
        }
        if digits == 0 { return nil }
        if let byte = rest.first {
            guard byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E"), let power = integer(rest.dropFirst()) else {
                return nil
            }
            exponent += power
        }
        let magnitude = scaled(mantissa, by: exponent)
        return isNegative ? -magnitude : magnitude
    }

    /// A whole number of up to four digits, with or without a sign.
    private static func integer(_ field: ArraySlice<UInt8>) -> Int? {
        let isNegative = field.first == UInt8(ascii: "-")
        let digits = isNegative || field.first == UInt8(ascii: "+") ? field.dropFirst() : field
        if digits.isEmpty || digits.count > 4 { return nil }
        var value = 0
        for byte in digits {
            guard byte >= 48 && byte <= 57 else { return nil }
            value = value * 10 + Int(byte - 48)
        }
        return isNegative ? -value : value
    }

    /// `mantissa`·10^`exponent`, by powers that are exact as long as they can be.
    private static func scaled(_ mantissa: Double, by exponent: Int) -> Double {
        if mantissa == 0 { return 0 }
        var (result, left) = (mantissa, exponent)
        while left != 0 {
            let step = min(left.magnitude, 22)
            var power = 1.0
            for _ in 0..<step { power *= 10 }
            result = left < 0 ? result / power : result * power
            left += left < 0 ? Int(step) : -Int(step)
            if result == 0 || !result.isFinite { break }
        }
        return result
    }
}
