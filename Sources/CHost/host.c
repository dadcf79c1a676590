#define _GNU_SOURCE
#include "CHost.h"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

static struct host_handlers handlers = {0};

struct host_handlers *host_current_handlers(void) { return &handlers; }

int host_accept(int listener) { return accept4(listener, NULL, NULL, SOCK_CLOEXEC); }
void host_buffer_lines(void) { setvbuf(stdout, NULL, _IOLBF, 0); }

pid_t host_fork(void) { return fork(); }
void host_die_with_parent(void) { prctl(PR_SET_PDEATHSIG, SIGKILL); }
void host_adopt_orphans(void) { prctl(PR_SET_CHILD_SUBREAPER, 1); }

// Stands in front of the C library's, which raises the signal from functions without a frame: the runtime's backtrace
// would end there, and an overlapping access, or a call of this, would have no line. A system call made from here, where
// the compiler must set a frame up, leaves the way back to the lesson open.
void abort(void) {
    void *volatile frame = __builtin_frame_address(0);
    (void)frame;
    for (;;) {
        syscall(SYS_tgkill, getpid(), (pid_t)syscall(SYS_gettid), SIGABRT);
        signal(SIGABRT, SIG_DFL);
    }
}

static int is_seeded = 0;
static uint64_t state;

void host_seed(uint64_t seed) {
    is_seeded = 1;
    state = seed;
}

// SplitMix64 (Steele, Lea, Flood 2014): passes BigCrush, and any seed is a good one.
static uint64_t next(void) {
    uint64_t z = (state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

// The Swift runtime finds this in the program before its own of the same name.
void swift_stdlib_random(void *buffer, size_t count) {
    unsigned char *bytes = buffer;
    while (count > 0) {
        size_t step = count < 8 ? count : 8;
        if (is_seeded) {
            uint64_t value = next();
            for (size_t i = 0; i < step; i++) bytes[i] = (unsigned char)(value >> (8 * i));
        } else {
            ssize_t got = getrandom(bytes, count, 0);
            if (got < 0) continue;
            step = (size_t)got;
        }
        bytes += step;
        count -= step;
    }
}
