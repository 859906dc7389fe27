// Tells the Runtime API that the process is leaving while it has something to answer: an event, or
// its own initialization. Without it the caller reads only that the runtime exited.
// Source: AWS Lambda Developer Guide, "Using the Lambda runtime API"; signal-safety(7) for what a
// signal handler may call; SBCL's and other hosted languages' own ways out (exit, abort, _exit).
#pragma once

#include <expected>
#include <string_view>

#include "runtime/api/requests.h"
#include "runtime/errors/error.h"
#include "runtime/http/endpoint.h"

namespace lambda::crash {

/// What is to be answered is one for the whole process, as its end is; so are these functions'
/// effects. One thread calls all but report_leaving().

/// Before the initialization, which from now on counts as something to answer. Resolves the host,
/// since a signal handler cannot.
/// Error: Runtime.InvalidEndpoint, kReportAndContinue: there will be no such report.
std::expected<void, Error> expect_initialization(const http::Endpoint& endpoint);

/// There is an event to answer.
void expect_answer(const api::InvocationKey& key);

/// There is nothing to answer.
void expect_nothing();

/// Reports once, on a connection of its own, within two seconds; nothing when there is nothing to
/// answer. Calls only what a signal handler may. `type` as in Lambda's error type header;
/// of `message` at most 4,000 bytes are sent, what is not printable ASCII as blanks.
/// Thread-safe.
void report_leaving(std::string_view type, std::string_view message);

/// Reports when the process calls exit() or abort(), and when a thread that is not the host's
/// commits a fault (SIGSEGV, SIGBUS, SIGILL, SIGFPE). `owns_thread` says whether the calling thread
/// is one of the host's, whose own handlers, installed before this call, then get the signal; null
/// when there is no such host. Call it once. A signal handler may call `owns_thread`.
void guard_exits(int (*owns_thread)());

}  // namespace lambda::crash
