// What a handler may ask about the invocation it serves.
// Source: AWS Lambda Developer Guide, "Using the Lambda runtime API", next invocation, headers.
#pragma once

#include <chrono>
#include <string_view>

#include "runtime/environment/environment.h"
#include "runtime/logging/log.h"
#include "runtime/logging/logger.h"

namespace lambda {

/// Every text is valid until the handler returns; copy what must live longer. Absent texts are
/// empty.
struct Context {
  std::string_view request_id;
  std::string_view invoked_function_arn;  // With the version or alias the caller named.
  std::string_view trace_id;              // AWS X-Ray's `Root=…;Parent=…;Sampled=…`.
  std::string_view tenant_id;             // Of a function with tenant isolation.
  std::string_view client_context;        // JSON text, from AWS's mobile SDKs.
  std::string_view cognito_identity;      // JSON text: cognitoIdentityId, cognitoIdentityPoolId.
  std::chrono::sys_time<std::chrono::milliseconds> deadline;  // Lambda stops the process here.
  const Environment& environment;  // Function name, version, memory, log group and stream.
  const logging::Log& process_log = logging::kPlainLog;  // What log() writes to.

  /// Time left until the deadline; negative once it has passed.
  std::chrono::milliseconds remaining() const {
    return std::chrono::floor<std::chrono::milliseconds>(deadline -
                                                         std::chrono::system_clock::now());
  }

  /// Writes records with this invocation's ids to the function's log, in the format and from the
  /// level on that the function is configured for: `context.log().warn("{} is slow", name)`. Valid
  /// as long as the texts above.
  Logger log() const { return {request_id, tenant_id, process_log}; }
};

}  // namespace lambda
