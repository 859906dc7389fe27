// Decodes the answer to GET /runtime/invocation/next. No I/O: the transport hands in headers and
// body.
// Source: AWS Lambda Developer Guide, "Using the Lambda runtime API", next invocation.
#pragma once

#include <chrono>
#include <expected>
#include <span>
#include <string_view>

#include "core/errors/error.h"
#include "core/http/header_view.h"

namespace lambda::protocol {

/// One event to handle. Borrows everything from the headers and body it was decoded from.
struct NextResponse {
  std::string_view request_id;  // Never empty; only letters, digits, `-`, `_` and `.`.
  std::chrono::sys_time<std::chrono::milliseconds> deadline;  // Lambda stops the process here.
  std::string_view invoked_function_arn;  // This and the texts below are empty when absent.
  std::string_view trace_id;              // `Root=…;Parent=…;Sampled=…`.
  std::string_view client_context;        // JSON text.
  std::string_view cognito_identity;      // JSON text.
  std::string_view tenant_id;
  std::string_view invocation_id;  // Of this attempt; to be echoed.
  std::string_view payload;        // Any bytes; normally JSON text.
};

/// Thread-safe.
/// Error: Runtime.MalformedHeader when the request id or the deadline is absent or malformed.
std::expected<NextResponse, Error> decode_next_response(std::span<const http::HeaderView> headers,
                                                        std::string_view body);

}  // namespace lambda::protocol
