import Notebook

/// The numbers behind a chart, one click away: a table, and the same as CSV to keep.
struct DataView {
    /// The chart's display: a picture, and beside it a data table or CSV.
    var display: Display

    /// Larger data would weigh more than the page they stand on.
    private static let largestTable = 24_000
    private static let largestCSV = 16_000

    /// `<details class="data">`; empty if there are no numbers, or too many.
    var html: String {
        let table = display.data["text/html"].flatMap { text in
            text.hasPrefix("<table class=\"data") && text.utf8.count <= Self.largestTable ? text : nil
        }
        let csv = display.data["text/csv"].flatMap { $0.utf8.count <= Self.largestCSV && !$0.isEmpty ? $0 : nil }
        guard let table else { return "" }
        let link = csv.map { csv in
            "<a class=\"csv\" download=\"data.csv\" href=\"data:text/csv;charset=utf-8,\(Self.percentEncoded(csv))\">CSV</a>"
        }
        return "<details class=\"data\"><summary>Data</summary>\(link ?? "")<div class=\"rich\" tabindex=\"0\">"
            + table + "</div></details>\n"
    }

    /// What RFC 3986 lets stand in a URL is left as it is.
    private static func percentEncoded(_ text: String) -> String {
        let hex = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"), UInt8(ascii: ","), UInt8(ascii: "("), UInt8(ascii: ")"):
                bytes.append(byte)
            default: bytes += [UInt8(ascii: "%"), hex[Int(byte >> 4)], hex[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
