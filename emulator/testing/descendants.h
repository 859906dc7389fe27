// What a function's program may do with processes of its own, for the tests' bootstraps.
#pragma once

namespace lambda::emulator::testing {

/// Names this process and all that it forks, if the variable PROCESS_NAME says how; see
/// test_processes.h.
void take_name();

[[noreturn]] void sleep_forever();

/// Starts `count` processes, each in a session of its own, which sleep; returns when all have it.
void leave_sessions(int count);

/// As daemon(3): a grandchild in a session of its own, whose parent has ended; it sleeps.
void leave_daemon();

/// Starts `count` processes that end at once and whose parents have ended before: nobody but a
/// subreaper can reap them.
void leave_ended(int count);

/// A process that forks and ends without end: it never has the same number for long.
void leave_rabbit();

}  // namespace lambda::emulator::testing
