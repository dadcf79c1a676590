// Lets threads of a forked process wait for the Swift runtime's locks.
//
// A lock of the runtime holds the number of the thread that has it, and each thread keeps its own number once it has asked
// for it. In a fork that is the number of the thread it was forked from, which lives on as the snapshot: the kernel, asked
// to wait for the owner, waits for the wrong thread, and refuses to let the right one give the lock back. Both then
// ask for ever. So the kernel is not asked here: whoever does not get a lock sleeps a little and tries again, and a lock
// is given back by whoever says so.
#define _GNU_SOURCE
#include "CHost.h"
#include <dlfcn.h>
#include <errno.h>
#include <linux/futex.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static atomic_int sleeps = 0;

void host_sleep_for_locks(void) { atomic_store(&sleeps, 1); }

static long acquire(atomic_uint *lock) {
    unsigned own = (unsigned)gettid();
    for (;;) {
        unsigned owner = 0;
        if (atomic_compare_exchange_strong(lock, &owner, own)) return 0;
        if (owner == own) {
            errno = EDEADLK;
            return -1;
        }
        nanosleep(&(struct timespec){0, 20000}, NULL);
    }
}

// Stands in front of the C library's, through which the runtime asks for everything about locks.
long syscall(long number, ...) {
    long values[6];
    va_list list;
    va_start(list, number);
    for (int i = 0; i < 6; i++) values[i] = va_arg(list, long);
    va_end(list);
    if (number == SYS_futex && atomic_load_explicit(&sleeps, memory_order_relaxed)) {
        atomic_uint *lock = (atomic_uint *)values[0];
        switch ((int)values[1] & FUTEX_CMD_MASK) {
        case FUTEX_LOCK_PI: return acquire(lock);
        case FUTEX_UNLOCK_PI: atomic_store(lock, 0); return 0;
        }
    }
    static _Atomic(long (*)(long, ...)) original = NULL;
    long (*call)(long, ...) = atomic_load_explicit(&original, memory_order_relaxed);
    if (!call) {
        call = (long (*)(long, ...))dlsym(RTLD_NEXT, "syscall");
        atomic_store_explicit(&original, call, memory_order_relaxed);
    }
    return call(number, values[0], values[1], values[2], values[3], values[4], values[5]);
}
