import Training

/// Sequences of varying length, one target each: tasks that need memory.
///
///     let task = Sequences.parity(1_000, lengths: 2...12, using: &generator)
///     task.features.shape      // [1000, 12, 1]
public struct Sequences<Target: Targets>: Sendable {
    /// `[sequences, longest, inputs]`: behind its end a sequence is 0.
    public let features: Tensor
    /// How many steps of each sequence count.
    public let lengths: [Int]
    /// What each sequence is to be answered with: a class, or a row of numbers.
    public let targets: Target

    /// Features `[sequences, longest, inputs]`, with a length from 0 to `longest` and a target for each sequence;
    /// anything else stops the program.
    public init(features: Tensor, lengths: [Int], targets: Target) {
        let longest = features.rank == 3 ? features.shape[1] : 0
        if features.rank != 3 || features.shape[0] != lengths.count || targets.exampleCount != lengths.count
            || lengths.contains(where: { $0 < 0 || $0 > longest })
        {
            fatalError(
                "Sequences: features \(features.shape), \(lengths.count) lengths up to \(lengths.max() ?? 0) and "
                    + "\(targets.exampleCount) targets")
        }
        (self.features, self.lengths, self.targets) = (features, lengths, targets)
    }

    /// How many sequences there are.
    public var count: Int { lengths.count }

    /// The sequences at `indices`, in that order.
    public func rows(_ indices: [Int]) -> Sequences {
        Sequences(
            features: features.rows(indices), lengths: indices.map { lengths[$0] }, targets: targets.rows(indices))
    }

    /// Features and targets without the lengths.
    public var examples: Examples<Target> { Examples(features: features, targets: targets) }
}

extension Sequences where Target == Tensor {
    /// The adding problem (Hochreiter and Schmidhuber 1997, section 5.4): each step is a number from 0 to 1 and a mark;
    /// the target `[count, 1]` is the sum of the two numbers that are marked by 1. Features `[count, longest, 2]`.
    ///
    /// Always answering 1 has a mean squared error of 1/6. Lengths are drawn evenly from the range, which starts at 2
    /// or above; less stops the program.
    public static func addingProblem(
        _ count: Int, lengths range: ClosedRange<Int>, using generator: inout some RandomNumberGenerator
    ) -> Sequences {
        if range.lowerBound < 2 { fatalError("addingProblem: a sequence has at least 2 steps") }
        var features = [Float](repeating: 0, count: count * range.upperBound * 2)
        var (lengths, sums): ([Int], [Float]) = ([], [])
        for sequence in 0..<count {
            let start = sequence * range.upperBound * 2
            let length = Int.random(in: range, using: &generator)
            for step in 0..<length { features[start + 2 * step] = Float(generator.uniform()) }
            let marked = generator.permutation(length).prefix(2)
            for step in marked { features[start + 2 * step + 1] = 1 }
            lengths.append(length)
            sums.append(marked.reduce(0) { $0 + features[start + 2 * $1] })
        }
        return Sequences(
            features: Tensor(shape: [count, range.upperBound, 2], features), lengths: lengths,
            targets: Tensor(shape: [count, 1], sums))
    }
}

extension Sequences where Target == [Int] {
    /// Parity: each step is 1 or −1, equally likely, and the class is 1 when the number of ones is odd. Features
    /// `[count, longest, 1]`; lengths are drawn evenly from the range, which starts at 1 or above.
    public static func parity(
        _ count: Int, lengths range: ClosedRange<Int>, using generator: inout some RandomNumberGenerator
    ) -> Sequences {
        if range.lowerBound < 1 { fatalError("parity: a sequence has at least 1 step") }
        var features = [Float](repeating: 0, count: count * range.upperBound)
        var (lengths, parities): ([Int], [Int]) = ([], [])
        for sequence in 0..<count {
            let length = Int.random(in: range, using: &generator)
            var ones = 0
            for step in 0..<length {
                let isOne = generator.next() >> 63 == 1
                features[sequence * range.upperBound + step] = isOne ? 1 : -1
                if isOne { ones += 1 }
            }
            lengths.append(length)
            parities.append(ones % 2)
        }
        return Sequences(
            features: Tensor(shape: [count, range.upperBound, 1], features), lengths: lengths, targets: parities)
    }
}
