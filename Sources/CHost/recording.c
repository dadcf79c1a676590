// Notes which files a cell opens, by standing in front of the C library's functions: whatever a cell reads with,
// it goes through one of these. The next definition in the order of loading is the C library's own.
#define _GNU_SOURCE
#include "CHost.h"
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int is_recording = 0;
static char *names = NULL;
static size_t length = 0, capacity = 0;

static int is_noted(const char *path) {
    for (size_t at = 0; at < length; at += strlen(names + at) + 1)
        if (strcmp(names + at, path) == 0) return 1;
    return 0;
}

static void append(const char *path) {
    size_t size = strlen(path) + 1;
    if (length + size + 1 > capacity) {
        size_t larger = (capacity + size) * 2 + 256;
        char *moved = realloc(names, larger);
        if (!moved) return;
        names = moved;
        capacity = larger;
    }
    memcpy(names + length, path, size);
    length += size;
    names[length] = 0;
}

static void note(const char *path) {
    if (!is_recording || !path || !*path) return;
    char full[2 * PATH_MAX];
    if (path[0] == '/') {
        if (strlen(path) >= sizeof full) return;
        strcpy(full, path);
    } else {
        char here[PATH_MAX];
        if (!getcwd(here, sizeof here)) return;
        if (snprintf(full, sizeof full, "%s/%s", here, path) >= (int)sizeof full) return;
    }
    is_recording = 0;
    if (!is_noted(full)) append(full);
    is_recording = 1;
}

void host_start_recording(void) {
    length = 0;
    if (names) names[0] = 0;
    is_recording = 1;
}

void host_stop_recording(void) { is_recording = 0; }

const char *host_recorded_files(void) { return names ? names : "\0"; }

static int reads(int flags) { return (flags & O_ACCMODE) == O_RDONLY && !(flags & (O_DIRECTORY | O_PATH)); }

#define MODE(flags, last)                                   \
    mode_t mode = 0;                                        \
    if ((flags) & (O_CREAT | __O_TMPFILE)) {                \
        va_list arguments;                                  \
        va_start(arguments, last);                          \
        mode = va_arg(arguments, mode_t);                   \
        va_end(arguments);                                  \
    }

#define OPEN(name)                                                             \
    int name(const char *path, int flags, ...) {                               \
        static int (*original)(const char *, int, ...) = NULL;                 \
        if (!original) original = dlsym(RTLD_NEXT, #name);                     \
        MODE(flags, flags)                                                     \
        if (reads(flags)) note(path);                                          \
        return original(path, flags, mode);                                    \
    }

#define OPENAT(name)                                                           \
    int name(int folder, const char *path, int flags, ...) {                   \
        static int (*original)(int, const char *, int, ...) = NULL;            \
        if (!original) original = dlsym(RTLD_NEXT, #name);                     \
        MODE(flags, flags)                                                     \
        if (reads(flags) && (folder == AT_FDCWD || path[0] == '/')) note(path); \
        return original(folder, path, flags, mode);                            \
    }

#define FOPEN(name)                                                            \
    FILE *name(const char *path, const char *how) {                            \
        static FILE *(*original)(const char *, const char *) = NULL;           \
        if (!original) original = dlsym(RTLD_NEXT, #name);                     \
        if (how && how[0] == 'r') note(path);                                  \
        return original(path, how);                                            \
    }

#undef open
#undef open64
#undef openat
#undef openat64
#undef fopen
#undef fopen64
OPEN(open)
OPEN(open64)
OPENAT(openat)
OPENAT(openat64)
FOPEN(fopen)
FOPEN(fopen64)
