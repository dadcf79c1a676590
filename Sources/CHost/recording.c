// Notes which files a cell reads and which it writes, by standing in front of the C library's functions that people and
// libraries use for it. A file that was looked for and not found counts too: should it appear, the cell does something
// else. The next definition in the order of loading is the C library's own.
#define _GNU_SOURCE
#include "CHost.h"
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

// The paths, each ended by a NUL, the last by two; what was written has a > before it. The memory is shared with the
// snapshot that forked this process, so that what a cell read is known however it ends.
#define CAPACITY ((size_t)4 << 20)
static int is_recording = 0;
static char *names = NULL;
static size_t length = 0;

int host_share_recording(void) {
    if (names) munmap(names, CAPACITY);
    void *memory = mmap(NULL, CAPACITY, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    names = memory == MAP_FAILED ? NULL : memory;
    length = 0;
    return names != NULL;
}

static int is_noted(const char *path) {
    for (size_t at = 0; at < length; at += strlen(names + at) + 1)
        if (strcmp(names + at, path) == 0) return 1;
    return 0;
}

static void append(const char *path) {
    size_t size = strlen(path) + 1;
    if (length + size + 1 > CAPACITY) return;
    memcpy(names + length, path, size);
    length += size;
    names[length] = 0;
}

static void note_as(const char *mark, const char *path) {
    if (!is_recording || !names || !path || !*path) return;
    char full[2 * PATH_MAX], here[PATH_MAX] = "";
    if (path[0] != '/' && !getcwd(here, sizeof here)) return;
    const char *between = path[0] == '/' ? "" : "/";
    if (snprintf(full, sizeof full, "%s%s%s%s", mark, here, between, path) >= (int)sizeof full) return;
    is_recording = 0;
    if (!is_noted(full)) append(full);
    is_recording = 1;
}

static void note(const char *path) { note_as("", path); }
static void note_written(const char *path) { note_as(">", path); }

void host_start_recording(void) {
    length = 0;
    if (names) names[0] = names[1] = 0;
    is_recording = 1;
}

void host_stop_recording(void) { is_recording = 0; }

const char *host_recorded_files(void) { return names ? names : "\0"; }

static void note_opened(const char *path, int flags) {
    // What is made if it is missing may be read as well.
    if (flags & O_CREAT) note_written(path);
    if ((flags & O_ACCMODE) == O_RDONLY && !(flags & (O_DIRECTORY | O_PATH))) note(path);
}

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
        note_opened(path, flags);                                              \
        return original(path, flags, mode);                                    \
    }

#define OPENAT(name)                                                           \
    int name(int folder, const char *path, int flags, ...) {                   \
        static int (*original)(int, const char *, int, ...) = NULL;            \
        if (!original) original = dlsym(RTLD_NEXT, #name);                     \
        MODE(flags, flags)                                                     \
        if (folder == AT_FDCWD || path[0] == '/') note_opened(path, flags);    \
        return original(folder, path, flags, mode);                            \
    }

#define FOPEN(name)                                                            \
    FILE *name(const char *path, const char *how) {                            \
        static FILE *(*original)(const char *, const char *) = NULL;           \
        if (!original) original = dlsym(RTLD_NEXT, #name);                     \
        if (how && how[0] == 'r') note(path);                                  \
        else note_written(path);                                               \
        return original(path, how);                                            \
    }

#define ASK(name, type)                                                        \
    int name(const char *path, type argument) {                                \
        static int (*original)(const char *, type) = NULL;                     \
        if (!original) original = dlsym(RTLD_NEXT, #name);                     \
        int result = original(path, argument);                                 \
        if (result != 0 && errno == ENOENT) {                                  \
            note(path);                                                        \
            errno = ENOENT;                                                    \
        }                                                                      \
        return result;                                                         \
    }

#define MOVE(name)                                                             \
    int name(const char *path, const char *to) {                               \
        static int (*original)(const char *, const char *) = NULL;             \
        if (!original) original = dlsym(RTLD_NEXT, #name);                     \
        note_written(to);                                                      \
        return original(path, to);                                             \
    }

int renameat(int folder, const char *path, int other, const char *to) {
    static int (*original)(int, const char *, int, const char *) = NULL;
    if (!original) original = dlsym(RTLD_NEXT, "renameat");
    if (other == AT_FDCWD || to[0] == '/') note_written(to);
    return original(folder, path, other, to);
}

int mkdir(const char *path, mode_t mode) {
    static int (*original)(const char *, mode_t) = NULL;
    if (!original) original = dlsym(RTLD_NEXT, "mkdir");
    note_written(path);
    return original(path, mode);
}

DIR *opendir(const char *path) {
    static DIR *(*original)(const char *) = NULL;
    if (!original) original = dlsym(RTLD_NEXT, "opendir");
    note(path);
    return original(path);
}

#undef open
#undef open64
#undef openat
#undef openat64
#undef fopen
#undef fopen64
#undef stat64
#undef lstat64
OPEN(open)
OPEN(open64)
OPENAT(openat)
OPENAT(openat64)
FOPEN(fopen)
FOPEN(fopen64)
MOVE(rename)
MOVE(link)
MOVE(symlink)
ASK(access, int)
ASK(stat, struct stat *)
ASK(stat64, struct stat64 *)
ASK(lstat, struct stat *)
ASK(lstat64, struct stat64 *)
