// Turns HTTP requests of a function's process into calls of its session, and back. No I/O.
// Source: AWS Lambda Developer Guide, "Using the Lambda runtime API".
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "emulator/http/http_message.h"
#include "emulator/http/http_request_parser.h"
#include "emulator/sandbox/invocation.h"
#include "emulator/sandbox/runtime_session.h"

namespace lambda::emulator {

/// A response of 6 MiB and 100 bytes; headers of 1 MiB, for the X-Ray cause.
HttpLimits runtime_api_limits();

/// What to do with a request.
struct RuntimeCall {
  bool is_held_open = false;  // `next`: answered by event_answer() when there is an event.
  HttpAnswer answer;          // Otherwise.
};

RuntimeCall handle_runtime_call(HttpRequest request, RuntimeSession& session);

/// The request id in a path of /response; absent for other paths.
std::optional<std::string> response_request_id(const HttpRequest& request);

/// The answer to `next`, its body left empty: the payload is sent from `invocation` itself.
HttpAnswer event_answer(const FunctionInvocation& invocation,
                        std::chrono::system_clock::time_point deadline);

/// The JSON answer to a request that was no HTTP.
HttpAnswer fault_answer(const HttpFault& fault);

}  // namespace lambda::emulator
