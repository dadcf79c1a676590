// A second thread that takes half of what its owner computes. C, because a thread's own variable says whose it is.
#ifndef SECOND_THREAD_H
#define SECOND_THREAD_H

/// Starts a thread for the calling one, which must end it. Returns 0 if the caller has one already, or none is to be
/// had.
int second_thread_start(void);

/// Ends the thread and waits for that.
void second_thread_end(void);

/// Whether the calling thread has a second one.
int second_thread_is_here(void);

/// Calls work(context, 0) on this thread and work(context, 1) on the second, and returns when both are done. Only where
/// there is a second one.
void second_thread_share(void (*work)(void *context, int half), void *context);

#endif
