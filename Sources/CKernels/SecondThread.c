#include "SecondThread.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

/// How often the state is looked at before a thread sleeps: some 50 µs, longer than what lies between two large
/// products of a training step, and than waking a thread takes.
enum { PATIENCE = 2000 };

enum { IDLE, WORKING, ENDING };

typedef struct {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    _Atomic int state;
    void (*work)(void *context, int half);
    void *context;
} Second;

static _Thread_local Second *second;

static inline void pause_shortly(void) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#endif
}

/// Waits until the state differs from `known`, at first without sleeping.
static int await_change(Second *it, int known) {
    for (int look = 0; look < PATIENCE; look++) {
        int state = atomic_load_explicit(&it->state, memory_order_acquire);
        if (state != known) return state;
        pause_shortly();
    }
    pthread_mutex_lock(&it->lock);
    while (atomic_load(&it->state) == known) pthread_cond_wait(&it->changed, &it->lock);
    pthread_mutex_unlock(&it->lock);
    return atomic_load(&it->state);
}

/// The lock is taken so that a thread about to sleep does not miss the change.
static void change(Second *it, int state) {
    pthread_mutex_lock(&it->lock);
    atomic_store(&it->state, state);
    pthread_cond_signal(&it->changed);
    pthread_mutex_unlock(&it->lock);
}

static void *serve(void *argument) {
    Second *it = argument;
    while (await_change(it, IDLE) == WORKING) {
        it->work(it->context, 1);
        change(it, IDLE);
    }
    return NULL;
}

int second_thread_start(void) {
    if (second) return 0;
    Second *it = calloc(1, sizeof *it);
    if (!it) return 0;
    pthread_mutex_init(&it->lock, NULL);
    pthread_cond_init(&it->changed, NULL);
    if (pthread_create(&it->thread, NULL, serve, it)) {
        free(it);
        return 0;
    }
    second = it;
    return 1;
}

void second_thread_end(void) {
    Second *it = second;
    if (!it) return;
    second = NULL;
    change(it, ENDING);
    pthread_join(it->thread, NULL);
    pthread_cond_destroy(&it->changed);
    pthread_mutex_destroy(&it->lock);
    free(it);
}

int second_thread_is_here(void) { return second != NULL; }

void second_thread_share(void (*work)(void *context, int half), void *context) {
    Second *it = second;
    it->work = work;
    it->context = context;
    change(it, WORKING);
    work(context, 0);
    await_change(it, WORKING);
}
