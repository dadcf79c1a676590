import CMath
import Training

/// Invented examples in a plane, to see how a classifier divides it.
///
///     let examples = Examples.moons(200, noise: 0.1, using: &generator)
///     examples.features.shape      // [200, 2]
///
/// Classes take turns, so that each has `count` / classes examples, or one more.
extension Examples where Target == [Int] {
    /// Round clouds: each class is normal around one of `centers`, with the same deviation along every axis.
    ///
    /// The centers have any number of coordinates, but all the same: features `[count, coordinates]`.
    public static func blobs(
        _ count: Int, centers: [[Float]] = [[-2, 0], [2, 0], [0, 3]], deviation: Float = 1,
        using generator: inout some RandomNumberGenerator
    ) -> Examples {
        let width = centers.first?.count ?? 0
        if width == 0 || centers.contains(where: { $0.count != width }) {
            fatalError("blobs: centers have equally many coordinates, and there is at least one")
        }
        return points(count, classes: centers.count, coordinates: width) { label in
            centers[label].map { $0 + deviation * Float(generator.normal()) }
        }
    }

    /// Two half circles of radius 1 that reach into each other, with normal noise of the given deviation: features
    /// `[count, 2]`.
    public static func moons(
        _ count: Int, noise: Float = 0.1, using generator: inout some RandomNumberGenerator
    ) -> Examples {
        points(count, classes: 2, coordinates: 2) { label in
            let angle = Double.pi * generator.uniform()
            let (x, y) = label == 0 ? (cos(angle), sin(angle)) : (1 - cos(angle), 0.5 - sin(angle))
            return noisy(x, y, noise, using: &generator)
        }
    }

    /// A circle of radius 1 and one inside it of radius `ratio`, with normal noise of the given deviation: features
    /// `[count, 2]`.
    public static func circles(
        _ count: Int, ratio: Float = 0.5, noise: Float = 0.1, using generator: inout some RandomNumberGenerator
    ) -> Examples {
        points(count, classes: 2, coordinates: 2) { label in
            let angle = 2 * Double.pi * generator.uniform()
            let radius = label == 0 ? 1 : Double(ratio)
            return noisy(radius * cos(angle), radius * sin(angle), noise, using: &generator)
        }
    }

    /// One arm for each class, winding `turns` times around the origin out to radius 1 (the two-spirals problem of Lang
    /// and Witbrock 1988), with normal noise of the given deviation: features `[count, 2]`.
    public static func spirals(
        _ count: Int, classes: Int = 2, turns: Float = 1.5, noise: Float = 0.02,
        using generator: inout some RandomNumberGenerator
    ) -> Examples {
        points(count, classes: classes, coordinates: 2) { label in
            let radius = generator.uniform()
            let angle = 2 * Double.pi * (Double(turns) * radius + Double(label) / Double(classes))
            return noisy(radius * cos(angle), radius * sin(angle), noise, using: &generator)
        }
    }

    /// Four clouds at the corners (±1, ±1): class 1 where the signs differ, which no line separates (Minsky and Papert
    /// 1969). Features `[count, 2]`, with normal noise of the given deviation.
    public static func xor(
        _ count: Int, noise: Float = 0.3, using generator: inout some RandomNumberGenerator
    ) -> Examples {
        points(count, classes: 2, coordinates: 2) { label in
            let x: Double = generator.uniform() < 0.5 ? -1 : 1
            return noisy(x, label == 0 ? x : -x, noise, using: &generator)
        }
    }

    private static func points(
        _ count: Int, classes: Int, coordinates: Int, _ draw: (_ label: Int) -> [Float]
    ) -> Examples {
        if count < 0 || classes < 1 { fatalError("\(count) examples of \(classes) classes") }
        let labels = (0..<count).map { $0 % classes }
        return Examples(
            features: Tensor(shape: [count, coordinates], labels.flatMap { draw($0) }), targets: labels)
    }
}

/// A point with normal noise on both coordinates.
private func noisy(
    _ x: Double, _ y: Double, _ deviation: Float, using generator: inout some RandomNumberGenerator
) -> [Float] {
    [Float(x) + deviation * Float(generator.normal()), Float(y) + deviation * Float(generator.normal())]
}
