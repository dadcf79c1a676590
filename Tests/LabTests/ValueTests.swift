import Testing

@testable import Lab

/// How numbers are written in prose.
@Suite struct ValueTests {
    @Test(arguments: [
        (0.97214, ".1%", "97.2 %"), (1.5, "3", "1.50"), (0, "2", "0.0"), (-3.14159, ".2", "−3.14"),
        (12_345.6, "3", "12,300"), (9_996, "3", "10,000"), (1_234.5, ".0", "1,234"), (-999, "3", "−999"),
        (-0.02, ".1", "0.0"), (-0.06, ".1", "−0.1"), (0.000123, "2", "0.00012"),
        (1.2e-12, "1", "10⁻¹²"), (1.24e-12, "2", "1.2×10⁻¹²"), (9.96e-9, "2", "1.0×10⁻⁸"), (-2.34e8, "2", "−2.3×10⁸"),
        (9_999_999, "2", "1.0×10⁷"), (.nan, "2", "nan"), (.infinity, ".1", "inf"),
    ])
    func isWrittenAsAsked(_ number: Double, _ format: String, _ text: String) {
        #expect(formatted(number, format) == text)
    }
}
