/// Stops the program with `message` unless `condition` holds.
///
/// Unlike `precondition`, it prints the message in optimized code too: a reader of a lesson sees both shapes.
@inline(__always)
func require(_ condition: Bool, _ message: @autoclosure () -> String) {
    if !condition { fatalError(message()) }
}
