#include "CZlib.h"

#include <limits.h>
#include <stdlib.h>
#include <zlib.h>

// zlib counts bytes in unsigned int; larger inputs are handed over in pieces of this size.
static const size_t piece = 1u << 30;

static czlib_result grow(unsigned char **content, size_t *capacity) {
    size_t larger = *capacity < (1u << 16) ? 1u << 16 : *capacity * 2;
    unsigned char *moved = realloc(*content, larger);
    if (!moved) return CZLIB_NO_MEMORY;
    *content = moved;
    *capacity = larger;
    return CZLIB_DONE;
}

static czlib_result unpack(z_stream *stream, size_t length, unsigned char **content, size_t *size) {
    size_t capacity = 0, left = length;
    for (;;) {
        if (stream->avail_in == 0 && left > 0) {
            stream->avail_in = (uInt)(left < piece ? left : piece);
            left -= stream->avail_in;
        }
        if (*size == capacity && grow(content, &capacity) != CZLIB_DONE) return CZLIB_NO_MEMORY;
        size_t room = capacity - *size < piece ? capacity - *size : piece;
        stream->next_out = *content + *size;
        stream->avail_out = (uInt)room;
        int result = inflate(stream, Z_NO_FLUSH);
        *size += room - stream->avail_out;
        if (result == Z_STREAM_END) {
            if (stream->avail_in == 0 && left == 0) return CZLIB_DONE;
            if (inflateReset(stream) != Z_OK) return CZLIB_DAMAGED;
        } else if (result == Z_BUF_ERROR) {
            return CZLIB_TRUNCATED;
        } else if (result == Z_MEM_ERROR) {
            return CZLIB_NO_MEMORY;
        } else if (result != Z_OK) {
            return CZLIB_DAMAGED;
        } else if (stream->avail_in == 0 && left == 0 && stream->avail_out > 0) {
            return CZLIB_TRUNCATED;
        }
    }
}

czlib_result czlib_gunzip(const unsigned char *packed, size_t length, unsigned char **content, size_t *size) {
    z_stream stream = {0};
    *content = NULL;
    *size = 0;
    if (inflateInit2(&stream, 16 + MAX_WBITS) != Z_OK) return CZLIB_NO_MEMORY;
    stream.next_in = (unsigned char *)packed;
    czlib_result result = unpack(&stream, length, content, size);
    inflateEnd(&stream);
    return result;
}
