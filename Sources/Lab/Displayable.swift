import CHost
import Glibc

/// A type whose values a page can show as more than text.
public protocol Displayable {
    /// The value in one or more forms, by MIME type. `text/plain` should be among them, for the terminal.
    var forms: [String: String] { get }
}

/// Shows a value on the page, at this point among what the cell prints and shows.
public func display(_ value: some Any) {
    var forms = (value as? any Displayable)?.forms ?? [:]
    if forms["text/plain"] == nil { forms["text/plain"] = String(describing: value) }
    show(forms)
}

/// What the kernel makes of a cell's last expression: shows its value, unless it has none.
public func _display<Value>(_ value: Value) {
    if Value.self == Void.self || Value.self == Never.self { return }
    display(value)
}

func show(_ forms: [String: String]) {
    guard let handler = host_current_handlers().pointee.display else {
        print(forms["text/plain"] ?? "")
        return
    }
    let sorted = forms.sorted { $0.key < $1.key }
    let copies = sorted.map { (strdup($0.key), strdup($0.value), $0.value.utf8.count) }
    defer {
        for (type, content, _) in copies {
            free(type)
            free(content)
        }
    }
    let list = copies.map { host_form(type: $0.0, content: $0.1, length: $0.2) }
    list.withUnsafeBufferPointer { handler($0.baseAddress, Int32($0.count)) }
}
