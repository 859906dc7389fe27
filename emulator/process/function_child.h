// What a new process does between fork() and the function's program.
// Source: Linux fork(2), execve(2), prctl(2), close_range(2); async-signal-safe functions, POSIX.
#pragma once

#include <sys/types.h>

namespace lambda::emulator {

// Where the child finds its descriptors: the standard ones, and where it says why it cannot start.
inline constexpr int kChildReportFd = 3;

/// What the child reports before it gives up.
struct StartFailure {
  enum class Step : int { kChdir, kExec } step;
  int error;  // errno
};

/// All that the child needs, made before fork(): after it, only async-signal-safe calls are
/// allowed. Borrows what it points at.
struct ChildPlan {
  const char* program;
  const char* working_directory;
  char* const* arguments;
  char* const* environment;
};

/// Runs in the child of `parent`, whose descriptors 0 to kChildReportFd are the program's and its
/// report's; all others are closed. The process leads a group and dies with its parent.
[[noreturn]] void become_program(const ChildPlan& plan, pid_t parent);

/// Closes every descriptor from `first` on.
void close_from(int first);

}  // namespace lambda::emulator
