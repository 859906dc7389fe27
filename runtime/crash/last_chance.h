// Tells the Runtime API, and the log, that the process is leaving while it has something to answer:
// an event, or its own initialization. Without it the caller reads only that the runtime exited.
// Source: AWS Lambda Developer Guide, "Using the Lambda runtime API"; signal-safety(7) for what a
// signal handler may call; SBCL's and other hosted languages' own ways out (exit, abort, _exit).
#pragma once

#include <expected>
#include <string_view>

#include "core/errors/error.h"
#include "runtime/connection/endpoint.h"
#include "runtime/protocol/requests.h"

namespace lambda::crash {

/// What is to be answered is one for the whole process, as its end is; so are these functions'
/// effects. One thread calls all but report_leaving(). A process forked from this one reports
/// nothing: what is to be answered is its parent's.

/// Before the initialization, which from now on counts as something to answer. Resolves the host,
/// since a signal handler cannot.
/// Error: Runtime.InvalidEndpoint, kReportAndContinue: there will be no such report.
std::expected<void, Error> expect_initialization(const connection::Endpoint& endpoint);

/// There is an event to answer. Borrows all texts until expect_nothing(): on the event's path
/// nothing is copied.
void expect_answer(const protocol::InvocationKey& key, std::string_view tenant_id);

/// There is nothing to answer.
void expect_nothing();

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
/// The process then ends as it would have; what was installed for these before gets its turn.
/// `owns_thread` says whether the calling thread is one of the host's, whose own handlers,
/// installed before this call, then get its faults instead; null when there is no such host. A
/// signal handler may call `owns_thread`. Calls after the first have no effect.
void guard_exits(int (*owns_thread)());

}  // namespace lambda::crash
