import Foundation

enum ColourVision: CaseIterable {
    case usual, protanopia, deuteranopia, tritanopia

    /// What happens to linear red, green and blue: Machado, Oliveira and Fernandes, "A Physiologically-based Model for
    /// Simulation of Color Vision Deficiency" (2009), severity 1.
    var matrix: [[Double]] {
        switch self {
        case .usual: [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
        case .protanopia:
            [
                [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998],
            ]
        case .deuteranopia:
            [
                [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881],
            ]
        case .tritanopia:
            [
                [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900],
            ]
        }
    }
}

/// Red, green and blue of sRGB, proportional to light.
struct LinearColor: Equatable {
    var components: [Double]

    init(components: [Double]) { self.components = components }

    init(hex: UInt32) {
        components = [16, 8, 0].map { (shift: UInt32) in
            let value = Double(hex >> shift & 255) / 255
            return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
        }
    }

    private var luminance: Double { 0.2126 * components[0] + 0.7152 * components[1] + 0.0722 * components[2] }

    /// The contrast ratio of the Web Content Accessibility Guidelines 2.
    func contrast(with other: LinearColor) -> Double {
        (max(luminance, other.luminance) + 0.05) / (min(luminance, other.luminance) + 0.05)
    }

    /// As browsers blend: in sRGB, not in light.
    func over(_ ground: LinearColor, opacity: Double) -> LinearColor {
        func encoded(_ value: Double) -> Double {
            value <= 0.0031308 ? value * 12.92 : 1.055 * pow(value, 1 / 2.4) - 0.055
        }
        return LinearColor(
            components: zip(components, ground.components).map { top, bottom in
                let value = opacity * encoded(top) + (1 - opacity) * encoded(bottom)
                return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
            })
    }

    func seen(with vision: ColourVision) -> LinearColor {
        LinearColor(
            components: vision.matrix.map { row in
                min(max(zip(row, components).map { $0 * $1 }.reduce(0, +), 0), 1)
            })
    }

    /// CIE 1976 L*a*b* under D65.
    var lab: Lab {
        let (r, g, b) = (components[0], components[1], components[2])
        func f(_ t: Double) -> Double { t > 216.0 / 24389 ? cbrt(t) : (24389.0 / 27 * t + 16) / 116 }
        let x = f((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047)
        let y = f(0.2126729 * r + 0.7151522 * g + 0.0721750 * b)
        let z = f((0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / 1.08883)
        return Lab(l: 116 * y - 16, a: 500 * (x - y), b: 200 * (y - z))
    }
}

struct Lab {
    var l: Double
    var a: Double
    var b: Double

    /// CIEDE2000 as in Sharma, Wu and Dalal, "The CIEDE2000 Color-Difference Formula" (2005).
    func difference(from other: Lab) -> Double {
        func degrees(_ radians: Double) -> Double { radians * 180 / .pi }
        func cosine(_ degrees: Double) -> Double { cos(degrees * .pi / 180) }
        func share(_ chroma: Double) -> Double { (pow(chroma, 7) / (pow(chroma, 7) + pow(25, 7))).squareRoot() }
        let g = 0.5 * (1 - share((hypot(a, b) + hypot(other.a, other.b)) / 2))
        let (a1, a2) = ((1 + g) * a, (1 + g) * other.a)
        let (c1, c2) = (hypot(a1, b), hypot(a2, other.b))
        func hue(_ a: Double, _ b: Double) -> Double {
            let angle = degrees(atan2(b, a))
            return angle < 0 ? angle + 360 : angle
        }
        let (h1, h2) = (hue(a1, b), hue(a2, other.b))
        var (turn, meanHue) = (h2 - h1, (h1 + h2) / 2)
        if c1 * c2 == 0 {
            (turn, meanHue) = (0, h1 + h2)
        } else if abs(turn) > 180 {
            turn += turn > 0 ? -360 : 360
            meanHue += meanHue < 180 ? 180 : -180
        }
        let (meanL, meanC) = ((l + other.l) / 2, (c1 + c2) / 2)
        let t =
            1 - 0.17 * cosine(meanHue - 30) + 0.24 * cosine(2 * meanHue) + 0.32 * cosine(3 * meanHue + 6)
            - 0.2 * cosine(4 * meanHue - 63)
        let square = (meanL - 50) * (meanL - 50)
        let deltaL = (other.l - l) / (1 + 0.015 * square / (20 + square).squareRoot())
        let deltaC = (c2 - c1) / (1 + 0.045 * meanC)
        let deltaH = 2 * (c1 * c2).squareRoot() * sin(turn * .pi / 360) / (1 + 0.015 * meanC * t)
        let angle = 60 * exp(-pow((meanHue - 275) / 25, 2))
        let rotation = -sin(angle * .pi / 180) * 2 * share(meanC)
        return (deltaL * deltaL + deltaC * deltaC + deltaH * deltaH + rotation * deltaC * deltaH).squareRoot()
    }
}
