import CHost
import Glibc

/// The value of a variable of the environment, or nil. A cell that reads it runs again when it changes.
public func environment(_ name: String) -> String? {
    if let note = host_current_handlers().pointee.environment { name.withCString { note($0) } }
    return getenv(name).map { String(cString: $0) }
}

/// Says how far a long computation has come: shown while it runs, and never stored.
public func reportProgress(json: String) {
    if let report = host_current_handlers().pointee.progress { json.withCString { report($0) } }
}
