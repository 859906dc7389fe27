// Lists the children of the calling process without allocating: for use after fork().
// Source: Linux proc(5), /proc/thread-self/children, /proc/PID/stat; getdents64(2).
#pragma once

#include <sys/types.h>

namespace lambda::emulator {

/// Is called for each child; `context` is the caller's.
using ChildVisitor = void (*)(pid_t child, void* context);

/// Visits the children of the calling thread. A child that starts or ends meanwhile may be missed:
/// call again until there is none. Async-signal-safe. False when the kernel keeps no such list.
bool visit_own_children(ChildVisitor visit, void* context);

/// Visits every process whose parent is the calling process, whichever thread started it. Reads
/// all of /proc. Async-signal-safe. False where /proc is not there.
bool visit_all_children(ChildVisitor visit, void* context);

}  // namespace lambda::emulator
