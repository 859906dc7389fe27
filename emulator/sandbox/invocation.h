// One event on its way to the function, and the result.
// Source: AWS Lambda API Reference, "Invoke".
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "core/lambda/quotas.h"

namespace lambda::emulator {

inline constexpr std::size_t kEventBytesMax = quotas::kPayloadBytesMax;
inline constexpr std::size_t kAsyncEventBytesMax = quotas::kAsyncPayloadBytesMax;
inline constexpr std::size_t kResponseBytesMax = quotas::kPayloadBytesMax + 100;

/// One attempt to run the function. Owns its bytes.
struct FunctionInvocation {
  std::string request_id;     // Given to the caller and to the function.
  std::string invocation_id;  // Names this attempt; the runtime echoes it.
  std::string function_arn;
  std::string executed_version;                 // "$LATEST" or a number.
  std::string trace_id;                         // "Root=…;Parent=…;Sampled=0".
  std::optional<std::string> client_context;    // JSON text.
  std::optional<std::string> cognito_identity;  // JSON text.
  std::optional<std::string> tenant_id;
  std::string payload;  // JSON text.
};

/// What the caller receives.
struct FunctionResult {
  std::string payload;
  bool is_function_error = false;
  std::string error_type;  // "Runtime.ExitError"; empty without an error.
  std::string log_tail;    // The last 4 KB that the invocation logged.
};

}  // namespace lambda::emulator
