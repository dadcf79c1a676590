/// A value that a chart can place: a number, a category, or nothing.
public enum Datum: Equatable, Sendable {
    /// A number, which has its place on a scale.
    case number(Double)
    /// A name, which has its place in an order.
    case category(String)
    /// No value: the mark leaves a gap.
    case missing
    /// A break in a line that is meant, such as the pole of a function.
    case gap

    /// The number, if it is one and finite.
    var finite: Double? {
        guard case .number(let value) = self, value.isFinite else { return nil }
        return value
    }

    /// How the value reads as the name of a series, a category or a facet.
    var name: String {
        switch self {
        case .number(let value): Numbers.significant(value, digits: 6)
        case .category(let text): text
        case .missing: "missing"
        case .gap: ""
        }
    }
}

/// A type whose values a chart or a table can show.
public protocol Plottable {
    /// The value as a number or a category.
    var datum: Datum { get }
}

extension Double: Plottable { public var datum: Datum { .number(self) } }
extension Float: Plottable { public var datum: Datum { .number(Double(self)) } }
extension Int: Plottable { public var datum: Datum { .number(Double(self)) } }
extension Int32: Plottable { public var datum: Datum { .number(Double(self)) } }
extension Int64: Plottable { public var datum: Datum { .number(Double(self)) } }
extension UInt: Plottable { public var datum: Datum { .number(Double(self)) } }
extension UInt8: Plottable { public var datum: Datum { .number(Double(self)) } }
extension String: Plottable { public var datum: Datum { .category(self) } }
extension Substring: Plottable { public var datum: Datum { .category(String(self)) } }
extension Bool: Plottable { public var datum: Datum { .category(self ? "true" : "false") } }
extension Datum: Plottable { public var datum: Datum { self } }
extension Optional: Plottable where Wrapped: Plottable {
    public var datum: Datum {
        switch self {
        case .some(let value): value.datum
        case .none: .missing
        }
    }
}

/// A value with the name of what it measures, which becomes the title of an axis or a legend.
///
///     LineMark(x: .value("Step", p.step), y: .value("Loss", p.loss))
public struct PlottableValue: Equatable, Sendable {
    /// What the value measures.
    public var label: String
    /// The value.
    public var datum: Datum

    /// `value`, which measures `label`.
    public static func value(_ label: String, _ value: some Plottable) -> PlottableValue {
        PlottableValue(label: label, datum: value.datum)
    }
}
