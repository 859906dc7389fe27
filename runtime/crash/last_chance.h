// Tells the Runtime API, and the log, that the process is leaving while it has something to answer:
// an event, or its own initialization. Without it the caller reads only that the runtime exited.
// State is process-wide, as the end of a process is: nothing else in the runtime has such state.
// Source: AWS Lambda Developer Guide, "Using the Lambda runtime API"; signal-safety(7) for what a
// signal handler may call; SBCL's and other hosted languages' own ways out (exit, abort, _exit).
#pragma once

#include <expected>
#include <string_view>

#include "core/errors/error.h"
#include "runtime/connection/endpoint.h"
#include "runtime/crash/debt.h"
#include "runtime/logging/record.h"

namespace lambda::crash {

// One thread calls all of these but report_leaving(). A process forked from this one reports
// nothing: the debt is its parent's.

/// What this process has to answer. Lives as long as the process.
Debt& debt();

/// Before the initialization, which from now on is something to answer. Resolves the host, since a
/// signal handler cannot. `log`: the format of the records.
/// Error: Runtime.InvalidEndpoint: there will be no report; the process can go on.
std::expected<void, Error> expect_initialization(const connection::Endpoint& endpoint,
                                                 const logging::Settings& log = {});

/// Reports once, on a connection of its own, within two seconds; nothing when there is nothing to
/// answer, or before expect_initialization(). Calls only what a signal handler may. `type` as in
/// Lambda's error type header; of `message` at most 4,000 bytes are sent. Writes no record of the
/// log: its caller knows more.
/// Thread-safe.
void report_leaving(std::string_view type, std::string_view message);

/// From now on these are reported, and written to the log with the stack they came from:
///   Runtime.ExitError   exit() or quick_exit(), with something to answer
///   Runtime.Terminated  std::terminate(), as by an exception that nothing catches
///   Runtime.Aborted     abort()
///   Runtime.Fault       SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP
/// The process then ends as it would have; handlers installed earlier still run.
/// `owns_thread` says whether the calling thread is one of the host's, whose own handlers,
/// installed before this call, then get its faults instead; null when there is no such host. A
/// signal handler may call `owns_thread`. Calls after the first have no effect.
void guard_exits(int (*owns_thread)());

}  // namespace lambda::crash
