// What the process that runs cells needs of the operating system and Swift hides or lacks.
#ifndef CHOST_H
#define CHOST_H

#include <sys/types.h>

/// `fork`, which Swift's overlay marks unavailable.
pid_t host_fork(void);

#endif
