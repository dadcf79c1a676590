// What Datasets uses of zlib. The library's own header is only needed to build this target, not by whoever imports
// Datasets: the compiler of cells too.
#ifndef CZLIB_H
#define CZLIB_H

#include <stddef.h>

/// How unpacking ended.
typedef enum {
    CZLIB_DONE = 0,
    /// The packed bytes end before their content does.
    CZLIB_TRUNCATED = 1,
    /// The bytes are not what gzip writes, or their checksum does not fit.
    CZLIB_DAMAGED = 2,
    CZLIB_NO_MEMORY = 3
} czlib_result;

/// Unpacks the gzip file in `packed` into memory that the caller frees with `free`; all members of it, if several.
czlib_result czlib_gunzip(const unsigned char *packed, size_t length, unsigned char **content, size_t *size);

#endif
