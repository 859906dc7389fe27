// A small process between the emulator and one process of the function. All that the function
// starts, in whatever group or session, becomes a child of the keeper when its own parent ends, so
// the keeper can reap all of it, and end all of it when the emulator says so or dies.
// Source: Linux prctl(2), PR_SET_CHILD_SUBREAPER; signalfd(2); wait4(2).
#pragma once

#include <cstdint>

#include "emulator/process/function_child.h"

namespace lambda::emulator {

/// What the keeper tells the emulator, each written whole.
struct KeeperMessage {
  enum class Kind : std::int32_t {
    kStarted,      // `value`: the function's process.
    kStartFailed,  // `value`: errno; it has no process.
    kExited,       // `value`: the wait status of the function's process.
    kLeft,         // `value`: a process that could not be ended.
    kEnded,        // The last one: nothing else is left.
  } kind;
  std::int32_t value = 0;
  std::int64_t peak_memory_kb = 0;  // With kExited.
};

/// The keeper's ends of the pipes, and what the function's process gets.
struct KeeperPlan {
  ChildPlan child;
  int stdin_fd;
  int stdout_fd;
  int stderr_fd;
  int report_fd;   // For StartFailure.
  int control_fd;  // At its end, everything is ended. The other end is the emulator's alone.
  int status_fd;   // For KeeperMessage.
};

/// Runs in a child of the emulator until the other end of `control_fd` is closed. Only
/// async-signal-safe calls.
[[noreturn]] void run_keeper(const KeeperPlan& plan);

}  // namespace lambda::emulator
