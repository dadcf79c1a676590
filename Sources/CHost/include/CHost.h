// What the process that runs cells needs of C: calls that Swift hides or lacks, symbols that cells and the Swift
// runtime look up in the program, and the seam through which Lab reaches whoever runs it.
#ifndef CHOST_H
#define CHOST_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/// What `accept4` is with `SOCK_CLOEXEC`; Swift does not see it without `_GNU_SOURCE`.
int host_accept(int listener);
/// Makes `stdout` write each line as it ends, so that a crash loses nothing.
void host_buffer_lines(void);
/// Starts a program in a folder, or where this one is if that is NULL, with nothing to read. What it writes goes to the
/// descriptor `output`, errors only if `keeps_errors`; or where this program's goes, if that is -1. It gets no other
/// descriptor of this process. Returns 0 or the number of an error.
int host_spawn(pid_t *process, const char *program, char *const arguments[], char *const environment[],
               const char *folder, int output, int keeps_errors);
/// `fork`, which Swift's overlay marks unavailable.
pid_t host_fork(void);
/// From here on threads of this process and its forks do not wait in the kernel for locks of the Swift runtime, whose
/// owners it would not know after a fork.
void host_sleep_for_locks(void);
/// Asks to be killed when the parent ends.
void host_die_with_parent(void);
/// Becomes the parent of every descendant whose own parent ends, so that no stray escapes.
void host_adopt_orphans(void);
/// Kills every child but one, and their children in turn once they are adopted; returns when none is left.
void host_kill_children(pid_t except);
/// Lets the system forget the children that have ended.
void host_bury_children(void);
/// Bounds the memory that this process and its forks may map, in bytes.
void host_limit_memory(uint64_t bytes);

/// From here on everything Swift calls the system's random generator follows from the seed.
void host_seed(uint64_t seed);

/// One form of something shown: a MIME type and its content.
struct host_form {
    const char *type;
    const char *content;
    size_t length;
};

/// What Lab calls; all may be NULL, when a cell's code runs outside the kernel.
struct host_handlers {
    /// Shows something in all its forms.
    void (*display)(const struct host_form *forms, int count);
    /// Says how far a long computation has come, as JSON.
    void (*progress)(const char *json);
    /// Says that a value that the text relies on is not what the text says.
    void (*unexpected)(const char *message);
    /// Says that a variable of the environment was read.
    void (*environment)(const char *name);
};
/// The handlers, for the kernel to set and for Lab to call.
struct host_handlers *host_current_handlers(void);


/// Gives the next fork memory to note paths in that this process can read too; 0 if there is none.
int host_share_recording(void);
/// Notes from here on which files and folders are opened for reading, or not found, until `host_stop_recording`.
void host_start_recording(void);
void host_stop_recording(void);
/// The paths noted, each ended by a NUL, the last by two; valid until recording starts again.
const char *host_recorded_files(void);

#endif
