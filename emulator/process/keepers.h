// Tracks this program's keepers, so that other children can be told apart.
#pragma once

#include <sys/types.h>

namespace lambda::emulator {

/// As fork(), for a child that becomes a keeper. Thread-safe.
pid_t fork_keeper();

/// Waits for `keeper`, which must have closed its pipes or be no longer needed, and forgets it.
/// Unless it `ended_all`, what the function left has no parent but this program, where that is a
/// subreaper or process 1: then every other child of this program is ended and reaped.
/// Thread-safe.
void end_keeper(pid_t keeper, bool ended_all);

}  // namespace lambda::emulator
