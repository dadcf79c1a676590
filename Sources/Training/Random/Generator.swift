import CMath

/// A source of pseudorandom numbers: equal seeds give equal numbers on every machine.
///
/// xoshiro256++ (Blackman and Vigna 2021, "Scrambled linear pseudorandom number generators"), its state filled from
/// the seed by SplitMix64 as the authors advise.
public struct Generator: RandomNumberGenerator, Sendable {
    private var state: (UInt64, UInt64, UInt64, UInt64)

    /// A generator at the start of the sequence that belongs to `seed`.
    public init(seed: Int) {
        var mixer = UInt64(truncatingIfNeeded: seed)
        func mixed() -> UInt64 {
            mixer &+= 0x9E37_79B9_7F4A_7C15
            var z = mixer
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
        state = (mixed(), mixed(), mixed(), mixed())
    }

    public mutating func next() -> UInt64 {
        let sum = state.0 &+ state.3
        let result = ((sum << 23) | (sum >> 41)) &+ state.0
        let shifted = state.1 << 17
        state.2 ^= state.0
        state.3 ^= state.1
        state.1 ^= state.2
        state.0 ^= state.3
        state.2 ^= shifted
        state.3 = (state.3 << 45) | (state.3 >> 19)
        return result
    }
}

extension RandomNumberGenerator {
    /// A number from 0 up to but not including 1, in steps of 2⁻⁵³.
    public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// A number with the standard normal distribution (mean 0, deviation 1), by Box and Muller's transform.
    public mutating func normal() -> Double {
        let radius = (-2 * log(1 - uniform())).squareRoot()
        return radius * cos(2 * Double.pi * uniform())
    }

    /// The numbers 0 ..< count in random order, every order equally likely (Fisher and Yates).
    public mutating func permutation(_ count: Int) -> [Int] {
        var order = Array(0..<count)
        for last in stride(from: count - 1, to: 0, by: -1) {
            order.swapAt(last, Int(next(upperBound: UInt64(last + 1))))
        }
        return order
    }
}

extension Tensor {
    /// Independent standard normal numbers, times `deviation`, plus `mean`.
    public static func normal(
        _ shape: [Int], mean: Float = 0, deviation: Float = 1, using generator: inout some RandomNumberGenerator
    ) -> Tensor {
        Tensor(shape: shape, (0..<Shape.count(shape)).map { _ in mean + deviation * Float(generator.normal()) })
    }

    /// Independent numbers spread evenly over `low ..< high`.
    public static func uniform(
        _ shape: [Int], from low: Float = 0, to high: Float = 1, using generator: inout some RandomNumberGenerator
    ) -> Tensor {
        Tensor(shape: shape, (0..<Shape.count(shape)).map { _ in low + (high - low) * Float(generator.uniform()) })
    }
}
