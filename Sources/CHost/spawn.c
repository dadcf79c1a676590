// Starts programs. Foundation's own way closes every descriptor that a process could have, and waits in steps of a
// twentieth of a second: together as long as compiling a small cell.
#define _GNU_SOURCE
#include "CHost.h"
#include <fcntl.h>
#include <spawn.h>

int host_spawn(pid_t *process, const char *program, char *const arguments[], char *const environment[],
               const char *folder, int output, int keeps_errors) {
    posix_spawn_file_actions_t actions;
    int result = posix_spawn_file_actions_init(&actions);
    if (result) return result;
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    if (output >= 0) {
        posix_spawn_file_actions_adddup2(&actions, output, 1);
        if (keeps_errors) posix_spawn_file_actions_adddup2(&actions, output, 2);
        else posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
    }
    // What another thread opens meanwhile, for another program, must not stay open in this one.
    posix_spawn_file_actions_addclosefrom_np(&actions, 3);
    if (folder) posix_spawn_file_actions_addchdir_np(&actions, folder);
    result = posix_spawn(process, program, &actions, NULL, arguments, environment);
    posix_spawn_file_actions_destroy(&actions);
    return result;
}
