#include <duktape.h>

// Much of Duktape's interface is macros, which Swift does not see.

/// A heap with the default allocator; a fatal error aborts. NULL when there is no memory.
static inline duk_context *duktape_create(void) {
    return duk_create_heap_default();
}

/// Runs a script; leaves its value on the stack, or its error. 0 when it succeeded.
static inline duk_int_t duktape_evaluate(duk_context *context, const char *source, duk_size_t length) {
    return duk_peval_lstring(context, source, length);
}

/// The value at the top of the stack as text, an error as its message.
static inline const char *duktape_text(duk_context *context, duk_size_t *length) {
    return duk_safe_to_lstring(context, -1, length);
}
