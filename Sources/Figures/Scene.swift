/// A place in the picture, in pixels from the top left.
struct Place: Equatable {
    var x: Double
    var y: Double
}

struct Box: Equatable {
    var x: Double
    var y: Double
    var width: Double
    var height: Double

    var maxX: Double { x + width }
    var maxY: Double { y + height }

    func intersects(_ other: Box) -> Bool {
        x < other.maxX && other.x < maxX && y < other.maxY && other.y < maxY
    }
}

/// Text with its baseline at `at`.
struct Label: Equatable {
    enum Anchor { case start, middle, end }

    var text: String
    var at: Place
    var anchor = Anchor.start
    var font = Font.label
    var ink = Ink.text
    /// Degrees, clockwise about `at`.
    var rotation = 0.0
    /// A rim in the colour of the page, for text over marks.
    var halo = false
    /// The series that the text names, so that a script can highlight it.
    var key: String?

    /// Where the text stands, if it is not rotated.
    var box: Box {
        let width = font.width(of: text)
        let left = anchor == .start ? at.x : anchor == .middle ? at.x - width / 2 : at.x - width
        return Box(x: left, y: at.y - font.size * 0.78, width: width, height: font.size)
    }
}

/// How a shape is painted.
struct Paint: Equatable {
    var fill: Ink?
    var stroke: Ink?
    var strokeWidth = 1.0
    var dash: [Double] = []
    var opacity = 1.0
    var roundCaps = false
    /// Lines within lines are holes.
    var evenOdd = false
}

/// What a picture is made of; the writer knows nothing else.
enum Shape: Equatable {
    /// Polylines, or filled polygons if `closed`.
    case path([[Place]], closed: Bool, Paint)
    /// Lines that show where they overlap.
    case lines([[Place]], Paint)
    case boxes([Box], Paint)
    /// Symbols of `size` pixels; `separate` ones show where they overlap.
    case symbols([Place], Symbol, size: Double, separate: Bool, Paint)
    case label(Label)
    /// A PNG as base64, stretched over a box.
    case image(Box, png: String)
    /// Shapes of one panel or one series, and what a script is told of them.
    indirect case group([Attribute], [Shape])
}

struct Attribute: Equatable {
    var name: String
    var value: String
}

extension Shape {
    /// The shapes in a group, groups within included; a shape is its own only leaf.
    var leaves: [Shape] {
        guard case .group(_, let shapes) = self else { return [self] }
        return shapes.flatMap { $0.leaves }
    }
}

/// A picture as a value: the last phase before text.
struct Scene: Equatable {
    var width: Double
    var height: Double
    var title: String
    var description: String
    var shapes: [Shape]
}
